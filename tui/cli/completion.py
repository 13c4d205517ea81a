"""``wence completion``: a static script that completes commands, options and their values.

Static, so that pressing Tab starts no Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NamedTuple

from tui.cli.commands import COMMANDS, Handler, children, parser_and_run
from tui.cli.output import emit
from tui.cli.parsing import Parser, one_of

ROOT_OPTIONS = ("--help", "--version", "--as-of", "--client", "--ascii")


class Words(NamedTuple):
    """What may follow a command: subcommands or values, options, and the values of an option."""

    values: tuple[str, ...]
    options: tuple[str, ...]
    choices: dict[str, tuple[str, ...]]


def configure(parser: Parser) -> None:
    shells = tuple(SHELLS)
    parser.details.append("装进终端：bash 写进 ~/.bashrc，zsh 写进 ~/.zshrc，fish 存成补全文件（见例子）。")
    parser.option("shell", type=one_of(shells), choices=shells, metavar="bash|zsh|fish", help="哪一种 shell")


def run(options: argparse.Namespace) -> int:
    emit(SHELLS[options.shell](words_of_all()))
    return 0


def words_of_all() -> dict[str, Words]:
    """The words of every command, and of ``wence`` itself under ""."""
    words = {"": Words(tuple(name for name in COMMANDS if " " not in name), ROOT_OPTIONS, {})}
    for name in COMMANDS:
        members = children(name)
        if members:
            words[name] = Words(tuple(one.removeprefix(f"{name} ") for one in members), ("--help",), {})
        else:
            words[name] = _words_of(parser_and_run(name)[0])
    return words


def bash(words: dict[str, Words]) -> str:
    cases = []
    for name, one in words.items():
        for option, choices in one.choices.items():
            cases.append(f'    "{name}|{option}") words="{" ".join(choices)}" ;;')
        cases.append(f'    "{name}|"*) words="{" ".join((*one.values, *one.options))}" ;;')
    groups = "|".join(name for name in words if name and children(name))
    return f"""# wence 的 bash 补全
_wence() {{
  local here="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" name="" words=""
  [ "$COMP_CWORD" -gt 1 ] && name="${{COMP_WORDS[1]}}"
  case "$name" in {groups}) [ "$COMP_CWORD" -gt 2 ] && name="$name ${{COMP_WORDS[2]}}" ;; esac
  case "$name|$before" in
{chr(10).join(cases)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$here"))
}}
complete -o default -F _wence wence
"""


def zsh(words: dict[str, Words]) -> str:
    return "autoload -Uz compinit bashcompinit\ncompinit\nbashcompinit\n" + bash(words)


def fish(words: dict[str, Words]) -> str:
    lines = ["# wence 的 fish 补全", "complete -c wence -f"]
    for name, one in words.items():
        condition = _fish_condition(name)
        for value in one.values:
            summary = COMMANDS[f"{name} {value}".strip()].summary if name == "" or children(name) else ""
            lines.append(f"complete -c wence -n '{condition}' -a '{value}' -d '{summary}'")
        for option in one.options:
            flag = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            values = f" -x -a '{' '.join(one.choices[option])}'" if option in one.choices else ""
            lines.append(f"complete -c wence -n '{condition}' {flag}{values}")
    files = [name for name in words if name in ("batch", "corpus add", "corpus check")]
    lines += [f"complete -c wence -n '{_fish_condition(name)}' -F" for name in files]
    return "\n".join(lines) + "\n"


SHELLS: dict[str, Callable[[dict[str, Words]], str]] = {"bash": bash, "zsh": zsh, "fish": fish}


def _words_of(parser: Parser) -> Words:
    values: tuple[str, ...] = ()
    options: list[str] = ["--help"]
    choices: dict[str, tuple[str, ...]] = {}
    for action in parser.shown:
        options += action.option_strings
        given = tuple(str(choice) for choice in action.choices or ())
        if action.option_strings:
            choices.update(dict.fromkeys(action.option_strings, given) if given else {})
        else:
            values += given
    return Words(values, tuple(options), choices)


def _fish_condition(name: str) -> str:
    if not name:
        return "__fish_use_subcommand"
    group, _, member = name.partition(" ")
    if member:
        return f"__fish_seen_subcommand_from {group}; and __fish_seen_subcommand_from {member}"
    members = " ".join(one.removeprefix(f"{name} ") for one in children(name))
    return f"__fish_seen_subcommand_from {name}" + (
        f"; and not __fish_seen_subcommand_from {members}" if members else ""
    )


HANDLERS = {"completion": Handler(configure, run)}
