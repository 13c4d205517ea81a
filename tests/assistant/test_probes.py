"""What a rebuild is held against: answers that the change has no say in stop the switch, and are shown first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from assistant.keeping.comparison import Talk, compare_answers
from assistant.keeping.renewal import shipped_questions
from assistant.keeping.touched import Touched, chosen, is_unexpected, near_to, questions_about
from assistant.service import Assistant
from assistant.types import Answer
from corpus.places import Places
from index.generations import Generations, live_generation
from tests.conftest import AS_OF
from tests.made_files import notice
from tui.cli.main import main

YIWU = Touched(
    documents=frozenset({"通知"}),
    gone=frozenset(),
    replaced=frozenset(),
    records=frozenset(),
    places=frozenset({"330782"}),
    levels=("国家级",),
    parts=frozenset({"subsidies"}),
)


@pytest.fixture
def home(wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = Path(shutil.copytree(wence_home, tmp_path / "home"))
    monkeypatch.setenv("WENCE_HOME", str(copied))
    monkeypatch.setenv("WENCE_AS_OF", AS_OF.isoformat())
    return copied


def reply(code: str, intent: str, headline: str, *facts: str, status: str = "answered") -> Answer:
    places = [{"name": "", "code": code, "path": ""}] if code else []
    return Answer(
        question="问", as_of="2026-11-22", status=status, intent=intent, headline=headline, facts=facts,  # type: ignore[arg-type]
        understood={"places": places},
    )  # fmt: skip


BEFORE = reply("441300", "subsidy.amount", "惠州市国家级绿色工厂奖励 50 万元。")


@pytest.mark.parametrize(
    ("old", "new", "unexpected"),
    [
        (BEFORE, reply("441300", "policy.name", "《绿色工厂奖励》"), True),
        (BEFORE, reply("441300", "subsidy.amount", "惠州市国家级绿色工厂奖励 60 万元。"), True),
        (BEFORE, reply("330782", "subsidy.amount", "义乌市国家级绿色工厂奖励 50 万元。"), False),
        (reply("330000", "a", "1 万元"), reply("330000", "a", "2 万元"), False),
        (reply("", "subsidy.list", "共 66 个"), reply("", "subsidy.list", "共 67 个"), False),
        (reply("", "subsidy.list", "共 66 个"), reply("", "policy.count", "共 128 项"), True),
        (reply("", "a", "每三年"), reply("", "a", "没有找到", status="no_answer"), True),
    ],
)
def test_an_answer_of_a_place_that_is_not_spoken_of_or_of_another_kind_is_unexpected(
    places: Places, old: Answer, new: Answer, unexpected: bool
) -> None:
    from assistant.keeping.comparison import leads_alike

    assert is_unexpected(old, new, YIWU, places, same_gist=leads_alike(old, new)) == unexpected


def test_another_order_of_the_same_words_is_no_change() -> None:
    one = reply("", "a", "义乌市 500 万元、永康市 50 万元。", "甲", "乙")
    other = reply("", "a", "永康市 50 万元、义乌市 500 万元。", "乙", "甲")
    third = reply("", "a", "永康市 50 万元、义乌市 500 万元。", "乙", "丙")
    talks = [Talk(source="常用问题", questions=("问",))]
    assert compare_answers(talks, lambda: lambda _: one, lambda: lambda _: other) == ()
    assert len(compare_answers(talks, lambda: lambda _: one, lambda: lambda _: third)) == 1


def test_places_are_near_to_what_holds_them_and_what_lies_in_them(places: Places) -> None:
    assert near_to(["330782"], frozenset({"330000"}), places)
    assert near_to(["330000"], frozenset({"330782"}), places)
    assert not near_to(["330784"], frozenset({"330782"}), places)


def test_questions_are_made_for_the_places_and_levels_and_chosen_by_what_is_touched(places: Places) -> None:
    asked = questions_about(YIWU, places)
    assert "义乌市国家级绿色工厂奖励多少？" in asked
    assert not any("复核" in question for question in asked)
    common = chosen([*shipped_questions(), *(f"永康市第{n}个问题" for n in range(300))], YIWU, places)
    assert "义乌的国家级绿色工厂能奖多少钱？" in common
    assert len(common) < 120


def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """An assistant that a new title leads astray, as every-day words in a title did."""
    answer = Assistant.answer

    def led_astray(self: Assistant, typed: str, *rest: object) -> object:
        if "惠州" in typed and not all(document.shipped for document in self.corpus.documents):
            typed = "绿色工厂评价有哪些国家标准？"
        return answer(self, typed, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Assistant, "answer", led_astray)


def test_unrelated_answers_that_change_stop_the_switch_and_are_shown_first(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    poisoned(monkeypatch)
    path = tmp_path / "奖励.txt"
    path.write_text(notice(), encoding="utf-8")
    report = keeper.add(home, [path])
    assert not report.ok
    assert report.rebuild is not None
    lines = report.rebuild.lines()
    assert lines[0].startswith("警告：")
    assert "惠州" in lines[1]
    assert "没有切换" in lines[-1]
    assert live_generation(home) == "1"
    assert main(["ask", "义乌的国家级绿色工厂能奖多少钱？"]) == 0
    assert "500 万元" in capsys.readouterr().out
    assert live_generation(home) == "1"
    assert main(["rebuild"]) == 3
    assert main(["rebuild", "--force"]) == 0
    assert live_generation(home) == "2"


def test_a_question_on_its_way_does_not_let_a_poisoned_generation_in(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    poisoned(monkeypatch)
    path = tmp_path / "奖励.txt"
    path.write_text(notice(), encoding="utf-8")
    keeper.add(home, [path], rebuild=False)
    assert main(["ask", "义乌的国家级绿色工厂能奖多少钱？"]) == 0
    said = capsys.readouterr()
    assert "500 万元" in said.out
    assert "无关的回答也变了" in said.err
    assert live_generation(home) == "1"


def test_an_ordinary_notice_switches_and_its_own_place_is_asked_about(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(notice(), encoding="utf-8")
    report = keeper.add(home, [path])
    assert report.rebuild is not None
    assert report.rebuild.differences is not None
    assert report.ok, report.lines()
    assert any(one.source.startswith("新文件") for one in report.rebuild.differences.answers)
    assert Generations(home).live() == "2"


@pytest.mark.parametrize(
    ("day", "turns"),
    [
        ("2030-01-01", ("差几万给钱标准彭州市？", "除开。那俩累计数最抠门in36132—100万元")),
        ("2018-07-09", ("锻压机械行业绿色工厂评价要求？走什么程序还灵事市加省）东兴",)),
        ("2026-11-26", ("广西的绿色工厂要复核吗，能否一起申报",)),
        ("2026-11-26", ("几月报谁早50万克东",)),
        ("2018-07-09", ("36132：几个月内申请",)),
    ],
)
def test_what_made_up_questions_brought_down_is_answered_or_said_plainly(
    today: Assistant, day: str, turns: tuple[str, ...]
) -> None:
    talk = today.conversation(as_of=day)
    for turn in turns:
        assert "无法用资料逐一核对" not in talk.ask(turn).headline
