"""Checking again: which of the answers taken away still hold, figure by figure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from assistant.errors import AssistantError
from assistant.exporting.carried import carried
from assistant.exporting.kept import Kept, from_json, kept, to_json
from assistant.exporting.memo import memo
from assistant.exporting.memo_pages import html, markdown
from assistant.exporting.memo_word import word
from assistant.exporting.recheck import Recheck, lines, recheck_all
from assistant.exporting.sheets import answer_sheets
from assistant.exporting.standing import Standing
from assistant.exporting.taken import Taken
from assistant.exporting.workbook import workbook
from assistant.keeping import library as keeper
from assistant.keeping.ledger import Ledger
from assistant.keeping.settings import Client
from assistant.saying.render import to_json as answer_record
from assistant.service import Assistant
from tests.conftest import AS_OF
from tests.made_files import notice

CSV = "地区,类别,级别,奖励标准（万元）\n{place},绿色工厂,国家级,{amount}\n"
QUESTIONS = (
    "义乌的国家级绿色工厂能奖多少钱？", "义乌的奖励还有效吗", "东阳市国家级绿色工厂奖多少",
    "诸暨市国家级绿色工厂奖多少",
    "惠州国家级奖多少", "厦门市省级奖多少", "宁夏投资 800 万元能补多少", "第三批什么时候复核", "LED灯有什么标准",
    "永康国家级奖多少", "温州国家级奖多少", "河南省国家级绿色工厂奖多少",
)  # fmt: skip
CHANGED = {QUESTIONS[0], QUESTIONS[1], QUESTIONS[2], QUESTIONS[3]}


def dropped(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def checked(wence_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recheck]:
    """Twelve answers taken away, five documents later: a replacement, a changed sum, a removal, two that are apart."""
    home = Path(shutil.copytree(wence_home, tmp_path_factory.mktemp("checked") / "home"))
    drop = tmp_path_factory.mktemp("drop")
    east = dropped(drop, "东阳.csv", CSV.format(place="东阳市", amount=80))
    gone = dropped(drop, "诸暨.csv", CSV.format(place="诸暨市", amount=60))
    keeper.add(home, [east, gone])
    with Assistant.open(home, AS_OF) as wence:
        answers = [kept(Taken(answer=wence.ask(question)), Standing(wence.corpus)) for question in QUESTIONS]
    assert [one.status for one in answers] == ["answered"] * len(answers)
    keeper.remove(home, "诸暨", rebuild=False)
    new = [
        dropped(drop, "通知.txt", notice()),
        dropped(drop, "东阳.csv", CSV.format(place="东阳市", amount=90)),
        dropped(drop, "海宁.csv", CSV.format(place="海宁市", amount=70)),
        dropped(drop, "瑞安.csv", CSV.format(place="瑞安市", amount=40)),
        dropped(drop, "平湖.csv", CSV.format(place="平湖市", amount=30)),
    ]
    assert keeper.add(home, new).ok
    with Assistant.open(home, AS_OF) as wence:
        return {one.question: one for one in recheck_all(answers, wence, AS_OF)}


def verdicts(one: Recheck) -> set[tuple[str, str, str, str]]:
    return {(found.verdict_name, found.what, found.before, found.now) for found in one.findings}


def test_exactly_the_answers_whose_records_changed_are_named(checked: dict[str, Recheck]) -> None:
    assert {question for question, one in checked.items() if one.changed} == CHANGED


def test_a_repealed_basis_is_told_as_replaced_with_what_holds_now(checked: dict[str, Recheck]) -> None:
    one = checked[QUESTIONS[0]]
    assert ("依据被取代", "义乌市国家级奖励", "500 万元", "500 万元") in verdicts(one)
    assert ("新增依据", "义乌市国家级奖励", "", "一次性 300 万元（新认定）") in verdicts(one)
    assert "300 万元" in one.headline_now


def test_another_sum_is_told_with_both(checked: dict[str, Recheck]) -> None:
    assert ("金额变了", "东阳市国家级奖励", "80 万元", "90 万元") in verdicts(checked[QUESTIONS[2]])
    assert "  金额变了：东阳市国家级奖励 80 万元 → 90 万元" in list(lines(checked[QUESTIONS[2]]))


def test_a_basis_that_was_removed_is_told_as_gone(checked: dict[str, Recheck]) -> None:
    assert ("依据不在了", "诸暨市国家级奖励", "60 万元", "") in verdicts(checked[QUESTIONS[3]])


def test_what_did_not_change_is_told_figure_by_figure(checked: dict[str, Recheck]) -> None:
    assert list(lines(checked["惠州国家级奖多少"])) == [
        "没有变化：惠州国家级奖多少（以 2026-11-22 为准的回答）",
        "  不变：惠州市国家级奖励 50 万元",
        "  不变：惠州市省级奖励 20 万元",
        "  不变：惠州市有效期至 未载明",
        "  依据最后见于 2020-11-06，距今 6 年",
    ]


def test_time_alone_turns_ends_into_expired_and_nothing_else(assistant: Assistant) -> None:
    day = date(2020, 6, 1)
    asked = [
        kept(Taken(answer=assistant.ask(question, as_of=day)), Standing(assistant.corpus))
        for question in ("义乌国家级奖多少", "惠州国家级奖多少", "第三批什么时候复核")
    ]
    yiwu, huizhou, review = recheck_all(asked, assistant, AS_OF)
    assert {found.verdict_name for found in yiwu.findings} == {"依据已到期"}
    assert {found.verdict_name for found in (*huizhou.findings, *review.findings)} == {"不变"}
    assert (yiwu.changed, huizhou.changed, review.changed) == (True, False, False)
    assert not any(one.changed for one in recheck_all(asked, assistant, day))


def test_what_came_in_the_years_since_replaces_a_basis_and_tells_when_it_was_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WENCE_WITHOUT")
    day = date(2020, 6, 1)
    with Assistant.open(tmp_path, AS_OF) as wence:
        one = kept(Taken(answer=wence.ask("慈溪国家级奖多少", as_of=day)), Standing(wence.corpus))
        (checked,) = recheck_all([one], wence, AS_OF)
        standing = Standing(wence.corpus)
        seen = {standing.seen_on(row.id, row.source.doc_id) for row in wence.corpus.subsidies if row.holding.seen_on}
    assert ("依据被取代", "慈溪市国家级奖励", "30 万元", "30 万元") in verdicts(checked)
    assert min(seen) > "2025"


def test_a_short_question_is_asked_again_in_its_conversation(assistant: Assistant) -> None:
    talk = assistant.conversation()
    talk.ask("义乌国家级奖多少")
    one = kept(Taken(answer=talk.ask("省级呢？"), before=("义乌国家级奖多少",)), Standing(assistant.corpus))
    assert one.figure == "省级 50 万元"
    (checked,) = recheck_all([one], assistant, AS_OF)
    assert not checked.changed


def test_a_client_is_asked_for_again_with_the_profile_of_then(assistant: Assistant) -> None:
    client = Client(name="甲厂", place="义乌", level="国家级", notes="只给自己看")
    one = kept(
        Taken(answer=assistant.ask("我们能拿多少补贴", client=client), client=client), Standing(assistant.corpus)
    )
    assert "notes" not in one.client
    (checked,) = recheck_all([one], assistant, AS_OF)
    assert (checked.client, checked.changed) == ("甲厂", False)


@pytest.fixture
def answers(assistant: Assistant) -> list[Taken]:
    return [Taken(answer=assistant.ask(question)) for question in ("义乌国家级奖多少", "浙江有哪些地方有补贴")]


def exports(taken: list[Taken], assistant: Assistant) -> Iterator[tuple[str, bytes]]:
    whole = [kept(one, Standing(assistant.corpus)) for one in taken]
    page = memo(taken, assistant.corpus, day=AS_OF, generation="1")
    yield "备忘录.docx", word(page, to_json(whole))
    yield "备忘录.md", markdown(page, to_json(whole)).encode()
    yield "备忘录.html", html(page, to_json(whole)).encode()
    yield "回答.xlsx", workbook(answer_sheets(taken, [], assistant.corpus))


def test_every_kind_of_export_carries_its_answers(answers: list[Taken], assistant: Assistant, tmp_path: Path) -> None:
    expected = tuple(kept(one, Standing(assistant.corpus)) for one in answers)
    for name, data in exports(answers, assistant):
        (tmp_path / name).write_bytes(data)
        assert carried(tmp_path / name).answers == expected, name


def test_the_json_of_a_command_carries_its_answers_too(assistant: Assistant, tmp_path: Path) -> None:
    day = date(2020, 6, 1)
    record = answer_record(assistant.ask("义乌国家级奖多少", as_of=day))
    (tmp_path / "甲.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    (one,) = carried(tmp_path / "甲.json").answers
    assert one.id == Taken(answer=assistant.ask("义乌国家级奖多少", as_of=day)).id
    (now,), (later,) = recheck_all([one], assistant, day), recheck_all([one], assistant, AS_OF)
    assert {found.verdict_name for found in now.findings} == {"不变"}
    assert {found.verdict_name for found in later.findings} == {"依据已到期"}


def test_a_file_whose_carried_part_was_lost_still_shows_its_ids(
    answers: list[Taken], assistant: Assistant, tmp_path: Path
) -> None:
    page = memo(answers, assistant.corpus, day=AS_OF, generation="1")
    for name, data in (("甲.docx", word(page)), ("甲.md", markdown(page).encode()), ("甲.html", html(page).encode())):
        (tmp_path / name).write_bytes(data)
        assert carried(tmp_path / name).ids == tuple(one.id for one in answers)


def test_a_truncated_or_foreign_file_gets_a_sentence(
    answers: list[Taken], assistant: Assistant, tmp_path: Path
) -> None:
    from openpyxl import Workbook

    foreign = BytesIO()
    Workbook().save(foreign)
    whole = dict(exports(answers, assistant))
    cut = {
        f"半截-{name}": data[: len(data) * 2 // 3] for name, data in whole.items() if name.endswith(("docx", "xlsx"))
    }
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("customXml/item1.xml", b"<a xmlns='urn:wence:answers'>" + b" " * 80_000_000)
    laughing = BytesIO()
    with ZipFile(laughing, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("customXml/item1.xml", '<!DOCTYPE a [<!ENTITY b "urn:wence:answers">]><a>&b;</a>')
    others = {
        "弹.docx": bomb.getvalue(), "笑.docx": laughing.getvalue(),
        "空.docx": b"", "别的.xlsx": foreign.getvalue(), "图.png": b"\x89PNG\r\n", "文.txt": "随便写写".encode(),
        "坏.json": b'{"records": "0"', "另.json": b'{"records": 1, "question": 1}', "数.json": b"[1, 2]",
        "深.json": b"[" * 100_000, "伪.md": b'<!-- wence:answers {"wence": "answers"} -->',
    }  # fmt: skip
    for name, data in (cut | others).items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(AssistantError) as caught:
            carried(tmp_path / name)
        assert name in caught.value.message
        assert caught.value.hint


def test_kept_answers_come_back_as_they_went() -> None:
    one = Kept(id="0" * 12, question="问", as_of="2026-11-22", status="answered", headline="答", before=("先",))
    assert from_json(to_json([one])) == (one,)


def test_the_ledger_knows_an_answer_by_its_id_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    one = Kept(id="0" * 12, question="问", as_of="2026-11-22", status="answered", headline="答")
    ledger.add([one], file="甲.docx", made="2026-11-22T10:00:00")
    ledger.path.write_text("{坏\n" + ledger.path.read_text(encoding="utf-8") + '{"answers": [{"id": 1}]}\n', "utf-8")
    assert ledger.find("0" * 12) == one
    assert ledger.find("1" * 12) is None
    assert ledger.files_of("0" * 12) == ("甲.docx",)
    assert (ledger.path.stat().st_mode & 0o777, ledger.path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_standard_that_replaced_another_is_told_in_chinese_and_as_seen_itself(today: Assistant) -> None:
    one = kept(Taken(answer=today.ask("绿色工厂评价通则现在是哪个标准")), Standing(today.corpus))
    (again,) = recheck_all([one], today, date(2026, 11, 26))
    told = list(lines(again))
    assert "  不变：绿色工厂评价通则状态 已发布 2025-12-31" in told
    assert told[-1] == "  依据最后见于 2026-11-26，距今 0 天"
