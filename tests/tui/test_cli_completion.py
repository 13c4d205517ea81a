"""What bash, zsh and fish offer when Tab is pressed, each asked itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.keeping.settings import Client, save_client
from tui.cli.main import main

Offer = Callable[..., list[str]]
BASH = """
COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); source "$SCRIPT"; _wence; printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """
typed=("$@"); set --; source "$SCRIPT" 2>/dev/null
compadd() { shift; print -l -- "${(M@)@:#$PREFIX*}" }
compset() { PREFIX="${PREFIX#*=}" }
_files() { print -l -- $PREFIX*(N) }
words=("${typed[@]}"); CURRENT=$#typed; PREFIX="${typed[-1]}"; _wence
"""
FISH = """
source "$SCRIPT"; complete -C "$argv" | cut -f1
"""


@pytest.fixture(params=["bash", "zsh", "fish"])
def offered(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], tmp_path: Path, wence_home: Path
) -> Offer:
    """Asks a shell what it offers for the words of a line, the last of which is being typed."""
    shell = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    for name in ("甲 厂", "乙厂"):
        save_client(home, Client(name=name, place="义乌"))
    (home / "library" / "办法-2026").mkdir(parents=True)
    (home / "library" / "办法-2026" / "document.toml").touch()
    assert main(["completion", shell]) == 0
    script = tmp_path / "script"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    environment = {
        **os.environ,
        "SCRIPT": str(script),
        "WENCE_HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "HOME": str(tmp_path),
    }
    call = {"bash": ["bash", "-c", BASH, "-"], "zsh": ["zsh", "-fc", ZSH, "-"], "fish": ["fish", "-c", FISH]}[shell]

    def offer(*words: str) -> list[str]:
        typed = [" ".join(words)] if shell == "fish" else list(words)
        done = subprocess.run(
            [*call, *typed], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        return sorted(filter(None, done.stdout.replace("\\ ", " ").splitlines()))

    return offer


def test_commands_subcommands_options_and_their_values_are_offered(offered: Offer) -> None:
    assert offered("wence", "su") == ["subsidies"]
    assert offered("wence", "corpus", "rem") == ["remove"]
    assert offered("wence", "subsidies", "--st") == ["--status"]
    assert offered("wence", "subsidies", "浙江", "--sort", "a") == ["amount"]
    assert offered("wence", "corpus", "add", "x.pdf", "--no") == ["--no-rebuild"]


def test_levels_and_places_are_offered(offered: Offer) -> None:
    levels = sorted(("国家级", "省级", "市级", "区级"))
    assert offered("wence", "subsidies", "--level", "") == levels
    assert offered("wence", "client", "set", "甲", "--paid", "省") == ["省级"]
    assert offered("wence", "client", "set", "甲", "--place", "义") == ["义乌市"]
    for command in ("subsidies", "policies"):
        assert offered("wence", command, "浙") == ["浙江省"]


def test_the_users_own_names_are_offered(offered: Offer) -> None:
    for words in (("ask", "--client"), ("batch", "--client"), ("subsidies", "--client"), ("client", "show")):
        assert offered("wence", *words, "") == ["乙厂", "甲 厂"]
    assert offered("wence", "--client", "乙") == ["乙厂"]
    assert set(offered("wence", "corpus", "show", "")) > {"办法-2026"}
    assert offered("wence", "corpus", "remove", "办") == ["办法-2026"]
    assert offered("wence", "rollback", "") == ["1"]


def test_files_are_offered_where_one_is_named_and_nothing_where_nothing_is_known(
    offered: Offer, tmp_path: Path
) -> None:
    (tmp_path / "问题.txt").touch()
    assert offered("wence", "batch", "问") == ["问题.txt"]
    assert offered("wence", "policies", "-o", "问") == ["问题.txt"]
    assert offered("wence", "ask", "问") == []
    assert offered("wence", "subsidies", "--min", "") == []
