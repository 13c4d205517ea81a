"""What README, CI and the package promise about each other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tui.cli import __version__
from tui.cli.commands import COMMANDS

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands_of(heading: str) -> list[str]:
    """Lines of the first code block below a heading of the README."""
    section = README.split(f"## {heading}\n")[1]
    return section.split("```bash\n")[1].split("\n```")[0].splitlines()


def test_the_dev_extra_and_the_dev_group_are_the_same() -> None:
    assert PROJECT["project"]["optional-dependencies"]["dev"] == PROJECT["dependency-groups"]["dev"]


@pytest.mark.parametrize(("heading", "last"), [("装好并问第一个问题", "wence ask"), ("装好并跑通测试", "-m pytest")])
def test_a_newcomer_copies_one_line_that_makes_its_own_environment(heading: str, last: str) -> None:
    (line,) = commands_of(heading)
    assert line.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert last in line.split(" && ")[-1]


def test_ci_runs_the_readmes_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "装好并跑通测试" in script
    assert "-m pytest" not in script


def test_every_command_that_the_readme_shows_exists() -> None:
    blocks = "".join(re.findall(r"```(?:bash|console)\n(.*?)```", README, re.DOTALL))
    shown = re.findall(r"^(?:\$ )?wence ((?:corpus|client) \w+|\w+)", blocks, re.MULTILINE)
    assert shown
    assert not set(shown) - set(COMMANDS)


def test_every_page_that_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([\w./-]+)(?:#\w+)?\)", README):
        assert (ROOT / target).is_file(), target


def test_the_floor_of_every_question_set_is_a_rate() -> None:
    floors = dict(line.split() for line in (ROOT / ".ci" / "floor").read_text().splitlines())
    assert {"dev", "dev2", "natural", "composed"} <= set(floors)
    assert all(0.7 <= float(rate) <= 1 for rate in floors.values())


def test_the_changelog_has_the_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_pythons_that_are_claimed_are_those_that_were_tried() -> None:
    claimed = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    (told,) = re.findall(r"测试过 ([^）]*)）", (ROOT / "docs" / "install.md").read_text(encoding="utf-8"))
    assert re.findall(r"3\.\d+", told) == claimed
