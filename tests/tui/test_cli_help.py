"""Help, usage errors and completion: what people read before anything is asked. No index is needed for any of it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tui.cli import __version__
from tui.cli.commands import COMMANDS, children, handler_of, parser_and_run
from tui.cli.main import main
from tui.cli.output import cells

RUNNABLE = [name for name in COMMANDS if not children(name)]
CONTRACT = """
ask, batch, search, subsidies, standards, policies, batches, reviews, duties, assess, coverage,
rebuild, history, rollback, log, doctor, completion,
export memo, verify, serve, mcp,
corpus list, corpus show, corpus check, corpus add, corpus remove, corpus set, corpus restore, corpus watch,
corpus on, corpus off,
client list, client show, client set, client rename, client remove, client export, client import
"""


def out_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, list[str]]:
    """Exit code, stdout and the lines of stderr of one command line."""
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err.splitlines()


def test_every_command_of_the_contract_is_there() -> None:
    assert {name.strip() for name in CONTRACT.split(",")} == set(RUNNABLE)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_help_is_chinese_and_shows_an_example_of_the_command(
    capsys: pytest.CaptureFixture[str], name: str, flag: str
) -> None:
    code, out, err = out_of(capsys, *name.split(), flag)
    assert (code, err) == (0, [])
    assert f"用法：wence {name}" in out
    examples = out.split("例子：\n")[1]
    assert f"wence {name}" in examples
    assert not re.search(r"usage|optional|positional|show this", out)


@pytest.mark.parametrize("name", RUNNABLE)
def test_every_option_says_what_it_is_for(name: str) -> None:
    for action in parser_and_run(name)[0].shown:
        assert re.search(r"[一-鿿]|^同 ", action.help or ""), action.option_strings or action.dest


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_a_common_terminal(capsys: pytest.CaptureFixture[str], name: str) -> None:
    _, out, _ = out_of(capsys, *name.split(), "--help")
    body = out.split("例子：")[0]
    assert max(cells(line) for line in body.splitlines()) <= 120


def test_the_first_help_lists_every_command_once(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = out_of(capsys, "--help")
    assert (code, err) == (0, [])
    for name in COMMANDS:
        assert len(re.findall(rf"^  {name} ", out, re.MULTILINE)) == (0 if " " in name else 1)


@pytest.mark.parametrize("command", ["", "batch", "corpus", "corpus add"])
def test_help_may_be_asked_for_as_a_word(capsys: pytest.CaptureFixture[str], command: str) -> None:
    words = command.split()
    assert out_of(capsys, "help", *words) == out_of(capsys, *words, "--help")
    assert out_of(capsys, "version") == out_of(capsys, "--version")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert out_of(capsys, "--version") == (0, f"wence {__version__}\n", [])


@pytest.mark.parametrize(
    ("line", "named", "todo"),
    [
        ("subsides", "subsides", "wence subsidies"),
        ("义乌能奖多少", "义乌能奖多少", "wence ask"),
        ("ask", "问题是空的", "wence ask"),
        ("ask --foo 义乌", "--foo", "wence ask [选项] 问题…"),
        ("ask --format", "--format", "wence ask"),
        ("ask --format xml 义乌", "xml", "wence ask"),
        ("ask --json=yes 义乌", "yes", "headline"),
        ("ask --as-of 2026-02-30 义乌", "2026-02-30", "wence ask"),
        ("search", "检索词", "wence search"),
        ("search -n 0 水泥", "「0」", "wence search"),
        ("search -n ٣ 水泥", "「٣」", "wence search"),
        ("search --kind 书 水泥", "书", "wence search"),
        ("subsidies --min 很多", "很多", "wence subsidies"),
        ("subsidies --min nan", "nan", "wence subsidies"),
        ("subsidies --level 世界级", "世界级", "wence subsidies"),
        ("subsidies --status 好", "好", "wence subsidies"),
        ("subsidies --format xls", "xls", "wence subsidies"),
        ("policies --since 2019-13", "2019-13", "wence policies"),
        ("reviews --batch 甲", "甲", "wence reviews"),
        ("batches 浙江", "浙江", "wence batches"),
        ("batch", "文件", "wence batch"),
        ("corpus", "子命令", "list"),
        ("corpus lst", "lst", "list"),
        ("corpus add", "文件", "wence corpus add"),
        ("corpus add a.pdf --issued 昨天", "昨天", "wence corpus add"),
        ("client set", "名字", "wence client set"),
        ("completion tcsh", "tcsh", "wence completion"),
        ("--foo", "--foo", "wence --help"),
        ("--as-of 昨天", "昨天", "wence --help"),
    ],
)
def test_a_wrong_call_is_two_chinese_lines_and_exit_2(
    capsys: pytest.CaptureFixture[str], line: str, named: str, todo: str
) -> None:
    code, out, err = out_of(capsys, *line.split())
    assert (code, out, len(err)) == (2, "", 2), err
    assert err[0].startswith("错误：")
    assert named in err[0]
    assert err[1].startswith("办法：")
    assert todo in err[1]
    assert not re.search(r"argument|invalid|choose|expected", "".join(err))


def test_the_terminal_ui_is_not_started_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = out_of(capsys)
    assert (code, out) == (2, "")
    assert "终端" in err[0]


def test_a_control_character_of_a_wrong_call_does_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = out_of(capsys, "ask", "--as-of", "\x1b[31m2020\n", "x")
    assert "\x1b" not in "".join(err)
    assert len(err) == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command_and_every_option(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    code, script, err = out_of(capsys, "completion", shell)
    assert (code, err) == (0, [])
    for name in RUNNABLE:
        assert name.split()[-1] in script
        for action in parser_and_run(name)[0].shown:
            for option in action.option_strings:
                assert (option if shell != "fish" else option.lstrip("-")) in script


def test_a_call_of_words_alone_means_what_the_parser_makes_of_it() -> None:
    bare = [name for name in COMMANDS if not children(name) and handler_of(name).bare]
    assert bare == ["ask"]
    for name in bare:
        assert vars(parser_and_run(name)[0].read(["义乌", "奖多少"])) == {
            **handler_of(name).bare,
            "words": ["义乌", "奖多少"],
        }


def test_a_question_without_options_loads_no_parser() -> None:
    code = (
        "import sys; from tui.cli.main import main; sys.stdout.write(str(main(['ask'])))\n"
        "sys.exit('argparse' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
