"""What CI servers read: XML of the shape that JUnit's own reports have."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from app.check.formats import junit

from .reports import FAULTY, SOUND

COUNTS = {"tests", "failures", "errors"}


def demand_shape(suites: ET.Element) -> None:
    """The structure of testsuites, testsuite and testcase, with no other attribute or child."""
    assert suites.tag == "testsuites"
    assert set(suites.attrib) == {"name", "time", *COUNTS}
    (suite,) = suites
    assert suite.tag == "testsuite"
    assert set(suite.attrib) == {"name", "time", "skipped", *COUNTS}
    for case in suite:
        assert case.tag == "testcase"
        assert set(case.attrib) == {"classname", "name", "time"}
        assert float(case.attrib["time"]) >= 0
        assert [(one.tag, set(one.attrib)) for one in case] in ([], [("failure", {"message", "type"})])
    for element in (suites, suite):
        assert int(element.attrib["tests"]) == len(suite)
        assert int(element.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert element.attrib["errors"] == "0"


def test_every_exercise_is_a_case_and_so_is_every_other_file_with_faults() -> None:
    suites = ET.fromstring(junit(FAULTY))
    demand_shape(suites)
    failed = {case.attrib["name"]: case.find("failure") is not None for case in suites.iter("testcase")}
    assert failed == {"one": False, "two": True, "lesson.md": True}


def test_a_failure_tells_all_faults_of_its_file_and_why_they_matter() -> None:
    failure = ET.fromstring(junit(FAULTY)).find("testsuite/testcase[@name='two']/failure")
    assert failure is not None
    assert failure.attrib == {"message": "the mistake is right. Drop it.", "type": "mistake-accepted"}
    lines = (failure.text or "").split("\n")
    assert lines[0] == "exercises/01-a/two: ä, 50%.yaml:4:2: the mistake is right. Drop it."
    assert lines[1].startswith("  A student who makes just this mistake")
    assert lines[2] == "exercises/01-a/two: ä, 50%.yaml:9:1: 'a' is used nowhere."


def test_what_xml_cannot_hold_is_marked_and_the_rest_is_kept() -> None:
    written = junit(FAULTY)
    assert written.isascii()
    failure = ET.fromstring(written).find("testsuite/testcase[@name='lesson.md']/failure")
    assert failure is not None
    # An attribute's line break reads back as a blank unless it is written as a reference.
    assert failure.attrib["message"].startswith(
        "a < b & 'c', 100 % \"d\":\r\n\ufffd[31mred\ufffd ᾱ \ufffd ]]> \N{GRINNING FACE}"
    )


def test_a_sound_book_has_cases_that_pass() -> None:
    suites = ET.fromstring(junit(SOUND))
    demand_shape(suites)
    assert suites.attrib["failures"] == "0"
    assert suites.attrib["time"] == "0.250"
