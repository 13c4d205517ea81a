"""``from assistant import Assistant``: typed, and used as README, docs and help show it."""

from __future__ import annotations

import doctest
import inspect
import os
import re
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

import assistant

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "docs/doors.md")


def examples() -> list[str]:
    """Every Python example that users may copy."""
    found = [
        code
        for page in PAGES
        for code in re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    ]
    (indented,) = re.findall(r"\n\n((?:    .*\n|\n)+)", assistant.__doc__ or "")[:1]
    return [*found, textwrap.dedent(indented)]


@pytest.mark.parametrize("code", examples())
def test_an_example_runs_as_it_stands(code: str, wence_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "WENCE_HOME": str(wence_home), "WENCE_AS_OF": "2026-11-22", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "print" not in code or "义乌市绿色工厂奖励：国家级 500 万元" in done.stdout


def test_every_installed_package_is_typed_and_tests_are_not_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert packages == ["assistant", "corpus", "index", "tui"]
    assert all((ROOT / package / "py.typed").is_file() for package in packages)


DOOR = [
    getattr(assistant.Assistant, name) for name in ("open", "close", "refresh", "ask", "conversation", "search")
] + [assistant.Assistant, assistant.Conversation, assistant.Conversation.ask]


@pytest.mark.parametrize("door", DOOR, ids=lambda door: door.__qualname__)
def test_the_public_names_of_the_door_explain_themselves_by_an_example_that_holds(
    door: object, today: assistant.Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_HOME", str(today.home))
    monkeypatch.setenv("WENCE_WITHOUT", "")
    names = {"wence": today, "Assistant": assistant.Assistant}
    (found,) = doctest.DocTestFinder(recurse=False).find(door, globs=names)
    assert found.examples
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(found, out=told.append)
    assert told == []
    if inspect.isroutine(door) and door.__name__ not in ("close",):
        assert "Raises:" in (door.__doc__ or "")
