"""Settings come from options, then variables, then defaults."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.settings import Settings


def test_a_variable_sets_what_no_option_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_PORT", "8123")
    assert Settings().port == 8123
    assert Settings(port=9000).port == 9000


def test_the_database_is_a_file_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).database_url == f"sqlite:///{tmp_path / 'workbook.db'}"
    assert Settings(data=tmp_path, database="postgresql://x").database_url == "postgresql://x"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback_addresses_are_known(host: str) -> None:
    assert Settings(host=host).is_loopback


def test_a_public_address_is_not_loopback() -> None:
    assert not Settings(host="0.0.0.0").is_loopback


def test_unprotected_code_needs_the_option_and_a_loopback_address() -> None:
    assert Settings(unprotected_code=True).may_run_unprotected
    assert not Settings().may_run_unprotected
    assert not Settings(unprotected_code=True, host="0.0.0.0").may_run_unprotected


def test_a_port_out_of_range_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(port=70000)
