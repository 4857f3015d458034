import subprocess

from app.runner import Returned, launch

from .sessions import Session


def test_a_child_knows_nothing_of_its_surroundings(protected: Session) -> None:
    source = "import random, sys\ndef f(): return [dict(random._os.environ), list(sys.path)]"
    (result,) = protected.run(source).results
    assert isinstance(result, Returned)
    environment, path = result.value if isinstance(result.value, list) else ({}, [""])
    assert {name for name in environment if not name.startswith("LC_")} == set(launch.environment())
    assert path == []


def test_a_child_has_nothing_of_the_server_loaded(protected: Session) -> None:
    source = "import sys\ndef f(): return sorted({name.partition('.')[0] for name in sys.modules})"
    (result,) = protected.run(source).results
    assert isinstance(result, Returned)
    assert isinstance(result.value, list)
    assert "child" in result.value
    assert not {"app", "checkers", "pydantic", "fastapi", "sqlalchemy", "yaml", "sqlite3"} & set(result.value)


def test_the_server_cannot_be_imported_before_the_path_is_cleared_either() -> None:
    """An editable install puts the repository on site's path: the child side must not run site."""
    command = launch.command("alone", "0")
    started = [*command[: command.index("-c")], "-c", "import sys; print('site' in sys.modules)"]
    assert subprocess.check_output(started, env=launch.environment()).strip() == b"False"
