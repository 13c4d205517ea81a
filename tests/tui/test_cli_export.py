"""``wence export memo`` and ``wence verify`` as their users call them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from assistant.keeping.settings import Client, home_folder, save_client
from assistant.keeping.talks import Talks, Turn, new_talk
from assistant.service import Assistant
from tests.conftest import AS_OF
from tests.made_files import notice
from tui.cli.main import main


@pytest.fixture(autouse=True)
def home(wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own: exports are remembered in it."""
    own = Path(shutil.copytree(wence_home, tmp_path / "home"))
    monkeypatch.setenv("WENCE_HOME", str(own))
    monkeypatch.setenv("WENCE_AS_OF", AS_OF.isoformat())
    monkeypatch.chdir(tmp_path)
    return own


def run(capsys: pytest.CaptureFixture[str], *line: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(list(line))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def headings(path: str) -> list[str]:
    return [p.text for p in docx.Document(path).paragraphs if p.style is not None and p.style.name == "Heading 1"]


def test_each_argument_is_a_question_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "export", "memo", "义乌国家级奖多少", "惠州奖多少", "-o", "甲.docx")
    assert (code, out) == (0, "")
    assert err == "已写入 甲.docx：2 个问题，2 条依据。\n"
    assert headings("甲.docx") == ["1. 义乌国家级奖多少", "2. 惠州奖多少", "未收录与待核实"]


def test_the_same_call_twice_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("甲.docx", "乙.docx", "甲.html", "乙.html"):
        run(capsys, "export", "memo", "义乌国家级奖多少", "-o", name)
    assert Path("甲.docx").read_bytes() == Path("乙.docx").read_bytes()
    assert Path("甲.html").read_bytes() == Path("乙.html").read_bytes()


def test_a_file_of_conversations_keeps_them_together(capsys: pytest.CaptureFixture[str]) -> None:
    Path("问题.jsonl").write_text(
        '\ufeff惠州奖多少\n\n{"id": "1", "turns": [{"q": "义乌国家级奖多少"}, {"q": "省级呢？"}]}\n', encoding="utf-8"
    )
    assert run(capsys, "export", "memo", "-f", "问题.jsonl", "-o", "甲.md")[0] == 0
    text = Path("甲.md").read_text(encoding="utf-8")
    assert "## 3. 省级呢？\n\n**省级 50 万元**" in text


def test_a_line_that_cannot_be_read_stops_the_memo_and_leaves_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("问题.jsonl").write_text('惠州奖多少\n{"id": 1}\n', encoding="utf-8")
    code, _, err = run(capsys, "export", "memo", "-f", "问题.jsonl", "-o", "甲.md")
    assert code == 3
    assert "问题.jsonl 第 2 行：缺少 turns" in err
    assert not Path("甲.md").exists()


@pytest.mark.parametrize("option", ["--file", "--template"])
def test_a_memo_never_takes_the_place_of_its_questions_or_its_template(
    capsys: pytest.CaptureFixture[str], option: str
) -> None:
    name = "甲.md" if option == "--file" else "甲.docx"
    Path(name).write_text("惠州奖多少\n", encoding="utf-8")
    Path("链接").symlink_to(name)
    Path("别名" + name[1:]).hardlink_to(name)
    asked = () if option == "--file" else ("惠州奖多少",)
    for given in (name, "链接", f"./{name}"):
        code, _, err = run(capsys, "export", "memo", *asked, option, given, "-o", "别名" + name[1:])
        assert (code, "是同一个文件" in err) == (2, True)
    assert Path(name).read_text(encoding="utf-8") == "惠州奖多少\n"


def test_a_kept_conversation_is_answered_anew_and_says_what_was_said_then(
    capsys: pytest.CaptureFixture[str], home: Path, assistant: Assistant
) -> None:
    from dataclasses import replace
    from datetime import datetime

    talks = Talks(home)
    conversation = assistant.conversation(as_of="2020-06-01")
    talk = new_talk("义乌国家级奖多少", datetime(2020, 6, 1))
    for question in ("义乌国家级奖多少", "省级呢？"):
        answer = replace(conversation.ask(question), records=())
        talk = talks.keep(talk, Turn(question=question, as_of="2020-06-01", asked_at="2020-06-01", answer=answer))
    for name in ("last", talk.id):
        assert run(capsys, "export", "memo", "--talk", name, "-o", "甲.html")[0] == 0
        text = Path("甲.html").read_text(encoding="utf-8")
        assert "截至 2026-11-22 已过期" in text
        assert "2020-06-01 的回答是：义乌市绿色工厂奖励：国家级 500 万元" in text


def test_a_client_fills_in_what_the_questions_leave_out(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    save_client(home, Client(name="甲厂", place="义乌", level="国家级"))
    assert run(capsys, "export", "memo", "我们能拿多少补贴", "--client", "甲厂", "-o", "甲.md")[0] == 0
    text = Path("甲.md").read_text(encoding="utf-8")
    assert "客户：甲厂（义乌，国家级）" in text
    assert "500 万元" in text


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (["义乌奖多少"], 2, "没有写要导出到哪个文件"),
        (["义乌奖多少", "-o", "甲.pdf"], 2, "不能导出成「.pdf」"),
        (["-o", "甲.docx"], 2, "没有要问的问题"),
        (["义乌奖多少", "--talk", "last", "-o", "甲.docx"], 2, "只能用一种"),
        (["义乌奖多少", "-o", "甲.md", "--template", "模板.docx"], 2, "--template 只用于 Word"),
        (["义乌奖多少", "-o", "甲.docx", "--template", "没有.docx"], 3, "打不开模板"),
        (["-f", "没有.txt", "-o", "甲.docx"], 3, "打不开文件"),
        (["--talk", "last", "-o", "甲.docx"], 3, "还没有保存的对话"),
        (["义乌奖多少", "-o", "没有/甲.docx"], 3, "写不了文件"),
        (["  ", "-o", "甲.docx"], 2, "问题是空的"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_what_to_do(
    capsys: pytest.CaptureFixture[str], line: list[str], code: int, said: str
) -> None:
    found, out, err = run(capsys, "export", "memo", *line)
    assert (found, out, len(err.splitlines())) == (code, "", 2)
    assert said in err
    assert not Path("甲.docx").exists()


def test_a_memo_of_which_nothing_is_known_is_written_and_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "export", "memo", "火星有补贴吗", "-o", "甲.docx")[0] == 1
    assert headings("甲.docx") == ["1. 火星有补贴吗", "未收录与待核实"]


def test_verify_takes_files_and_ids_and_tells_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "export", "memo", "义乌国家级奖多少", "惠州奖多少", "--as-of", "2020-06-01", "-o", "甲.docx")
    code, out, err = run(capsys, "verify", "甲.docx", "--as-of", "2020-06-01")
    assert (code, err) == (0, "")
    assert out.endswith("共 2 个回答：0 个有变化，2 个没有变化。\n")
    code, out, _ = run(capsys, "verify", "甲.docx")
    assert code == 1
    assert out.startswith(
        "有变化：义乌国家级奖多少（以 2020-06-01 为准的回答）\n  依据已到期：义乌市国家级奖励 500 万元\n"
    )
    code, out, _ = run(capsys, "verify", "甲.docx", "--json")
    answers = json.loads(out)
    assert [one["changed"] for one in answers] == [True, False]
    assert answers[0]["figures"][0]["verdict_name"] == "依据已到期"
    assert run(capsys, "verify", answers[1]["id"])[0] == 0
    assert run(capsys, "verify", answers[0]["id"])[0] == 1


def test_verify_without_a_name_checks_all_that_was_taken_away_by_client(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    save_client(home, Client(name="甲厂", place="义乌", level="国家级"))
    run(capsys, "export", "memo", "我们能拿多少补贴", "--client", "甲厂", "-o", "甲.md")
    run(capsys, "export", "memo", "惠州奖多少", "-o", "乙.md")
    code, out, _ = run(capsys, "verify")
    assert code == 0
    assert re.findall(r"^■ (.*)$", out, re.MULTILINE) == ["没有写客户", "甲厂"]
    assert "惠州" not in run(capsys, "verify", "--client", "甲厂")[1]


def test_what_cannot_be_read_is_named_and_the_rest_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "export", "memo", "惠州奖多少", "-o", "甲.md")
    Path("坏.docx").write_bytes(b"PK\x03\x04")
    code, out, err = run(capsys, "verify", "坏.docx", "甲.md", "0123456789ab")
    assert code == 3
    assert "没有变化：惠州奖多少" in out
    assert "坏.docx 不完整或已损坏" in err
    assert "没有编号为 0123456789ab 的导出记录" in err


def test_nothing_taken_away_yet_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "verify")
    assert code == 3
    assert "没有可以核对的回答" in err


@pytest.fixture
def clients(home: Path) -> None:
    save_client(home, Client(name="甲厂", place="义乌", level="国家级", batch=3))
    save_client(home, Client(name="乙厂", place="惠州", level="国家级", batch=1))


@pytest.mark.usefixtures("clients")
def test_a_checklist_is_answered_for_every_client_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    Path("清单.txt").write_text("我们国家级能奖多少\n我们什么时候要复核\n", encoding="utf-8")
    assert run(capsys, "batch", "清单.txt", "--clients", "all", "-o", "对照.xlsx") == (0, "", "已写入 对照.xlsx。\n")
    book = load_workbook("对照.xlsx")
    assert book.sheetnames == ["结果", "对照", "依据", "说明", "wence"]
    heads, *rows = book["对照"].values
    assert heads == ("客户", "我们国家级能奖多少", "我们什么时候要复核")
    assert {row[0]: row[1] for row in rows} == {
        "甲厂": "国家级 500 万元（已过期）", "乙厂": "国家级 50 万元（未载明有效期）"
    }  # fmt: skip
    code, out, _ = run(capsys, "verify", "对照.xlsx")
    assert (code, out.count("没有变化：")) == (0, 4)
    assert re.findall(r"^■ (.*)$", out, re.MULTILINE) == ["乙厂", "甲厂"]


@pytest.mark.usefixtures("clients")
def test_some_clients_are_named_and_each_line_says_for_whom(capsys: pytest.CaptureFixture[str]) -> None:
    Path("清单.jsonl").write_text(
        '我们国家级能奖多少\n{"id": "丙", "client": {"place": "永康"}, "turns": [{"q": "我们国家级能奖多少"}]}\n',
        encoding="utf-8",
    )
    code, out, _ = run(capsys, "batch", "清单.jsonl", "--clients", "乙厂，甲厂")
    told = [(one["client"], one["id"]) for one in map(json.loads, out.splitlines())]
    assert (code, told) == (0, [("乙厂", "1"), ("本行", "丙"), ("甲厂", "1"), ("本行", "丙")])


def test_clients_that_are_not_there_or_cannot_be_read_are_told(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    Path("清单.txt").write_text("我们国家级能奖多少\n", encoding="utf-8")
    assert run(capsys, "batch", "清单.txt", "--clients", "all")[0] == 2
    save_client(home, Client(name="甲厂", place="义乌"))
    (home / "clients" / "坏厂.toml").write_text("=", encoding="utf-8")
    code, out, err = run(capsys, "batch", "清单.txt", "--clients", "all")
    assert (code, [json.loads(line)["client"] for line in out.splitlines()]) == (3, ["甲厂"])
    assert "坏厂" in err
    assert "丁厂" in run(capsys, "batch", "清单.txt", "--clients", "甲厂,丁厂")[2]
    assert run(capsys, "batch", "清单.txt", "--clients", "all", "--client", "甲厂")[0] == 2


def test_a_home_that_cannot_be_written_costs_no_memo(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (home / "history").write_text("no folder", encoding="utf-8")
    code, _, err = run(capsys, "export", "memo", "惠州奖多少", "-o", "甲.docx")
    assert code == 0
    assert Path("甲.docx").is_file()
    assert "写不了导出记录" in err


@pytest.mark.usefixtures("clients")
def test_a_rebuild_lists_the_exports_concerned_by_client(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "export", "memo", "我们国家级能奖多少", "--client", "甲厂", "-o", "甲.docx")
    run(capsys, "export", "memo", "我们国家级能奖多少", "--client", "乙厂", "-o", "乙.docx")
    run(capsys, "export", "memo", "义乌国家级奖多少", "--as-of", "2020-06-01", "-o", "旧.md")
    Path("通知.txt").write_text(notice(), encoding="utf-8")
    code, out, _ = run(capsys, "corpus", "add", "通知.txt")
    assert code == 0
    assert out.endswith(
        "导出过的回答里，这些的依据变了（逐个数字见 wence verify）：\n"
        "  没有写客户：1 个回答（旧.md）\n    义乌国家级奖多少\n"
        "  甲厂：1 个回答（甲.docx）\n    我们国家级能奖多少\n"
    )


@pytest.mark.usefixtures("clients")
def test_what_time_alone_has_ended_is_no_news_of_a_rebuild(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "export", "memo", "义乌国家级奖多少", "--as-of", "2020-06-01", "-o", "旧.md")
    Path("海宁.csv").write_text("地区,类别,级别,奖励标准（万元）\n海宁市,绿色工厂,国家级,70\n", encoding="utf-8")
    assert "导出过的回答" not in run(capsys, "corpus", "add", "海宁.csv")[1]


@pytest.mark.usefixtures("clients")
def test_an_answer_has_the_same_id_wherever_it_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    def asked_id(*line: str) -> str:
        return str(json.loads(run(capsys, "ask", "--json", *line)[1])["answer_id"])

    plain, own = asked_id("义乌国家级奖多少"), asked_id("义乌国家级奖多少", "--client", "甲厂")
    assert plain == asked_id("义乌国家级奖多少")
    assert len({plain, own, asked_id("义乌国家级奖多少", "--as-of", "2020-06-01"), asked_id("惠州国家级奖多少")}) == 4
    run(capsys, "export", "memo", "义乌国家级奖多少", "-o", "甲.md")
    assert f"回答编号 {plain}" in Path("甲.md").read_text(encoding="utf-8")
    assert run(capsys, "verify", plain)[0] == 0
    Path("问.txt").write_text("义乌国家级奖多少\n", encoding="utf-8")
    (line,) = run(capsys, "batch", "问.txt", "--client", "甲厂")[1].splitlines()
    assert json.loads(line)["turns"][0]["answer_id"] == own


def test_the_json_of_an_answer_is_a_file_to_verify(capsys: pytest.CaptureFixture[str]) -> None:
    Path("答.json").write_text(run(capsys, "ask", "--json", "义乌国家级奖多少")[1], encoding="utf-8")
    code, out, _ = run(capsys, "verify", "答.json")
    assert code == 0
    assert "不变：义乌市国家级奖励 500 万元" in out


@pytest.mark.parametrize("file", ["答.jsonl", "答.csv", "答.xlsx"])
def test_what_a_batch_wrote_is_a_file_to_verify(capsys: pytest.CaptureFixture[str], file: str) -> None:
    save_client(home_folder(), Client(name="甲厂", place="义乌市", level="国家级"))
    Path("问.txt").write_text("我们能拿多少奖励？\n惠州市国家级绿色工厂奖多少？\n", encoding="utf-8")
    assert run(capsys, "batch", "问.txt", "--client", "甲厂", "-o", file, "--as-of", "2020-06-01")[0] == 0
    code, out, err = run(capsys, "verify", file, "--as-of", "2020-06-01")
    assert (code, out.splitlines()[-1], err) == (0, "共 2 个回答：0 个有变化，2 个没有变化。", "")
    assert run(capsys, "verify", file)[0] == 1


def test_what_can_not_be_remembered_is_said_in_whole_sentences(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    (home / "history").write_text("", encoding="utf-8")
    code, _, err = run(capsys, "export", "memo", "义乌国家级奖多少", "-o", "甲.md")
    assert code == 0
    assert "。文件已导出，但以后只能凭文件核对。" in err
    assert "。。" not in err
