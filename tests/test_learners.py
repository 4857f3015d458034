"""Cookies that only we can write, and the secret that makes them so."""

from __future__ import annotations

import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from app.identifiers import uuid7
from app.learners import Learners, make_secret, read_secret

SECRET = b"s" * 32


@given(st.uuids())
def test_a_cookie_leads_back_to_its_learner(learner: UUID) -> None:
    learners = Learners(SECRET)
    assert learners.learner_of(learners.cookie(learner)) == learner


@given(st.uuids(), st.data())
def test_an_altered_cookie_leads_to_nobody(learner: UUID, data: st.DataObject) -> None:
    learners = Learners(SECRET)
    cookie = learners.cookie(learner)
    place = data.draw(st.integers(0, len(cookie) - 2))  # the last character of base64 has idle bits
    other = data.draw(st.sampled_from("abcXYZ019-_.").filter(lambda character: character != cookie[place]))
    assert learners.learner_of(cookie[:place] + other + cookie[place + 1 :]) is None


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    assert Learners(SECRET).learner_of(text) is None


def test_no_cookie_leads_to_nobody() -> None:
    assert Learners(SECRET).learner_of(None) is None
    assert Learners(SECRET).learner_of("") is None


def test_a_cookie_of_another_installation_leads_to_nobody() -> None:
    assert Learners(SECRET).learner_of(Learners(b"t" * 32).cookie(uuid7())) is None


@pytest.mark.parametrize("payload", [[2, "0" * 32], [1], [1, 5], "x", None, {"learner": "0" * 32}])
def test_a_cookie_of_another_version_leads_to_nobody(payload: object) -> None:
    learners = Learners(SECRET)
    signed: URLSafeSerializer = learners._cookies  # a real signature over another payload
    assert learners.learner_of(str(signed.dumps(payload))) is None


def test_new_learners_differ_and_sort_by_time() -> None:
    learners = Learners(SECRET)
    first = [learners.new_learner() for _ in range(1000)]
    time.sleep(0.002)
    second = learners.new_learner()
    assert len(set(first)) == 1000
    assert all(learner < second for learner in first)
    assert {(learner.version, learner.variant) for learner in first} == {(7, "specified in RFC 4122")}
    assert abs((second.int >> 80) / 1000 - time.time()) < 60


def test_the_secret_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    secret = read_secret(folder)
    assert len(secret) == 32
    assert read_secret(folder) == secret
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret"]
    assert read_secret(tmp_path) != secret


def test_programs_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        secrets = set(threads.map(read_secret, [tmp_path] * 64))
    assert len(secrets) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_secret_made_by_another_program_meanwhile_is_kept(tmp_path: Path) -> None:
    secret = read_secret(tmp_path)
    make_secret(tmp_path / "secret")
    assert read_secret(tmp_path) == secret
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_secret_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"short")
    with pytest.raises(ValueError, match="too short"):
        read_secret(tmp_path)
