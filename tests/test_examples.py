"""Every example that a help, the README or a page of docs shows is run as it stands, and gives what it is shown for."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from assistant.keeping.talks import Talks, Turn, new_talk
from assistant.service import Assistant
from tests.conftest import AS_OF
from tests.made_files import docx_file, pdf_file
from tui.cli.commands import COMMANDS
from tui.cli.main import main

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
PATIENCE = 600
"""seconds that an example may take on however busy a machine"""
WITHOUT_END = ("serve", "mcp", "corpus watch")
"""run until they are ended; each has a test of its own"""
NEEDING_WORDS = ("ask", "batch", "search", "verify")
"""commands of which a page may speak without saying what is asked"""
DECLINED = ("wence ask 光伏电站有补贴吗",)
"""shown for what they don't find"""
NOTICE = """某市人民政府关于支持绿色工厂的通知

义政发〔2026〕3号

新认定为国家级、省级绿色工厂的企业，分别给予300万元、80万元的一次性奖励。

本通知自2026年3月1日起施行，有效期至2027年12月31日。

{city}人民政府

2026年2月10日
"""


def shown() -> Iterator[str]:
    """Command lines that are shown, with continued lines joined and remarks cut off."""
    for command in COMMANDS.values():
        yield from command.examples
    for page in PAGES:
        text = page.read_text(encoding="utf-8").replace("\\\n", " ")
        for kind, block in re.findall(r"^```(bash|console)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            for line in block.splitlines():
                if kind == "bash" or line.startswith("$ "):
                    yield re.sub(r"\s{2,}# .*$", "", line.removeprefix("$ ")).strip()
        yield from re.findall(r"`(wence [^`\[…]+)`", text)


def runs(line: str) -> bool:
    """Whether it is a command of wence that ends by itself, with nothing in it to be filled in."""
    words = re.sub(r"^(?:echo .*?\| |cat \S+ \| |WENCE_DEBUG=1 )", "", line).split()
    if words[:1] != ["wence"] and not line.startswith("eval "):
        return False
    endless = any(" ".join(words[1:3]).startswith(one) for one in WITHOUT_END)
    bare = words[1:2] and words[1] in NEEDING_WORDS and all(word.startswith("-") for word in words[2:])
    return not endless and not bare and not re.search(r"编号|命令|wence corpus add$|--ascii$|wence ask -$", line)


EXAMPLES = sorted(set(filter(runs, shown())))


@pytest.fixture(scope="module")
def stage(wence_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a consultant has worked for a while: every file and name that the examples speak of."""
    stage = tmp_path_factory.mktemp("stage")
    shutil.copytree(wence_home, stage / "home")
    (stage / "bin").mkdir()
    command = stage / "bin" / "wence"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m tui.cli.main "$@"\n', encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    notice = NOTICE.format(city="义乌市").replace("某市", "义乌市")
    (stage / "问题.txt").write_text("义乌国家级奖多少？\n第三批什么时候复核？\n", encoding="utf-8")
    shutil.copy(stage / "问题.txt", stage / "清单.txt")
    line = {"id": "1", "turns": [{"q": "义乌国家级奖多少"}, {"q": "省级呢？"}]}
    (stage / "questions.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    (stage / "通知.pdf").write_bytes(pdf_file(notice.split("\n\n")))
    (stage / "办法.docx").write_bytes(docx_file(notice.split("\n\n")))
    (stage / "公司模板.docx").write_bytes(docx_file([]))
    for folder in ("附件", "新政策", "收到的通知"):
        (stage / folder).mkdir()
        (stage / folder / "永康通知.txt").write_text(
            NOTICE.format(city="永康市").replace("某市", "永康市").replace("义政发", "永政发"), encoding="utf-8"
        )
    shutil.copy(ROOT / "tests" / "examples" / "report-like.txt", stage / "report.txt")
    (stage / "旧").mkdir()
    (stage / "旧" / "义乌办法-2026.txt").write_text(notice.replace("300", "250"), encoding="utf-8")
    (stage / "义乌办法-2026.txt").write_text(notice, encoding="utf-8")
    (stage / ".config" / "fish" / "completions").mkdir(parents=True)
    for preparation in (
        "wence client set 甲厂 --place 义乌 --level 国家级 --batch 3 --industry 水泥",
        "wence client export -o 客户.csv",
        "wence client export -o 客户.json",
        "wence client set 乙厂 --place 永康 --level 省级",
        "wence corpus add 旧/义乌办法-2026.txt --no-rebuild",
        "wence corpus add 义乌办法-2026.txt",
        "wence corpus add report.txt --no-rebuild",
        "wence export memo 义乌国家级奖多少 --client 甲厂 -o 备忘录.docx",
    ):
        done = run(stage, preparation)
        assert done.returncode == 0, (preparation, done.stderr)
    keep_a_talk(stage / "home")
    return stage


def keep_a_talk(home: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WENCE_WITHOUT", "")
        with Assistant.open(home, AS_OF) as wence:
            answer = wence.ask("义乌国家级奖多少")
    talk = new_talk(answer.question, datetime(2026, 11, 20, 9, 30))
    turn = Turn(question=answer.question, as_of=AS_OF.isoformat(), asked_at="2026-11-20T09:30:00", answer=answer)
    Talks(home).keep(talk, turn)


def run(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """What a line does, typed in a folder; the command alone needs no shell, and no process of its own."""
    environment = {
        **os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
        "WENCE_HOME": str(folder / "home"), "WENCE_AS_OF": AS_OF.isoformat(), "HOME": str(folder),
        "WENCE_WITHOUT": "",  # examples show the program as it comes, with both of its documents
    }  # fmt: skip
    if line.startswith("wence ") and not set(line) & set("|&;<>()$`\\*?[#~="):
        return run_here(folder, shlex.split(line), environment)
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
    )  # fmt: skip


def run_here(folder: Path, words: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(folder), Path(os.devnull).open() as nothing:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", nothing)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words[1:])
        said = [one.buffer.getvalue().decode() for one in (out, err)]  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(words, code, *said)


def contents(folder: Path) -> dict[str, bytes]:
    """All files of the user, but those of the home folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and folder / "home" not in path.parents)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_there_are_examples_on_every_page() -> None:
    assert len(EXAMPLES) > 60


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_gives_what_it_is_shown_for(stage: Path, tmp_path: Path, line: str) -> None:
    folder = Path(shutil.copytree(stage, tmp_path / "stage"))
    if "verify b6d91279840b" in line:  # an id from somebody else's paper: here, one of our own
        known = (folder / "home" / "history" / "exports.jsonl").read_text(encoding="utf-8")
        line = line.replace("b6d91279840b", json.loads(known.splitlines()[0])["answers"][0]["id"])
    named = re.search(r"(?: -o|>|--ics) (\S+)", line)
    if named:
        (folder / named[1].removeprefix("~/")).unlink(missing_ok=True)
    before = contents(folder)
    done = run(folder, line)
    made = {name for name, data in contents(folder).items() if data and before.get(name) != data}
    expected = 1 if line in DECLINED else 0
    assert (done.returncode, "错误：" in done.stderr) == (expected, False), done.stdout + done.stderr
    assert bool(made) == bool(named)
    assert named or done.stdout.strip() or line.startswith("eval ")


def test_the_python_of_the_readme_prints_an_answer_and_its_citations(stage: Path) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGES[0].read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    (stage / "example.py").write_text(code, encoding="utf-8")
    done = run(stage, f"{sys.executable} example.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert "万元" in done.stdout
    assert "Citation(" in done.stdout
