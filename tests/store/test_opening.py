"""Opening: one writer, whole files, ours, writable; otherwise one clear line and nothing touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.store import Store, StoreError
from tests.store.examples import attempt, opened

pytestmark = pytest.mark.anyio


async def refusal(url: str, **options: float) -> str:
    """Why a store does not start, in one line that names the file."""
    with pytest.raises(StoreError) as refused:
        await Store(url, **options).start()  # type: ignore[arg-type]  # only `wait` is ever given
    assert "\n" not in str(refused.value)
    assert "workbook.db" in str(refused.value)
    return str(refused.value)


async def test_a_second_workbook_on_the_same_file_is_refused(file_url: str, path: Path) -> None:
    given = attempt()
    alias = path.with_name("alias")
    async with opened(file_url) as store:
        assert "another workbook is already using" in await refusal(file_url)
        alias.mkdir()
        (alias / "workbook.db").symlink_to(path)
        assert "another workbook is already using" in await refusal(f"sqlite:///{alias / 'workbook.db'}")
        assert (await store.record(given)).new
    async with opened(file_url) as store:
        assert await store.attempt(given.key) == given


async def test_the_folder_is_made(tmp_path: Path) -> None:
    async with opened(f"sqlite:///{tmp_path / 'new' / 'folder' / 'workbook.db'}") as store:
        await store.ping()


async def test_a_file_that_is_no_database_is_left_alone(file_url: str, path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 500)
    assert "is not a database" in await refusal(file_url)
    assert path.read_bytes() == b"Dear diary, " * 500
    path.unlink()
    async with opened(file_url) as store:  # the refused start holds nothing
        await store.ping()


@pytest.mark.parametrize("damage", ["overwritten", "cut off"])
async def test_a_damaged_file_is_left_alone(file_url: str, path: Path, damage: str) -> None:
    async with opened(file_url) as store:
        for _ in range(40):
            await store.record(attempt(answer="x" * 1000))
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    rest = b"\xa5" * 4096 + whole[middle + 4096 :] if damage == "overwritten" else b""
    path.write_bytes(whole[:middle] + rest)
    broken = path.read_bytes()
    assert "is damaged; restore a backup" in await refusal(file_url)
    assert path.read_bytes() == broken


async def test_another_programs_database_is_left_alone(file_url: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    assert "another program's tables" in await refusal(file_url)
    assert path.read_bytes() == before


async def test_a_database_of_a_newer_workbook_is_left_alone(file_url: str, path: Path) -> None:
    async with opened(file_url):
        pass
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
        newer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    message = await refusal(file_url)
    assert "written by a newer workbook" in message
    assert "9999" in message
    assert path.read_bytes() == before


async def test_a_file_that_another_program_holds_is_refused(file_url: str, path: Path) -> None:
    async with opened(file_url):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "is locked by another program" in await refusal(file_url, wait=0.05)
    async with opened(file_url) as store:
        await store.ping()


async def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert "cannot be opened" in await refusal(f"sqlite:///{tmp_path / 'data' / 'workbook.db'}")


async def test_a_file_that_is_a_folder_is_refused(file_url: str, path: Path) -> None:
    path.mkdir()
    assert "cannot be opened" in await refusal(file_url)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that everybody can reach, with us as somebody whom permissions bind (root they do not)."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    user = os.geteuid()
    if user == 0:
        os.chown(folder, 65534, -1)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        os.seteuid(user)
        shutil.rmtree(folder)


async def test_a_read_only_folder_is_refused(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    assert "permission denied" in await refusal(f"sqlite:///{public_folder / 'workbook.db'}")
    assert list(public_folder.iterdir()) == []
    public_folder.chmod(0o755)


async def test_a_read_only_file_is_refused(public_folder: Path) -> None:
    path = public_folder / "workbook.db"
    async with opened(f"sqlite:///{path}"):
        pass
    path.chmod(0o444)
    assert "check the permissions" in await refusal(f"sqlite:///{path}")


async def test_an_unreachable_server_is_refused_without_its_password() -> None:
    with pytest.raises(StoreError) as refused:
        await Store("postgresql://ann:secret@127.0.0.1:1/workbook").start()
    assert "\n" not in str(refused.value)
    assert "127.0.0.1" in str(refused.value)
    assert "secret" not in str(refused.value)
