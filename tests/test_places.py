"""The data folders are beside the package in a checkout, inside it when it is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.places import APP, folder, roots


@pytest.mark.parametrize("name", ["exercises", "templates", "static"])
def test_a_checkout_has_every_folder(name: str) -> None:
    assert folder(name).is_dir()


def test_a_folder_that_nobody_installed_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no pictures/ folder"):
        folder("pictures")


def test_beside_the_package_counts_in_a_checkout_only(tmp_path: Path) -> None:
    assert roots(tmp_path / "app") == (tmp_path / "app" / "bundled",)
    (tmp_path / "pyproject.toml").touch()
    assert roots(tmp_path / "app") == (tmp_path, tmp_path / "app" / "bundled")
    assert roots(APP)[0] == APP.parent
