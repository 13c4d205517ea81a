"""The parts under the screens: line breaks, grids, bars, the clipboard, and the desk thread."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.message import Message

from corpus.errors import WenceError
from tests.fakes import AS_OF, FakeAssistant
from tests.tui.stage import HANGING
from tui import clipboard
from tui.ascii import certain
from tui.desk import Desk
from tui.messages import Answered, Failed, Opened, OpenFailed, Renewed
from tui.takeaway import file_name
from tui.widgets.prose import Grid, breaks, cut, one_line, pieces, shown

CHINESE = st.text(alphabet="绿色工厂奖励，。（）《》“” 500万元T/CESA-20年abc\u3000", max_size=60)


def broken(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in pieces(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("绿色工厂奖励办法", 8, ["绿色工厂", "奖励办法"]),
        ("绿色工厂，奖励", 8, ["绿色工", "厂，奖励"]),
        ("见《办法》规定", 6, ["见《办", "法》规", "定"]),
        ("最高奖励（一次性）", 10, ["最高奖励", "（一次性）"]),
        ("奖励 500 万元", 10, ["奖励 ", "500 万元"]),
        ("奖励500万元整", 8, ["奖励", "500万元", "整"]),
        ("按 T/CESA 1080-2020 评价", 12, ["按 T/CESA ", "1080-2020 评", "价"]),
        ("有效期至 2021-07-24 止", 14, ["有效期至 ", "2021-07-24 止"]),
        ("abcdefghijkl", 5, ["abcde", "fghij", "kl"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_the_chinese_way(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width) == lines


@given(text=CHINESE, width=st.integers(2, 40))
def test_no_broken_line_is_wider_than_the_screen_and_no_character_is_lost(text: str, width: int) -> None:
    lines = broken(text, width)
    assert "".join(lines) == text
    assert all(cell_len(line.rstrip()) <= width for line in lines)


@given(text=CHINESE)
def test_a_wide_line_is_not_broken(text: str) -> None:
    assert breaks(text, cell_len(text) + 1) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31m红\x07", "␛[31m红␇"),
        ("一\r\n二\t三", "一\n二 三"),
        ("\x9b31m", "<U+009B>31m"),
        ("\u202e倒", "<U+202E>倒"),
        ("\x7f", "␡"),
        ("\ud800", "\ufffd"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("[b]粗[/b]", "[b]粗[/b]"),
    ],
)
def test_control_characters_are_seen_not_obeyed(text: str, seen: str) -> None:
    assert shown(text) == seen


@given(text=st.text())
def test_no_text_leaves_a_control_character(text: str) -> None:
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in one_line(text))
    shown(text).encode("utf-8")


@given(text=CHINESE, width=st.integers(1, 30))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= max(width, 1)


def test_a_grid_lines_up_in_cells() -> None:
    grid = Grid(("地区", "金额"), (("义乌市", "500 万元"), ("A", "5"), ("苏州工业园区", "50 万元")))
    lines = [line for line, _ in grid._screen_lines(60)]
    starts = {cell_len(line[: line.index(figure)]) for line, figure in zip(lines[1:], ("500", "5", "50"), strict=True)}
    assert starts == {14}


@given(rows=st.lists(st.tuples(CHINESE, CHINESE, CHINESE), min_size=1, max_size=6), width=st.integers(24, 100))
def test_a_grid_never_grows_wider_than_its_place(rows: list[tuple[str, str, str]], width: int) -> None:
    grid = Grid(("甲", "乙", "丙"), rows)
    assert all(cell_len(line) <= width for line, _ in grid._screen_lines(width))


@given(text=st.text(max_size=40))
def test_signs_of_certain_width_take_the_same_cells(text: str) -> None:
    import unicodedata

    safe = shown(text)
    assert cell_len(certain(safe)) == cell_len(safe)
    narrow = [sign for sign in certain(safe) if cell_len(sign) == 1]
    assert not [sign for sign in narrow if unicodedata.east_asian_width(sign) == "A"]


@pytest.mark.parametrize(
    ("environ", "can"),
    [
        ({"TERM": "xterm-256color"}, "unknown"),
        ({"TERM": "xterm-kitty"}, "yes"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "yes"),
        ({"TERM": "xterm-256color", "WT_SESSION": "1"}, "yes"),
        ({"TERM": "tmux-256color", "TMUX": "x", "TERM_PROGRAM": "iTerm.app"}, "unknown"),
        ({"TERM": "linux"}, "no"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "no"),
    ],
)
def test_what_a_terminal_can_do_is_known_or_said_to_be_unknown(environ: dict[str, str], can: str) -> None:
    assert clipboard.support(environ) == can


@pytest.mark.parametrize(
    ("environ", "sent", "filed", "told"),
    [
        ({"TERM": "xterm-kitty"}, True, False, "已复制到剪贴板"),
        ({"TERM": "xterm"}, True, True, "若粘贴不出来"),
        ({"TERM": "linux"}, False, True, "不能写剪贴板"),
    ],
)
def test_a_copy_goes_where_it_can_and_says_where(
    tmp_path: Path, environ: dict[str, str], sent: bool, filed: bool, told: str
) -> None:
    out: list[str] = []
    path = tmp_path / "a" / "copied.txt"
    taken = clipboard.take("义乌 500 万元", send=out.append, fallback=path, environ=environ)
    assert (out == ["义乌 500 万元"], path.exists()) == (sent, filed)
    assert told in taken.told


def test_a_text_too_long_for_terminals_goes_to_the_file(tmp_path: Path) -> None:
    out: list[str] = []
    taken = clipboard.take("长" * 40_000, send=out.append, fallback=tmp_path / "c", environ={"TERM": "xterm-kitty"})
    assert (out, taken.file) == ([], tmp_path / "c")


def test_a_copy_that_went_nowhere_is_not_called_a_copy(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file where a folder should be", encoding="utf-8")
    taken = clipboard.take("字", send=print, fallback=(tmp_path / "a") / "b", environ={"TERM": "linux"})
    assert "没有复制成" in taken.told


@pytest.mark.parametrize(
    ("title", "name"), [("义乌：多少？", "义乌 多少"), ("a/b\\c", "a b c"), ("...", "对话"), ("长" * 90, "长" * 40)]
)
def test_any_title_makes_a_file_name(title: str, name: str) -> None:
    assert file_name(title) == name


class Heard:
    """Collects what a desk says; ``wait`` waits for a message of a kind."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.more = threading.Condition()

    def __call__(self, message: Message) -> None:
        with self.more:
            self.messages.append(message)
            self.more.notify_all()

    def wait(self, kind: type, count: int = 1) -> list[Any]:
        def found() -> list[Message]:
            return [message for message in self.messages if isinstance(message, kind)]

        with self.more:
            assert self.more.wait_for(lambda: len(found()) >= count, HANGING)
        return found()


def test_the_desk_answers_in_order_what_was_asked_before_it_was_open(tmp_path: Path) -> None:
    heard, held = Heard(), threading.Event()

    def opener(progress: object) -> FakeAssistant:
        held.wait(HANGING)
        return FakeAssistant(tmp_path)

    desk = Desk(opener, heard, AS_OF)
    desk.start()
    for turn in range(20):
        desk.ask(turn, f"问{turn}", as_of=AS_OF, client=None)
    held.set()
    assert [message.turn for message in heard.wait(Answered, 20)] == list(range(20))
    desk.close()


def test_the_desk_opens_again_when_told_to(tmp_path: Path) -> None:
    heard = Heard()
    results: list[Any] = [WenceError("坏了。", "修。"), FakeAssistant(tmp_path)]

    def opener(progress: object) -> FakeAssistant:
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    desk = Desk(opener, heard, AS_OF)
    desk.start()
    assert heard.wait(OpenFailed)[0].problem == "坏了。"
    desk.retry()
    heard.wait(Opened)
    desk.close()


def test_an_error_of_a_question_is_told_in_chinese_and_the_next_is_answered(tmp_path: Path) -> None:
    heard = Heard()
    desk = Desk(lambda progress: FakeAssistant(tmp_path, broken="坏"), heard, AS_OF)
    desk.start()
    desk.ask(1, "坏", as_of=AS_OF, client=None)
    desk.ask(2, "好", as_of=AS_OF, client=None)
    assert heard.wait(Answered)[0].turn == 2
    assert heard.wait(Failed)[0].problem == "程序内部出错（RuntimeError）。"
    desk.close()


def test_each_question_is_asked_for_the_day_it_was_asked_on(tmp_path: Path) -> None:
    heard = Heard()
    desk = Desk(lambda progress: FakeAssistant(tmp_path), heard, AS_OF)
    desk.start()
    for turn, day in enumerate((date(2018, 6, 1), date(2026, 11, 22))):
        desk.ask(turn, "问", as_of=day, client=None)
    assert [message.answer.as_of for message in heard.wait(Answered, 2)] == ["2018-06-01", "2026-11-22"]
    desk.close()


def test_a_renewed_index_is_noticed_before_the_next_answer(tmp_path: Path) -> None:
    heard, assistant = Heard(), FakeAssistant(tmp_path)
    desk = Desk(lambda progress: assistant, heard, AS_OF)
    desk.start()
    heard.wait(Opened)
    assistant.renewed_to = "000002"
    desk.ask(1, "问", as_of=AS_OF, client=None)
    heard.wait(Answered)
    kinds = [type(message) for message in heard.messages]
    assert kinds.index(Renewed) < kinds.index(Answered)
    desk.close()


def test_closing_lets_go_of_the_assistant(tmp_path: Path) -> None:
    heard, assistant = Heard(), FakeAssistant(tmp_path)
    desk = Desk(lambda progress: assistant, heard, AS_OF)
    desk.start()
    heard.wait(Opened)
    desk.close()
    assert assistant.closed
