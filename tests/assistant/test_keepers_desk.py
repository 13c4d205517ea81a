"""The keeper's desk: see before taking, mend without losing hand work, and go back, through the command."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from corpus.library import held_documents
from corpus.store import load_document
from index.errors import BuildError
from index.generations import live_generation
from tests.conftest import AS_OF
from tests.made_files import notice
from tui.cli.main import main

QUESTION = "义乌的国家级绿色工厂能奖多少钱？"
LISHUI = """丽水市人民政府关于支持绿色工厂的若干意见

丽政发〔2026〕1号

对获得国家级绿色工厂的企业，一次性奖励60万元。本意见自2026年3月1日起施行，有效期至2028年12月31日。

丽水市人民政府

2026年2月10日
"""
ZHOUSHAN = LISHUI.replace("丽水", "舟山").replace("丽政发〔2026〕1号", "舟政发〔2026〕7号").replace("60万元", "45万元")


@pytest.fixture
def home(wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = Path(shutil.copytree(wence_home, tmp_path / "home"))
    monkeypatch.setenv("WENCE_HOME", str(copied))
    monkeypatch.setenv("WENCE_AS_OF", AS_OF.isoformat())
    return copied


class Desk:
    """The command, run in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self._folder = folder

    def file(self, name: str, text: str) -> str:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def __call__(self, *arguments: str) -> tuple[int, str]:
        self._capsys.readouterr()
        code = main(list(arguments))
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def json(self, *arguments: str) -> Any:
        self._capsys.readouterr()
        main(list(arguments))
        return json.loads(self._capsys.readouterr().out)


@pytest.fixture
def wence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Desk:
    return Desk(capsys, tmp_path / "drop")


def test_the_whole_way_see_mend_compare_switch_back(home: Path, wence: Desk) -> None:
    path = wence.file("通知.txt", notice())
    code, said = wence("corpus", "add", "--dry-run", path)
    assert code == 0
    for told in ("义政发", "2025-01-10（原文：2025年1月10日", "出自 第", "回答变化", "什么也没有改"):
        assert told in said
    assert not (home / "library").exists()
    assert live_generation(home) == "1"

    assert wence("corpus", "add", path)[0] == 0
    assert "300 万元" in wence("ask", QUESTION)[1]
    code, said = wence("corpus", "set", "通知", "--expires", "2026-06-30", "--title", "义乌市绿色制造若干意见")
    assert (code, "随之改动补贴" in said) == (0, True)
    assert "2026-06-30" in wence("ask", QUESTION)[1]

    code, said = wence("rollback")
    assert (code, "资料库也回到当时的样子" in said) == (0, True)
    assert load_document(home / "library" / "通知").documents[0].expiry_date == "2027-12-31"
    assert "没有变化" in wence("rebuild")[1]
    assert wence("rollback", "1")[0] == 0
    assert held_documents(home) == ()
    assert "500 万元" in wence("ask", QUESTION)[1]
    assert "没有变化" in wence("rebuild")[1]
    assert "500 万元" in wence("ask", QUESTION)[1]
    assert wence("corpus", "restore", "通知")[0] == 0
    assert "300 万元" in wence("ask", QUESTION)[1]
    log = wence("log")[1]
    for did in ("加入", "修改", "退回", "恢复", "重建"):
        assert did in log


def test_what_is_shown_names_dates_with_their_words_rows_with_their_clause_and_what_made_no_row(
    home: Path, wence: Desk
) -> None:
    path = wence.file("半.csv", "地区,级别,奖励标准（万元）\n永康市,国家级绿色工厂,60\n火星市,国家级绿色工厂,70\n")
    [read] = wence.json("corpus", "check", path, "--json")
    assert [row["place"] for row in read["rows"]] == ["永康市"]
    assert any("火星市" in one for one in read["unread"])
    assert wence("corpus", "check", path)[0] == 3
    wence("corpus", "add", "--no-rebuild", path, wence.file("通知.txt", notice()))
    shown = wence.json("corpus", "show", "半", "--json")
    assert shown["unread"] == read["unread"]
    shown = wence.json("corpus", "show", "通知", "--json")
    dates = {one["field"]: (one["value"], one["words"]) for one in shown["dates"]}
    assert dates["issue_date"][0] == "2025-01-10"
    assert "2025年2月1日" in dates["effective_date"][1]
    assert all(row["clause"] for row in shown["rows"])
    assert shown["title"] == shown["documents"][0]["title"]


def test_a_dry_run_tells_what_would_be_replaced_and_what_is_there_already(home: Path, wence: Desk) -> None:
    path = wence.file("通知.txt", notice())
    wence("corpus", "add", "--no-rebuild", path)
    assert "已在资料库里（编号 通知）" in wence("corpus", "check", path)[1]
    path = wence.file("通知.txt", notice().replace("300万元", "260万元"))
    [read] = wence.json("corpus", "add", "--dry-run", "--json", path)
    assert read["replaces_document"] == "通知"
    assert any("260 万元" in one["after"] for one in read["answers"])


def test_two_notices_of_one_file_name_both_stay(home: Path, wence: Desk) -> None:
    wence("corpus", "add", "--no-rebuild", wence.file("丽水/通知.txt", LISHUI))
    code, said = wence("corpus", "add", wence.file("舟山/通知.txt", ZHOUSHAN))
    assert (code, "另有同名文件 通知" in said) == (0, True)
    assert "60 万元" in wence("ask", "丽水国家级绿色工厂奖多少？")[1]
    assert "45 万元" in wence("ask", "舟山国家级绿色工厂奖多少？")[1]


def test_a_newer_edition_of_the_same_title_replaces_under_any_name_when_its_number_is_the_same(
    home: Path, wence: Desk
) -> None:
    wence("corpus", "add", "--no-rebuild", wence.file("通知.txt", LISHUI))
    code, said = wence("corpus", "add", "--no-rebuild", wence.file("终稿.txt", LISHUI.replace("60万元", "70万元")))
    assert (code, "已替换" in said) == (0, True)
    other = LISHUI.replace("〔2026〕1号", "〔2026〕9号").replace("60万元", "80万元")
    assert "已加入" in wence("corpus", "add", "--no-rebuild", wence.file("通知.txt", other))[1]
    assert len(held_documents(home)) == 2


def test_a_document_can_be_named_to_be_replaced(home: Path, wence: Desk) -> None:
    wence("corpus", "add", "--no-rebuild", wence.file("通知.txt", LISHUI))
    said = wence("corpus", "add", "--no-rebuild", "--update", "通知", wence.file("另.txt", ZHOUSHAN))[1]
    assert "已替换" in said
    assert [one.id for one in held_documents(home)] == ["通知"]


def test_metadata_and_rows_changed_by_hand_keep_each_other(home: Path, wence: Desk) -> None:
    wence("corpus", "add", "--no-rebuild", wence.file("通知.txt", LISHUI))
    awards = home / "library" / "通知" / "awards.csv"
    awards.write_text(awards.read_text(encoding="utf-8").replace("60", "66"), encoding="utf-8")
    assert wence("corpus", "set", "--no-rebuild", "通知", "--place", "金华市", "--expires", "2029-12-31")[0] == 0
    (row,) = load_document(home / "library" / "通知").subsidies
    assert (row.place, row.place_code, row.end_date, row.awards[0].amount_max) == (
        "金华市",
        "330700",
        "2029-12-31",
        66,
    )


def test_a_reading_never_overwrites_what_a_person_changed_and_shows_the_difference(home: Path, wence: Desk) -> None:
    wence("corpus", "add", "--no-rebuild", wence.file("通知.txt", LISHUI))
    folder = home / "library" / "通知"
    awards = folder / "awards.csv"
    awards.write_text(awards.read_text(encoding="utf-8").replace("60", "66"), encoding="utf-8")
    newer = wence.file("通知.txt", LISHUI.replace("60万元", "70万元"))
    code, said = wence("corpus", "add", "--no-rebuild", newer)
    assert (code, "手工改过" in said) == (3, True)
    assert "手工改的" in said
    assert "这次读出" in said
    assert "70" in said
    assert load_document(folder).subsidies[0].awards[0].amount_max == 66
    assert wence("corpus", "add", "--no-rebuild", "--overwrite", newer)[0] == 0
    assert load_document(folder).subsidies[0].awards[0].amount_max == 70


def test_a_title_put_right_by_hand_outlives_the_next_edition(home: Path, wence: Desk) -> None:
    wence("corpus", "add", "--no-rebuild", wence.file("通知.txt", LISHUI))
    wence("corpus", "set", "--no-rebuild", "通知", "--issued", "2026-02-11")
    code, said = wence("corpus", "add", "--no-rebuild", wence.file("通知.txt", LISHUI.replace("60万元", "70万元")))
    assert code == 0
    assert "发布日期保留手工改的「2026-02-11」（这次读出「2026-02-10」）" in said
    (document,) = load_document(home / "library" / "通知").documents
    assert document.issue_date == "2026-02-11"


def test_what_was_removed_or_replaced_comes_back(home: Path, wence: Desk) -> None:
    wence("corpus", "add", wence.file("通知.txt", LISHUI))
    wence("corpus", "add", wence.file("通知.txt", LISHUI.replace("60万元", "70万元")))
    wence("corpus", "remove", "通知")
    assert "通知" in wence("corpus", "restore")[1]
    assert wence("corpus", "restore", "通知")[0] == 0
    assert "70 万元" in wence("ask", "丽水国家级绿色工厂奖多少？")[1]
    wence("corpus", "restore", "通知")
    assert "60 万元" in wence("ask", "丽水国家级绿色工厂奖多少？")[1]
    code, said = wence("corpus", "restore", "没有过")
    assert (code, "没有留下" in said) == (3, True)


def test_a_wrong_call_of_set_says_what_is_missing(home: Path, wence: Desk) -> None:
    assert wence("corpus", "set", "通知")[0] == 2
    assert wence("corpus", "set", "没有", "--title", "x")[0] == 3
    wence("corpus", "add", "--no-rebuild", wence.file("通知.txt", LISHUI))
    code, said = wence("corpus", "set", "通知", "--place", "火星市")
    assert (code, "火星市" in said) == (3, True)


def test_a_text_that_is_too_long_to_be_asked_about_is_refused_with_the_reason(
    home: Path, wence: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.keeping.taking.MOST_CHARACTERS", 50)
    code, said = wence("corpus", "add", wence.file("长.txt", LISHUI))
    assert (code, "万字的上限" in said) == (3, True)
    assert held_documents(home) == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and names of any bytes")
def test_names_that_are_no_text_links_to_themselves_and_pipes_cost_only_themselves(
    home: Path, wence: Desk, tmp_path: Path
) -> None:
    odd = tmp_path / "odd"
    odd.mkdir()
    (odd / "m.txt").symlink_to("m.txt")
    os.mkfifo(odd / "p.txt")
    (odd / os.fsdecode("办法".encode("gb18030") + b".txt")).write_text(LISHUI, encoding="utf-8")
    (odd / os.fsdecode(b"bad\xff\xfe.txt")).write_text(ZHOUSHAN, encoding="utf-8")
    (odd / "again").symlink_to(odd)
    code, said = wence("corpus", "add", str(odd))
    assert (code, said.count("已加入"), said.count("未加入")) == (3, 2, 3)
    assert "程序" not in said
    assert {one.title for one in held_documents(home)} == {
        "丽水市人民政府关于支持绿色工厂的若干意见",
        "舟山市人民政府关于支持绿色工厂的若干意见",
    }
    assert "办法" in {one.id for one in held_documents(home)}
    assert wence("corpus", "check", str(odd))[0] == 3
    assert wence("corpus", "add", "--dry-run", str(odd))[0] == 3
    assert not list((home / "library").glob(".[io]*"))


def test_a_file_that_breaks_the_program_costs_only_itself(
    home: Path, wence: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.extract import document

    extract = document.extract

    def falls_over(raw: Any, name: str, *rest: Any, **more: Any) -> Any:
        if name == "坏.txt":
            raise RecursionError
        return extract(raw, name, *rest, **more)

    monkeypatch.setattr(document, "extract", falls_over)
    code, said = wence("corpus", "add", wence.file("坏.txt", ZHOUSHAN), wence.file("好.txt", LISHUI))
    assert (code, "已加入" in said, "程序出错（RecursionError）" in said) == (3, True, True)


def test_a_place_that_there_is_not_is_refused_before_anything_is_touched(home: Path, wence: Desk) -> None:
    path = wence.file("通知.txt", notice())
    assert "没有找到名为「火星」的地区" in wence("corpus", "add", path, "--place", "火星")[1]
    assert not (home / "library").exists()
    wence("corpus", "add", "--no-rebuild", path)
    wence("corpus", "set", "--no-rebuild", "通知", "--place", "永康市")
    before = (home / "library" / "通知" / "document.toml").read_bytes()
    assert wence("corpus", "add", path, "--place", "火星")[0] == 3
    assert wence("corpus", "add", "--dry-run", path, "--place", "火星")[0] == 3
    assert (home / "library" / "通知" / "document.toml").read_bytes() == before


@pytest.mark.parametrize("call", [("set", "通知"), ("add", "通知.txt")])
def test_a_name_that_several_places_bear_is_not_guessed(home: Path, wence: Desk, call: tuple[str, str]) -> None:
    path = wence.file("通知.txt", notice())
    wence("corpus", "add", "--no-rebuild", path)
    what = path if call[0] == "add" else call[1]
    code, said = wence("corpus", call[0], what, "--place", "朝阳区")
    assert (code, "北京市/朝阳区（110105）" in said, "吉林省/长春市/朝阳区" in said) == (3, True, True)


RULES = (
    "id,level,place,recognition_level,who,duty,duty_kind,recurrence,month_day,period_year,consequence,title,issuer,"
    "number,article,in_force_from,in_force_until,replaces_report_topic,sureness,seen_in,note,seen_on\n"
    "r-1,省,浙江省,省级,名单内企业,报送年度报告,年度填报,每年,03-31,,,浙江省某办法,某厅,"
    "浙某〔2024〕1号,,2024-01-01,,,A,某网,,2026-11-26\n"
)


def test_check_reads_and_refuses_what_add_reads_and_refuses(home: Path, wence: Desk, tmp_path: Path) -> None:
    secret = wence.file("别处/秘密.txt", LISHUI)
    wence.file("一批/rules.csv", RULES)
    wence.file("一批/通知.txt", notice())
    (tmp_path / "drop" / "一批" / "链接.txt").symlink_to(secret)
    folder = str(tmp_path / "drop" / "一批")
    checked = wence.json("corpus", "check", folder, "--json")
    assert [Path(one["path"]).name for one in checked] == ["rules.csv", "通知.txt", "链接.txt"]
    assert [len(one.get("rows", ())) for one in checked] == [1, 2, 0]
    assert checked[2]["refused"] == "链接指向所在文件夹之外"
    _, said = wence("corpus", "add", folder)
    assert [line.split("：")[0] for line in said.splitlines() if line.startswith(("已加入", "未加入"))] == [
        "已加入",
        "已加入",
        "未加入",
    ]
    assert wence.json("corpus", "check", str(tmp_path / "drop" / "一批" / "rules.csv"), "--json")[0]["present"]


def test_check_of_a_library_without_a_problem_lists_none(home: Path, wence: Desk) -> None:
    assert wence.json("corpus", "check", "--json") == [{"problems": [], "ok": True}]


def test_a_full_rebuild_that_changes_nothing_keeps_the_generation_and_says_so(home: Path, wence: Desk) -> None:
    for call in (("rebuild",), ("rebuild", "--full"), ("rebuild", "--full", "--check")):
        assert wence(*call) == (0, "资料没有变化，沿用第 1 代索引。\n")
    assert live_generation(home) == "1"
    assert not (home / "index" / "2").exists()


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        (("corpus", "add", "没有.txt"), 3, "未加入：没有.txt：没有这个文件"),
        (("corpus", "check", "没有.txt"), 3, "没有.txt：不能加入：没有这个文件"),
        (("corpus", "set", "通知", "--expires", "foo"), 2, "「foo」不是日期，请写成 2019-05-20"),
    ],
)
def test_what_can_not_be_done_is_said_as_it_is(
    home: Path, wence: Desk, call: tuple[str, ...], code: int, said: str
) -> None:
    found, told = wence(*call)
    assert (found, said in told) == (code, True)


def test_the_history_of_a_new_home_begins_with_its_first_index(
    tmp_path: Path, wence: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENCE_HOME", str(tmp_path / "新"))
    assert [row["generation"] for row in wence.json("history", "--json")] == ["1"]


def test_why_the_index_did_not_follow_goes_to_stderr(
    home: Path, wence: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wence("corpus", "list")
    monkeypatch.setattr("index.generations.Generations._check", failing)
    capsys.readouterr()
    assert main(["corpus", "off", "gfr2020"]) == 3
    said = capsys.readouterr()
    assert said.out == "已停用：gfr2020\n"
    assert "索引没有更新：没有通过核对" in said.err


def failing(*_: object) -> None:
    raise BuildError("没有通过核对", "请改正")


def packed(folder: Path, name: str, **parts: str) -> str:
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(folder / name, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return str(folder / name)


def test_each_notice_of_an_archive_is_a_document_of_its_own_place(home: Path, wence: Desk, tmp_path: Path) -> None:
    path = packed(tmp_path, "两份.zip", **{"丽水.txt": LISHUI, "舟山.txt": ZHOUSHAN, "../外面.txt": LISHUI})
    checked = wence.json("corpus", "check", path, "--json")
    assert [one.get("places") for one in checked] == [["丽水市"], ["舟山市"], None]
    code, said = wence("corpus", "add", path)
    assert (code, said.count("已加入"), "外面.txt：压缩包里的这个路径指到外面，已跳过" in said) == (3, 2, True)
    assert "60 万元" in wence("ask", "丽水市国家级绿色工厂奖励多少？")[1]
    assert "45 万元" in wence("ask", "舟山市国家级绿色工厂奖励多少？")[1]
    assert wence("corpus", "add", path)[1].count("已在资料库中，没有变化") == 2


@pytest.mark.parametrize(
    "texts",
    [
        (
            "关于组织申报绿色工厂奖励的通知\n奖励30万元。\n永康市经济和信息化局\n2025年3月1日\n",
            "关于支持绿色工厂的若干政策\n奖励40万元。\n东阳市人民政府办公室\n2025年4月1日\n",
        ),
        (
            "永康市绿色工厂奖励办法\n第一条 对国家级绿色工厂奖励70万元。\n",
            "东阳市绿色制造扶持政策\n第一条 对国家级绿色工厂奖励80万元。\n",
        ),
    ],
)
def test_notices_without_a_number_are_told_apart_by_who_signed_them_or_their_places(
    home: Path, wence: Desk, tmp_path: Path, texts: tuple[str, str]
) -> None:
    path = packed(tmp_path, "两份.zip", **{"甲.txt": texts[0], "乙.txt": texts[1]})
    checked = wence.json("corpus", "check", path, "--json")
    assert [one["places"] for one in checked] == [["永康市"], ["东阳市"]]


def test_a_notice_with_its_annexes_stays_one_document(home: Path, wence: Desk, tmp_path: Path) -> None:
    annex = "申报表\n企业名称、所属行业、联系人"
    path = packed(tmp_path, "通知.zip", **{"通知.txt": LISHUI, "附件1 申报表.txt": annex, "/etc/x.txt": ZHOUSHAN})
    code, said = wence("corpus", "add", "--no-rebuild", path)
    assert (code, said.count("已加入"), said.count("已跳过")) == (3, 1, 1)
    [one] = held_documents(home)
    text = (one.folder / "text.md").read_text(encoding="utf-8")
    assert "企业名称" in text
    assert "舟山" not in text


def test_a_document_of_the_whole_country_keeps_the_rows_of_its_text(home: Path, wence: Desk) -> None:
    path = wence.file("意见.txt", LISHUI)
    assert wence("corpus", "add", "--no-rebuild", path, "--place", "全国")[0] == 0
    shown = wence.json("corpus", "show", "意见", "--json")
    assert (shown["places"], [row["place"] for row in shown["rows"]]) == (["全国"], ["丽水市"])
    assert "地区：全国 → 丽水市" in wence("corpus", "set", "--no-rebuild", "意见", "--place", "丽水市")[1]


def test_a_document_to_update_that_there_is_not_is_said_although_the_file_is_held(home: Path, wence: Desk) -> None:
    path = wence.file("意见.txt", LISHUI)
    wence("corpus", "add", "--no-rebuild", path)
    code, said = wence("corpus", "add", "--no-rebuild", path, "--update", "无")
    assert (code, "没有编号为「无」的文件" in said) == (3, True)
