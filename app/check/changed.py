"""Which files of a book a git revision does not have as they are now."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

MAIN = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
CHAPTER_FILES = ("chapter.yaml", "lesson.md", "flashcards.yaml")
OWN_CODE = tuple(Path(__file__).parents[2] / name for name in ("app", "checkers"))


class NotCompared(Exception):  # noqa: N818 - it says why
    """git cannot say what has changed; says why, and what to do."""


def touched(root: Path, changed: set[Path], code: tuple[Path, ...] = OWN_CODE) -> tuple[set[Path], str]:
    """What of the book at `root` must be proved again after these files changed, and why that is all of it.

    An exercise is proved for itself, with its chapter's own files; what describes a chapter, for all of the
    chapter. `code` are the folders whose modules compute the keys. The reason is empty unless it is the book.
    """
    for path in sorted(changed):
        if path == root / "book.yaml":
            return {root}, "book.yaml has changed, from which every exercise inherits"
        if path.suffix == ".py" and any(folder in path.parents for folder in code):
            return {root}, f"{os.path.relpath(path)} has changed, which may compute any key"
    found: set[Path] = set()
    for path in changed:
        if root in path.parents:
            chapter = root / path.relative_to(root).parts[0]
            alone = path.suffix == ".yaml" and path.name not in CHAPTER_FILES and path.exists()
            found |= {path, *(chapter / name for name in CHAPTER_FILES)} if alone else {chapter}
    return found, ""


# ---- git ---


def changed_files(folder: Path, revision: str | None) -> tuple[set[Path], str]:
    """The files that differ from a revision, untracked and deleted ones too, and what it is called.

    Without a revision it is the one where this branch left the main one, or else the last commit. Raises
    NotCompared.
    """
    top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n"))).resolve()
    name, commit = _base(top) if revision is None else (revision, _commit(top, revision))
    listed = _git(top, "diff", "--name-only", "--no-renames", "--no-relative", "-z", commit, "--")
    new = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    return {top / os.fsdecode(one) for one in (listed + new).split(b"\0") if one}, name


CUT_OFF = "The history here is cut off (a shallow clone): fetch all of it."


def _commit(top: Path, revision: str) -> str:
    """The full name of a revision."""
    found = _try(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        cure = CUT_OFF if _is_cut_off(top) else "See `git log`."
        raise NotCompared(f"{revision!r} is neither a file nor a revision that git knows. {cure}")
    return found.decode().strip()


def _base(top: Path) -> tuple[str, str]:
    """Where this branch left the main one, or else the last commit."""
    if _try(top, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise NotCompared("There is no commit yet to compare with. Check all of it, without --changed.")
    for main in MAIN:
        base = _try(top, "merge-base", "HEAD", main)  # says no, too, where there is no such branch
        if base is not None:
            return f"the merge base with {main}", base.decode().strip()
    if _is_cut_off(top):
        raise NotCompared(f"Where this branch left the main one is not known. {CUT_OFF}")
    return "HEAD", _commit(top, "HEAD")


def _is_cut_off(top: Path) -> bool:
    return _git(top, "rev-parse", "--is-shallow-repository").strip() == b"true"


def _try(folder: Path, *arguments: str) -> bytes | None:
    """What git prints; None where it says no."""
    done = _run(folder, *arguments)
    return done.stdout if done.returncode == 0 else None


def _git(folder: Path, *arguments: str) -> bytes:
    """What git prints. Raises NotCompared with git's own words where it says no."""
    done = _run(folder, *arguments)
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise NotCompared(f"git cannot compare: {words[0] if words else f'it left with {done.returncode}'}")
    return done.stdout


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    plain = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(["git", *arguments], cwd=folder, env=plain, capture_output=True, check=False)
    except FileNotFoundError:
        raise NotCompared("git is not installed, which --changed asks. Check all of it, without.") from None
