"""The terminal UI on the real assistant: the same answers as the command, and a rebuild in a process of its own."""

from __future__ import annotations

import contextlib
import os
import pty
import shutil
import signal
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from assistant.keeping.settings import Client, save_client
from assistant.service import Assistant
from index.generations import live_generation
from tests.made_files import notice
from tests.tui.stage import WIDE, ask, picture, until
from tui.app import WenceApp
from tui.rebuild import build_in_child
from tui.start import Settings

AS_OF = date(2026, 11, 22)


@pytest.fixture
def home(wence_home: Path, tmp_path: Path) -> Path:
    """A home of its own with the built index."""
    return Path(shutil.copytree(wence_home, tmp_path / "home"))


async def test_answers_are_those_of_the_command_byte_for_byte(home: Path, assistant: Assistant) -> None:
    questions = (
        "义乌的国家级绿色工厂能奖多少钱？",
        "省级呢？",
        "国家级绿色工厂奖励100万元以上的地区有哪些？",
        "明天会下雨吗？",
    )
    talk = assistant.conversation(as_of=AS_OF)
    expected = [talk.ask(question).text for question in questions]
    app = WenceApp(lambda progress: Assistant.open(home, AS_OF), Settings(home=home, as_of=AS_OF))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.suggests)
        await ask(app, pilot, *questions)
        shown = [turn.answer.text for turn in app.ask_screen.turns.values() if turn.answer]
        app.desk.close()
    assert shown == expected


async def test_a_factory_is_told_its_subsidies_and_its_source_opens(home: Path) -> None:
    client = Client(name="一厂", place="义乌市", level="国家级", batch=3)
    save_client(home, client)
    app = WenceApp(lambda progress: Assistant.open(home, AS_OF), Settings(home=home, as_of=AS_OF, client=client))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "义乌市的补贴" in picture(app))
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.query("#briefing AnswerCard"))
        app.screen.query("#briefing AnswerCard").first().focus()
        await pilot.pause()
        await pilot.press("1")
        await until(pilot, lambda: app.ask_screen.has_class("-source"))
        await until(pilot, lambda: "▶ 表格 表 3.2 序号 10 义乌市" in picture(app))
        app.desk.close()


def test_a_rebuild_in_another_process_tells_how_far_it_is_and_goes_live(home: Path, tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text(notice(), encoding="utf-8")
    keeper.add(home, [tmp_path / "通知.txt"], rebuild=False)
    before, told = live_generation(home), []
    lines, ok = build_in_child(home, True, lambda *progress: told.append(progress), threading.Event())
    assert ok, lines
    assert lines
    assert told
    assert live_generation(home) != before


def test_a_rebuild_in_another_process_stops_when_asked_to_and_changes_nothing(home: Path) -> None:
    before, stop = live_generation(home), threading.Event()
    stop.set()
    lines, ok = build_in_child(home, True, lambda *_: None, stop)
    assert not ok
    assert "取消" in lines[0]
    assert live_generation(home) == before


def test_told_to_end_it_gives_the_terminal_back(home: Path) -> None:
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover (another process)
        os.environ.update(WENCE_HOME=str(home), TERM="xterm-256color")
        os.execv(sys.executable, [sys.executable, "-m", "tui.cli.main"])
    shown = b""
    while b"\x1b[?1049h" not in shown or "绿色工厂".encode() not in shown:
        shown += os.read(terminal, 65536)
    os.kill(pid, signal.SIGTERM)
    with contextlib.suppress(OSError):  # the terminal is gone with its program
        while piece := os.read(terminal, 65536):
            shown += piece
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 143
    assert b"\x1b[?1049l" in shown
    assert b"Traceback" not in shown


def test_it_opens_on_the_terminal_when_its_errors_go_to_a_file(home: Path, tmp_path: Path) -> None:
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover (another process)
        os.environ.update(WENCE_HOME=str(home), TERM="xterm-256color")
        os.dup2(os.open(tmp_path / "errors", os.O_CREAT | os.O_WRONLY), 2)
        os.execv(sys.executable, [sys.executable, "-m", "tui.cli.main"])
    shown = b""
    with contextlib.suppress(OSError):  # the terminal is gone with a program that ended too early
        while b"\x1b[?1049h" not in shown or "绿色工厂".encode() not in shown:
            shown += os.read(terminal, 65536)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)
    assert b"\x1b[?1049h" in shown, shown.decode()
    assert not (tmp_path / "errors").read_bytes()
