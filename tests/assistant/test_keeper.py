"""Keeping the corpus as its keeper sees it: files in, answers changed, and the way back."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from assistant.keeping.outcomes import AddReport
from assistant.keeping.renewal import Cancelled
from assistant.keeping.talks import Talks, Turn, new_talk
from assistant.service import Assistant
from corpus.errors import CorpusError
from corpus.types import Corpus
from index.generations import live_generation
from tests.conftest import AS_OF
from tests.made_files import docx_file, notice, pdf_file, xlsx_file

QUESTION = "义乌的国家级绿色工厂能奖多少钱？"
LINES = [line for line in notice().split("\n") if line]


@pytest.fixture
def home(wence_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own, with the shipped corpus built."""
    return Path(shutil.copytree(wence_home, tmp_path / "home"))


def dropped(tmp_path: Path, name: str = "通知.txt", data: str | bytes | None = None) -> Path:
    """A file outside the library."""
    path = tmp_path / "drop" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else (data or notice()).encode())
    return path


def answer(home: Path, question: str = QUESTION, as_of: str = "") -> str:
    """The headline of an answer from the live generation."""
    with Assistant.open(home, AS_OF) as wence:
        return wence.ask(question, as_of=as_of or None).headline


def outcomes(report: AddReport) -> dict[str, str]:
    """What became of each file, by name."""
    return {Path(file.path).name: file.outcome for file in report.files}


def test_a_notice_changes_the_answer_and_removing_it_brings_the_old_one_back(home: Path, tmp_path: Path) -> None:
    before = answer(home)
    report = keeper.add(home, [dropped(tmp_path)])
    assert report.ok
    assert "已加入" in report.lines()[0]
    assert "补贴 2 条" in report.lines()[2]
    assert "300 万元" in answer(home)
    assert "500 万元" in answer(home, as_of="2019-06-01")
    assert keeper.remove(home, "通知").ok
    assert answer(home) == before
    assert not (home / "library" / "通知").exists()


def test_what_a_notice_repeals_is_told_out_of_force_from_its_first_day(home: Path, tmp_path: Path) -> None:
    report = keeper.add(home, [dropped(tmp_path)])
    title = "义乌市人民政府关于促进制造业绿色发展的若干意见"
    assert any(f"自 2025-02-01 起由《{title}》废止" in line for line in report.lines())
    with Assistant.open(home, AS_OF) as wence:
        old = next(row for row in wence.corpus.subsidies if row.id == "s10-2")
        now, then = wence.ask(QUESTION), wence.ask(QUESTION, as_of="2025-01-31")
    assert (old.repealed_on, old.repealed_by) == ("2025-02-01", title)
    assert "300 万元" in now.headline
    assert "500 万元" in then.headline
    keeper.remove(home, "通知")
    with Assistant.open(home, AS_OF) as wence:
        assert next(row for row in wence.corpus.subsidies if row.id == "s10-2").repealed_on == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("通知.docx", docx_file(LINES)),
        ("通知.pdf", pdf_file(LINES)),
        ("通知.html", "".join(f"<p>{line}</p>" for line in LINES).encode("gb18030")),
        ("通知.md", "\n\n".join(LINES).encode()),
        ("通知.txt", notice().encode("gb18030")),
        (
            "奖励.xlsx",
            xlsx_file(
                {"奖励": [["地区", "类别", "级别", "奖励标准（万元）"], ["义乌市", "绿色工厂", "国家级", 300]]},
            ),
        ),
        ("奖励.csv", "地区,类别,级别,奖励标准（万元）\n义乌市,绿色工厂,国家级,300\n".encode("gb18030")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_kind_of_file_gives_the_amount(home: Path, tmp_path: Path, name: str, data: bytes) -> None:
    report = keeper.add(home, [dropped(tmp_path, name, data)], rebuild=False)
    assert outcomes(report) == {name: "added"}
    assert not report.files[0].unread
    shown = keeper.show(home, report.files[0].id)
    assert shown.subsidies[0].awards[0].amount_max == 300


def test_adding_twice_changes_nothing_under_any_name(home: Path, tmp_path: Path) -> None:
    keeper.add(home, [dropped(tmp_path)])
    live = live_generation(home)
    again = keeper.add(home, [dropped(tmp_path), dropped(tmp_path, "另一个名字.txt")])
    assert outcomes(again) == {"通知.txt": "present", "另一个名字.txt": "present"}
    assert again.rebuild is None
    assert live_generation(home) == live
    assert "没有变化" in keeper.rebuild(home).lines()[0]
    assert live_generation(home) == live


def test_an_edited_file_of_the_same_name_replaces_itself_and_the_change_is_told(home: Path, tmp_path: Path) -> None:
    keeper.add(home, [dropped(tmp_path)])
    report = keeper.add(home, [dropped(tmp_path, data=notice().replace("300万元", "260万元"))])
    assert outcomes(report) == {"通知.txt": "replaced"}
    assert any("300 万元" in line and "→" in line and "260 万元" in line for line in report.lines())
    assert "260 万元" in answer(home)
    assert len(list((home / "library").glob("[!.]*"))) == 1


def test_the_same_content_with_other_options_replaces_the_metadata(home: Path, tmp_path: Path) -> None:
    keeper.add(home, [dropped(tmp_path)], rebuild=False)
    report = keeper.add(home, [dropped(tmp_path)], {"expiry_date": "2030-01-01", "places": ["永康市"]}, rebuild=False)
    assert outcomes(report) == {"通知.txt": "replaced"}
    document = keeper.list_documents(home)[1]
    assert (document.expiry_date, document.places) == ("2030-01-01", ("330784",))


def test_a_broken_file_among_good_ones_costs_only_itself(home: Path, tmp_path: Path) -> None:
    dropped(tmp_path)
    dropped(tmp_path, "坏.pdf", pdf_file(LINES)[:900])
    dropped(tmp_path, "空.txt", b" ")
    dropped(tmp_path, "半.csv", "地区,级别,奖励标准（万元）\n永康市,国家级绿色工厂,60\n火星市,国家级绿色工厂,70\n")
    dropped(tmp_path, "子/通知.txt", notice().replace("义乌", "永康"))
    dropped(tmp_path, ".DS_Store", b"x")
    report = keeper.add(home, [tmp_path / "drop"], rebuild=False)
    assert [(Path(file.path).name, file.outcome) for file in report.files] == [
        ("半.csv", "partly"),
        ("坏.pdf", "refused"),
        ("空.txt", "refused"),
        ("通知.txt", "added"),
        ("通知.txt", "added"),
    ]
    assert not report.ok
    assert any("第 3 行" in line and "火星市" in line for line in report.lines())
    assert len(keeper.list_documents(home)) == 4


def test_links_that_lead_outside_are_refused_and_those_inside_are_not(home: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text(notice(), encoding="utf-8")
    inside = dropped(tmp_path, "原件/通知.txt")
    (tmp_path / "drop" / "外.txt").symlink_to(outside)
    (tmp_path / "drop" / "内.txt").symlink_to(inside)
    report = keeper.add(home, [tmp_path / "drop"], rebuild=False)
    assert outcomes(report) == {"内.txt": "added", "外.txt": "refused", "通知.txt": "present"}
    assert outcomes(keeper.add(home, [tmp_path / "drop" / "外.txt"], rebuild=False)) == {"外.txt": "refused"}


def test_what_a_notice_repeals_and_the_corpus_lacks_is_told(home: Path, tmp_path: Path) -> None:
    report = keeper.add(home, [dropped(tmp_path, data=notice("《没有的办法》同时废止。"))])
    assert any("《没有的办法》不在资料库里" in line for line in report.lines())


def test_a_check_tells_the_same_and_switches_nothing(home: Path, tmp_path: Path) -> None:
    keeper.add(home, [dropped(tmp_path)], rebuild=False)
    live = live_generation(home)
    report = keeper.rebuild(home, check_only=True)
    assert report.changed
    assert not report.switched
    assert any("新增：义乌市" in line for line in report.lines())
    assert live_generation(home) == live


def test_watched_and_kept_questions_are_compared_before_and_after(home: Path, tmp_path: Path) -> None:
    (home / "watchlist.txt").write_text("# 客户甲\n义乌市国家级绿色工厂奖金\n", encoding="utf-8")
    talk = new_talk("义乌的省级绿色工厂奖多少？", datetime(2026, 11, 22))
    for question in ("义乌的省级绿色工厂奖多少？", "国家级呢？"):
        talk = Talks(home).keep(talk, Turn(question=question, as_of="2026-11-22", asked_at="2026-11-22T10:00:00"))
    report = keeper.add(home, [dropped(tmp_path)])
    assert report.rebuild is not None
    assert report.rebuild.differences is not None
    changed = {change.question: change for change in report.rebuild.differences.answers}
    for question, source in (
        ("义乌市国家级绿色工厂奖金", "关注清单"),
        ("国家级呢？", "保存的对话"),
        (QUESTION, "常用问题"),
    ):
        assert changed[question].source == source
        assert "500 万元" in changed[question].before
        assert "300 万元" in changed[question].after
    assert not any("天津" in question for question in changed)


def test_going_back_answers_as_before_until_something_changes(home: Path, tmp_path: Path) -> None:
    before = answer(home)
    keeper.add(home, [dropped(tmp_path)])
    assert "已退回" in keeper.rollback(home).lines()[0]
    assert answer(home) == before
    assert [row["live"] for row in keeper.history(home)] == [False, True]


def test_a_cancelled_rebuild_leaves_everything_as_it_was(home: Path, tmp_path: Path) -> None:
    keeper.add(home, [dropped(tmp_path)], rebuild=False)
    live = live_generation(home)
    with pytest.raises(Cancelled):
        keeper.rebuild(home, cancelled=lambda: True)
    assert live_generation(home) == live
    assert not list((home / "index").glob(".new-*"))


def test_the_first_document_of_a_new_home_can_be_told_and_gone_back_from(tmp_path: Path) -> None:
    report = keeper.add(tmp_path / "new", [dropped(tmp_path)])
    assert any("500 万元" in line for line in report.lines())
    keeper.rollback(tmp_path / "new")
    assert "500 万元" in answer(tmp_path / "new")


def test_a_document_that_hands_broke_can_be_taken_out_and_put_in_again(home: Path, tmp_path: Path) -> None:
    keeper.add(home, [dropped(tmp_path)])
    (home / "library" / "通知" / "subsidies.csv").write_text("id\nx", encoding="utf-8")
    other = keeper.add(home, [dropped(tmp_path, "别的.txt", "永康市国家级绿色工厂奖励90万元。")])
    assert other.ok  # a broken document keeps no other out
    assert any("注意：" in line and "通知/subsidies.csv 表头" in line for line in other.lines())
    assert "300 万元" in answer(home)
    with Assistant.open(home, AS_OF) as opened:
        assert "别的" in {document.id for document in opened.corpus.documents}
    assert not keeper.check(home).ok
    assert keeper.remove(home, "通知").ok
    assert "500 万元" in answer(home)


def test_removing_what_is_not_there_says_so(home: Path) -> None:
    for wanted in ("没有", "gfr2020", "../index"):
        with pytest.raises(CorpusError, match="没有编号"):
            keeper.remove(home, wanted)


def test_a_drop_folder_is_watched_until_told_to_stop(home: Path, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    reports: list[AddReport] = []
    rounds = iter(range(6))

    def wait(_: float) -> None:
        if next(rounds) == 1:
            dropped(tmp_path, data="第一条 义乌市国家级绿色工厂奖励30万元。")

    keeper.watch(home, tmp_path / "drop", reports.append, stopped=lambda: next(rounds, None) is None, sleep=wait)
    assert [outcomes(report) for report in reports] == [{"通知.txt": "added"}]


def test_escape_sequences_of_a_document_reach_no_line_of_a_report(home: Path, tmp_path: Path) -> None:
    text = notice().replace("若干意见\n", "若干意见\x1b[2J\x07\n", 1)
    report = keeper.add(home, [dropped(tmp_path, data=text)], rebuild=False)
    assert not any("\x1b" in line or "\x07" in line for line in report.lines())
    assert "\x1b" not in (home / "library" / "通知" / "text.md").read_text(encoding="utf-8")


REPORT = os.environ.get("WENCE_REPORT_TEXT", "")


@pytest.mark.skipif(not REPORT, reason="WENCE_REPORT_TEXT is not set")
def test_the_reports_own_text_becomes_the_original_of_the_shipped_document(
    home: Path, tmp_path: Path, corpus: Corpus
) -> None:
    text = Path(REPORT).read_text(encoding="utf-8")
    report = keeper.add(home, [dropped(tmp_path, "report.txt", text.encode("gb18030"))])
    assert report.ok
    assert len(keeper.list_documents(home)) == len(corpus.documents) + 1
    with Assistant.open(home, AS_OF) as wence:
        citations = wence.ask("湖州绿色工厂有几个星级？").citations
    assert any(citation.lines for citation in citations)
    keeper.remove(home, "report")
    with Assistant.open(home, AS_OF) as wence:
        assert wence.corpus.subsidies == corpus.subsidies


LIST = """山东省工业和信息化厅关于公布2026年度山东省绿色制造名单的通知

鲁测工信节〔2026〕12号

各市工业和信息化局：

现公布2026年度山东省绿色工厂186家、绿色工业园区9家。本年度移出绿色工厂14家。列入名单的单位有效期三年。

名单内企业每年4月10日前填报动态管理表。对零碳工厂，一次性奖励60万元。

山东省工业和信息化厅

2026年9月8日

【测试数据】内容为检验软件而虚构。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("山东2026年度名单公布时移出了多少家绿色工厂？", "移出绿色工厂14家"),
        ("山东省绿色制造名单2026年度这一批的有效期几年？", "有效期三年"),
        ("山东零碳工厂奖励多少？", "零碳工厂一次性 60 万元"),
    ],
)
def test_what_no_row_answers_is_told_from_the_notice_of_the_place(
    home: Path, tmp_path: Path, question: str, told: str
) -> None:
    keeper.add(home, [dropped(tmp_path, "名单.txt", LIST)])
    assert told in answer(home, question, as_of="2026-11-26")


ZONE_OF_XINING = """西宁经济技术开发区南川工业园区管理委员会文件
南管〔2026〕17号
南川工业园区支持绿色制造发展奖励办法（试行）
第三条 对获得国家级绿色工厂称号的企业，园区给予31万元一次性奖励。
第十一条 本办法自2026年5月20日起试行，试行期2年。
西宁经济技术开发区南川工业园区管理委员会
2026年4月20日
"""


def test_a_zone_that_the_gazetteer_lacks_is_found_in_its_city_and_pays_for_no_other_place(
    home: Path, tmp_path: Path
) -> None:
    keeper.add(home, [dropped(tmp_path, "南川.txt", ZONE_OF_XINING)])
    assert "31万元" in answer(home, "西宁南川工业园区对国家级绿色工厂奖多少？")
    assert "按“试行期2年”推算至 2028-05-19" in answer(home, "西宁南川工业园区的绿色制造奖励办法到哪天为止？")
    assert "31" not in answer(home, "西宁的国家级绿色工厂奖多少？")
    assert "31" not in answer(home, "重庆南川区的国家级绿色工厂奖多少？")
