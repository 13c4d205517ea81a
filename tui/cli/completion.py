"""``wence completion``: a script that completes commands, options, and what follows them.

Static but for the names in the user's own folder, which the shell itself lists: pressing Tab starts no Python.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tui.cli.commands import COMMANDS, Handler, children, parser_and_run
from tui.cli.output import emit
from tui.cli.parsing import Parser, one_of

ROOT_OPTIONS = ("--help", "--version", "--as-of", "--client", "--ascii")
FILES, CLIENTS, DOCUMENTS, GENERATIONS, PLACES, LEVELS = (
    "files",
    "clients",
    "documents",
    "generations",
    "places",
    "levels",
)
OF_NAME = {"client": CLIENTS, "place": PLACES, "places": PLACES, "level": LEVELS, "paid": LEVELS, "output": FILES}
"""what an option or argument takes, by the name of its value"""
OF_METAVAR = {
    "文件": FILES,
    "路径": FILES,
    "文件夹": FILES,
    "地区": PLACES,
    "编号": DOCUMENTS,
    "代号": GENERATIONS,
    "名字": CLIENTS,
}


class Words(NamedTuple):
    """What may follow a command: subcommands or values, options, and what each option takes.

    A value that begins with ``@`` stands for all names of a kind (``@clients``).
    """

    values: tuple[str, ...]
    options: tuple[str, ...]
    choices: dict[str, tuple[str, ...]]


class Names(NamedTuple):
    """What the shell can't find out by itself."""

    home: str
    """where the user's folder is when WENCE_HOME is not set"""
    documents: tuple[str, ...]
    """ids of the shipped ones"""
    places: tuple[str, ...]
    levels: tuple[str, ...]


def configure(parser: Parser) -> None:
    shells = tuple(SHELLS)
    parser.details.append(
        "装进终端：bash 写进 ~/.bashrc，zsh 写进 ~/.zshrc，fish 存成补全文件（见例子）。\n"
        "补全命令、选项、级别、地区，以及自己的客户档案、资料编号和索引代号。"
    )
    parser.option("shell", type=one_of(shells), choices=shells, metavar="bash|zsh|fish", help="哪一种 shell")


def run(options: argparse.Namespace) -> int:
    emit(SHELLS[options.shell](words_of_all(), names_of_all()))
    return 0


def words_of_all() -> dict[str, Words]:
    """The words of every command, and of ``wence`` itself under ""."""
    root = {"--client": (f"@{CLIENTS}",), "--as-of": ()}
    words = {"": Words(tuple(name for name in COMMANDS if " " not in name), ROOT_OPTIONS, root)}
    for name in COMMANDS:
        members = children(name)
        if members:
            words[name] = Words(tuple(one.removeprefix(f"{name} ") for one in members), ("--help",), {})
        else:
            words[name] = _words_of(parser_and_run(name)[0])
    return words


def names_of_all() -> Names:
    """Shipped documents, the places that have rules with all provinces, and where the user's folder is."""
    from assistant.keeping.settings import home_folder
    from corpus.places import load_places
    from corpus.store import load_shipped
    from corpus.types import LEVELS as levels

    corpus, places = load_shipped(), load_places()
    spoken = {row.place_code for rows in (corpus.subsidies, corpus.policies) for row in rows}
    named = [place.name for place in places if place.rank == "province" or place.code in spoken]
    return Names(
        home=str(home_folder({})),
        documents=tuple(document.id for document in corpus.documents),
        places=tuple(dict.fromkeys(named)),
        levels=levels,
    )


def _shell(words: Mapping[str, Words], names: Names) -> str:
    """The part that bash and zsh share: ``_wence_words NAME BEFORE`` prints what may come, one a line."""
    cases = []
    for name, one in words.items():
        for option, values in one.choices.items():
            cases.append(f"    {shlex.quote(f'{name}|{option}')}) _wence_print {_quoted(values)} ;;")
        cases.append(f"    {shlex.quote(name + '|')}*) _wence_print {_quoted((*one.values, *one.options))} ;;")
    return f"""_wence_print() {{
  local word file home="${{WENCE_HOME:-{names.home}}}"
  for word in "$@"; do
    case "$word" in
      @{CLIENTS}) for file in "$home"/clients/*.toml; do
          if [ -f "$file" ]; then file="${{file##*/}}"; printf '%s\\n' "${{file%.toml}}"; fi
        done ;;
      @{DOCUMENTS}) printf '%s\\n' {_quoted(names.documents)}
        for file in "$home"/library/*/document.toml; do
          if [ -f "$file" ]; then file="${{file%/document.toml}}"; printf '%s\\n' "${{file##*/}}"; fi
        done ;;
      @{GENERATIONS}) for file in "$home"/index/[0-9]*; do
          if [ -d "$file" ]; then printf '%s\\n' "${{file##*/}}"; fi
        done ;;
      @{PLACES}) printf '%s\\n' {_quoted(names.places)} ;;
      @{LEVELS}) printf '%s\\n' {_quoted(names.levels)} ;;
      *) printf '%s\\n' "$word" ;;
    esac
  done
}}
_wence_words() {{
  case "$1|$2" in
{chr(10).join(cases)}
  esac
}}
"""


def bash(words: Mapping[str, Words], names: Names) -> str:
    return f"""# wence 的 bash 补全
{_shell(words, names)}_wence() {{
  local here="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" name="" word
  if [ "$here" = "=" ]; then here=""
  elif [ "$before" = "=" ]; then before="${{COMP_WORDS[COMP_CWORD-2]}}"; fi
  [ "$COMP_CWORD" -gt 1 ] && name="${{COMP_WORDS[1]}}"
  case "$name" in -*) name="" ;; {_groups(words)}) [ "$COMP_CWORD" -gt 2 ] && name="$name ${{COMP_WORDS[2]}}" ;; esac
  COMPREPLY=()
  while IFS= read -r word; do
    if [ "$word" = "@{FILES}" ]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$here")
      continue
    fi
    case "$word" in -*) case "$here" in -*) ;; *) continue ;; esac ;; esac
    case "$word" in "$here"*) ;; *) continue ;; esac
    case "$word" in *[[:space:]\\'\\"\\$\\&\\(\\)\\;]*) printf -v word '%q' "$word" ;; esac
    COMPREPLY+=("$word")
  done < <(_wence_words "$name" "$before")
}}
complete -F _wence wence
"""


def zsh(words: Mapping[str, Words], names: Names) -> str:
    return f"""#compdef wence
# wence 的 zsh 补全
(( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit }}
{_shell(words, names)}_wence() {{
  local name="" before="${{words[CURRENT-1]}}" word
  local -a found
  (( CURRENT > 2 )) && name="${{words[2]}}"
  case "$name" in -*) name="" ;; {_groups(words)}) (( CURRENT > 3 )) && name="$name ${{words[3]}}" ;; esac
  if [[ "$PREFIX" == --*=* ]]; then before="${{PREFIX%%=*}}"; compset -P '*='; fi
  while IFS= read -r word; do
    if [[ "$word" == "@{FILES}" ]]; then _files; continue; fi
    [[ "$word" == -* && "$PREFIX" != -* ]] && continue
    found+=("$word")
  done < <(emulate -L sh; _wence_words "$name" "$before")
  (( $#found )) && compadd -- "${{found[@]}}"
}}
compdef _wence wence
"""


def fish(words: Mapping[str, Words], names: Names) -> str:
    documents, places, levels = (" ".join(map(_fish, one)) for one in (names.documents, names.places, names.levels))
    lines = [
        "# wence 的 fish 补全",
        "function __wence_names",
        f"  set -l home {_fish(names.home)}",
        '  test -n "$WENCE_HOME"; and set home $WENCE_HOME',
        "  switch $argv[1]",
        f"    case {CLIENTS}; for file in $home/clients/*.toml; string replace -r '.*/(.*)\\.toml$' '$1' -- $file; end",
        f"    case {DOCUMENTS}; printf '%s\\n' {documents}",
        "      for file in $home/library/*/document.toml",
        "        string replace -r '.*/(.*)/document\\.toml$' '$1' -- $file",
        "      end",
        f"    case {GENERATIONS}; for file in $home/index/*; string match -r '[0-9]+$' -- $file; end",
        f"    case {PLACES}; printf '%s\\n' {places}",
        f"    case {LEVELS}; printf '%s\\n' {levels}",
        "  end",
        "end",
        "complete -c wence -f",
    ]
    for name, one in words.items():
        condition = _fish_condition(name)
        for value in one.values:
            summary = COMMANDS[f"{name} {value}".strip()].summary if name == "" or children(name) else ""
            what = " -F" if value == f"@{FILES}" else f" -a {_fish_values((value,))} -d '{summary}'"
            lines.append(f"complete -c wence -n '{condition}'{what}")
        for option in one.options:
            flag = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            lines.append(f"complete -c wence -n '{condition}' {flag}{_fish_option(one.choices.get(option))}")
    return "\n".join(lines) + "\n"


SHELLS: dict[str, Callable[[Mapping[str, Words], Names], str]] = {"bash": bash, "zsh": zsh, "fish": fish}


def _words_of(parser: Parser) -> Words:
    values: tuple[str, ...] = ()
    options: list[str] = ["--help"]
    choices: dict[str, tuple[str, ...]] = {}
    for action in parser.shown:
        options += action.option_strings
        if action.option_strings and action.nargs != 0:
            choices.update(dict.fromkeys(action.option_strings, _values(action)))
        elif not action.option_strings:
            values += _values(action)
    choices.pop("--json", None)  # its fields may be left out: what follows is as likely the question
    return Words(tuple(dict.fromkeys(values)), tuple(options), choices)


def _values(action: argparse.Action) -> tuple[str, ...]:
    """What an option or an argument takes: its choices, a kind of names, or nothing that could be known."""
    if action.choices:
        return tuple(str(choice) for choice in action.choices)
    kind = OF_NAME.get(action.dest) or OF_METAVAR.get(str(action.metavar))
    return (f"@{kind}",) if kind else ()


def _groups(words: Mapping[str, Words]) -> str:
    return "|".join(name for name in words if name and children(name))


def _quoted(values: tuple[str, ...]) -> str:
    return " ".join(shlex.quote(value) for value in values)


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _fish_values(values: tuple[str, ...]) -> str:
    """The argument of ``-a``: words, and calls for the names of a kind."""
    words = [f"(__wence_names {value[1:]})" if value.startswith("@") else value for value in values]
    return _fish(" ".join(words))


def _fish_option(values: tuple[str, ...] | None) -> str:
    if values is None:
        return ""
    if values == (f"@{FILES}",):
        return " -r -F"
    return f" -x -a {_fish_values(values)}" if values else " -x"


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
