"""Files from strangers: one clear line for each that is no question bank."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.exchange.bank import NoBank
from app.exchange.sources import LARGEST, guessed, read_bank

QUIZ = (
    '<quiz><question type="description"><name><text>Größe</text></name>'
    '<questiontext format="html"><text>x</text></questiontext></question></quiz>'
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]><quiz>&lol9;</quiz>"
)
OUTSIDE = (
    '<!DOCTYPE quiz [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'
    '<quiz><question type="essay"><name><text>&xxe;</text></name></question></quiz>'
)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"\xef\xbb\xbf", "no "),
        (b"\x7fELF\x02\x01\x01\0\0\0", "no "),
        (b"PK\x03\x04\x14\0\x06\0", "no "),
        (bytes(range(256)), "UTF-8"),
        (b"just a letter to a friend\n\nbye", "neither"),
        (b"<html><body>no quiz</body></html>", "root is <html>"),
        (b"<quiz></quiz>", "no question"),
        (b"<quiz/>", "no question"),
        (QUIZ[:-30].encode(), "line 1: this is no complete XML"),
        (b"<quiz><question></quiz>", "mismatched tag"),
        (LAUGHS.encode(), "document type"),
        (OUTSIDE.encode(), "document type"),
        (b'<!DOCTYPE quiz SYSTEM "http://elsewhere.test/quiz.dtd"><quiz/>', "document type"),
        (b"<quiz>&undeclared;</quiz>", "undefined entity"),
        (b'<?xml version="1.0" encoding="klingon"?><quiz/>', "encoding"),
        (b'<?xml version="1.0" encoding="utf-8"?><quiz>\xff</quiz>', "not well-formed"),
        (b"<a>" * 5000, "nested more than"),
        ("::t:: {".encode("utf-16-le"), "zero bytes"),
        ("Größe? {T}".encode("latin-1"), "UTF-8"),
    ],
)
def test_what_is_no_bank_is_told_in_one_line(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "bank"
    file.write_bytes(content)
    with pytest.raises(NoBank, match=said) as problem:
        read_bank(file)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_every_encoding_that_xml_declares_is_read(encoding: str, tmp_path: Path) -> None:
    declared = "" if encoding.startswith("utf") else f'<?xml version="1.0" encoding="{encoding}"?>'
    file = tmp_path / "bank.xml"
    file.write_bytes((declared + QUIZ).encode(encoding))
    assert read_bank(file).questions[0].name == "Größe"


def test_gift_is_read_in_utf_8_and_in_utf_16_with_its_mark(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        file = tmp_path / encoding
        file.write_text("::Größe:: Groß? {T}", encoding=encoding)
        assert read_bank(file).questions[0].name == "Größe"


def test_a_file_beyond_all_measure_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "bank.xml"
    with file.open("wb") as opened:
        opened.truncate(LARGEST + 1)
    with pytest.raises(NoBank, match="32 MiB"):
        read_bank(file)


def test_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoBank, match="folder"):
        read_bank(tmp_path)


def test_a_text_beyond_all_measure_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bank.xml"
    long = QUIZ.replace("<text>x</text>", f"<text>{'&lt;' * 300_000}</text>")
    file.write_text(long.replace("</quiz>", "") + QUIZ.removeprefix("<quiz>"))
    first, second = read_bank(file).questions
    assert "longer than" in getattr(first.body, "reason", "")
    assert second.prompt == "x"


def test_the_format_is_told_by_the_first_sign() -> None:
    assert guessed(b"\n <?xml version='1.0'?><quiz/>") == "moodle"
    assert guessed("\ufeff<quiz/>".encode("utf-16-le")) == "moodle"
    assert guessed(b"::t:: q {T}") == "gift"
    assert guessed(b"<p>q</p> {T}") == "gift"


@pytest.mark.parametrize(
    "text",
    [
        "[html]" + "<a " * 9000,
        "[markdown]" + "`" * 28_000,
        "[plain]" + "\\(" * 9000,
        "[html]" + "<ul><li>" * 3000,
        "[html]" + "<!--" * 6000,
        "$" * 28_000,
    ],
)
def test_a_text_made_to_take_for_ever_is_read_at_once(text: str, tmp_path: Path) -> None:
    file = tmp_path / "bank.gift"
    file.write_text(f"::x:: {text} {{T}}")
    assert len(read_bank(file).questions) == 1


def test_the_bytes_of_an_image_within_a_text_do_not_count(tmp_path: Path) -> None:
    image = f"&lt;img src='data:image/png;base64,{'A' * 200_000}'&gt;"
    file = tmp_path / "bank.xml"
    file.write_text(QUIZ.replace("<text>x</text>", f"<text>x {image}</text>"))
    question = read_bank(file).questions[0]
    assert question.prompt == "x *(image)*"
    assert question.lost == ("the image within the text",)
