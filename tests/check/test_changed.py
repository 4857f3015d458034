"""What git says has changed, and what of a book that touches."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from app.check.changed import NotCompared, changed_files, touched

ROOT = Path("/book")
CHAPTER = ROOT / "01-only"
AROUND = {CHAPTER / "chapter.yaml", CHAPTER / "lesson.md", CHAPTER / "flashcards.yaml"}


def git(folder: Path, *arguments: str) -> str:
    """What git prints, run as somebody."""
    someone = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", *someone, *arguments], cwd=folder, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository on the branch main with two files in a commit, that no settings of the machine touch."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    root = tmp_path / "a course, with ü"
    (root / "01-only").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    (root / "01-only" / "one.yaml").write_text("1")
    (root / "01-only" / "über uns.yaml").write_text("2")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    return root.resolve()


def names(root: Path, revision: str | None = None) -> set[str]:
    """The changed files by their names in the repository."""
    return {path.relative_to(root).as_posix() for path in changed_files(root / "01-only", revision)[0]}


# ---- git ---


def test_nothing_has_changed_in_a_clean_tree(repository: Path) -> None:
    assert changed_files(repository, None) == (set(), "the merge base with main")


def test_files_count_however_far_they_are_from_a_commit(repository: Path) -> None:
    folder = repository / "01-only"
    (folder / "one.yaml").write_text("changed")
    (folder / "staged.yaml").write_text("staged")
    git(repository, "add", "01-only/staged.yaml")
    (folder / "new, with a blank\nand a line.yaml").write_text("untracked")
    (folder / "über uns.yaml").unlink()
    (repository / ".gitignore").write_text("*.log\n")
    (repository / "noise.log").write_text("ignored")
    assert names(repository) == {
        "01-only/one.yaml",
        "01-only/staged.yaml",
        "01-only/new, with a blank\nand a line.yaml",
        "01-only/über uns.yaml",
        ".gitignore",
    }


def test_a_renamed_file_counts_under_both_names(repository: Path) -> None:
    git(repository, "mv", "01-only/über uns.yaml", "01-only/about.yaml")
    assert names(repository) == {"01-only/über uns.yaml", "01-only/about.yaml"}


def test_a_branch_is_compared_with_where_it_left_the_main_one(repository: Path) -> None:
    git(repository, "switch", "-q", "-c", "mine")
    (repository / "01-only" / "one.yaml").write_text("mine")
    git(repository, "commit", "-q", "-a", "-m", "mine")
    git(repository, "switch", "-q", "main")
    (repository / "01-only" / "über uns.yaml").write_text("theirs")
    git(repository, "commit", "-q", "-a", "-m", "theirs")
    git(repository, "switch", "-q", "mine")
    assert names(repository) == {"01-only/one.yaml"}
    assert names(repository, "main") == {"01-only/one.yaml", "01-only/über uns.yaml"}
    assert names(repository, "HEAD") == set()


def test_without_a_main_branch_it_is_the_last_commit(repository: Path) -> None:
    git(repository, "branch", "-m", "trunk")
    (repository / "01-only" / "one.yaml").write_text("changed")
    files, name = changed_files(repository, None)
    assert {path.name for path in files} == {"one.yaml"}
    assert name == "HEAD"


def refusal(folder: Path, revision: str | None = None) -> str:
    """Why it cannot be said what has changed."""
    with pytest.raises(NotCompared) as refused:
        changed_files(folder, revision)
    assert "\n" not in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("revision", ["gone", "HEAD~7", "-x", "", "HEAD:01-only", "a b"])
def test_a_revision_that_is_none_is_told(repository: Path, revision: str) -> None:
    assert refusal(repository, revision).startswith(f"{revision!r} is neither a file nor a revision")


def test_a_folder_outside_of_a_repository_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "not a git repository" in refusal(tmp_path)


def test_a_repository_without_a_commit_is_told(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert refusal(tmp_path).startswith("There is no commit yet")


def test_a_history_that_is_cut_off_is_told(repository: Path, tmp_path: Path) -> None:
    (repository / "01-only" / "one.yaml").write_text("changed")
    git(repository, "commit", "-q", "-a", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    assert "The history here is cut off" in refusal(tmp_path / "shallow", "HEAD~1")


def test_a_branch_whose_start_is_cut_off_is_told(repository: Path, tmp_path: Path) -> None:
    for branch in ("mine", "main"):
        git(repository, "switch", "-q", "main")
        git(repository, "switch", "-q", "-C", branch)
        (repository / "01-only" / "one.yaml").write_text(branch)
        git(repository, "commit", "-q", "-a", "-m", branch)
    clone = ["clone", "-q", "--depth", "1", "--no-single-branch", "-b", "mine"]
    git(tmp_path, *clone, repository.as_uri(), "shallow")
    assert "The history here is cut off" in refusal(tmp_path / "shallow")


def test_a_machine_without_git_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert refusal(repository).startswith("git is not installed")


# ---- the book ---


def test_an_exercise_is_checked_with_the_files_of_its_chapter(tmp_path: Path) -> None:
    one = tmp_path / "01-only" / "one.yaml"
    one.parent.mkdir()
    one.touch()
    found, reason = touched(tmp_path, {one, tmp_path.parent / "elsewhere.yaml"})
    assert found == {one, *(one.parent / path.name for path in AROUND)}
    assert reason == ""


@pytest.mark.parametrize("name", ["chapter.yaml", "lesson.md", "flashcards.yaml", "gone.yaml", "picture.png"])
def test_what_describes_a_chapter_touches_all_of_it(name: str) -> None:
    assert touched(ROOT, {CHAPTER / name}) == ({CHAPTER}, "")


def test_the_book_s_own_file_and_the_code_touch_everything() -> None:
    found, reason = touched(ROOT, {ROOT / "book.yaml", CHAPTER / "one.yaml"})
    assert found == {ROOT}
    assert reason.startswith("book.yaml has changed")
    found, reason = touched(ROOT, {Path("/course/checkers/own.py")}, (Path("/course/checkers"),))
    assert found == {ROOT}
    assert "own.py has changed" in reason


def test_the_code_of_the_workbook_is_code() -> None:
    module = Path(__file__).parents[2] / "checkers" / "schedules.py"
    assert touched(ROOT, {module})[0] == {ROOT}
    assert touched(ROOT, {Path(__file__)}) == (set(), "")
