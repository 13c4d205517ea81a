"""``wence batch`` end to end: conversations in, answers out in the same order."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.keeping.settings import Client, save_client
from assistant.service import Assistant, Conversation
from tests.tui.test_cli_ask import PATIENCE, ROOT
from tui.cli.clerks import Clerk
from tui.cli.main import main
from tui.cli.questions import whole

TURN_KEYS = {"status", "answer", "headline", "intent", "citations", "ms"}


@pytest.fixture(autouse=True)
def _home(wence_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HOME", str(wence_home))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-22")


def batch(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str | bytes, *options: str
) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and records for a file of that text."""
    file = tmp_path / "questions"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    capsys.readouterr()
    code = main(["batch", str(file), *options])
    captured = capsys.readouterr()
    assert captured.err.startswith("已写入 ") if "-o" in options else captured.err == ""
    return code, [json.loads(line) for line in captured.out.splitlines()]


def line(number: str, *questions: str, **more: Any) -> str:
    return json.dumps({"id": number, "turns": [{"q": question} for question in questions], **more}, ensure_ascii=False)


def test_conversations_are_answered_in_order_each_by_itself(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = "\n".join((line("b", "义乌的国家级绿色工厂能奖多少钱？", "省级呢？"), line("a", "省级呢？")))
    code, records = batch(capsys, tmp_path, text)
    assert (code, [record["id"] for record in records]) == (0, ["b", "a"])
    talk, alone = records
    assert all(set(turn) >= TURN_KEYS for turn in talk["turns"])
    assert "500 万元" in talk["turns"][0]["headline"]
    assert "义乌" in talk["turns"][1]["answer"]
    assert "义乌" not in alone["turns"][0]["headline"]


def test_each_line_is_asked_on_its_own_day(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    question = "义乌的国家级绿色工厂奖励还有效吗？"
    text = "\n".join((line("1", question, as_of="2019-06-30"), line("2", question)))
    _, (then, now) = batch(capsys, tmp_path, text)
    assert then["turns"][0]["answer"] != now["turns"][0]["answer"]


def test_plain_lines_are_questions_and_blank_ones_are_skipped(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, records = batch(capsys, tmp_path, "\ufeff义乌国家级奖多少？\r\n\r\n第三批有多少家？\r\n")
    assert (code, [record["id"] for record in records]) == (0, ["1", "3"])
    assert "391" in records[1]["turns"][0]["answer"]


def test_a_bad_line_is_told_in_its_place_and_the_rest_is_answered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = "义乌国家级奖多少？\n{broken\n".encode() + "义乌".encode("gb18030") + "\n第三批有多少家？".encode()
    code, records = batch(capsys, tmp_path, text)
    assert code == 3
    assert [record["id"] for record in records] == ["1", None, None, "4"]
    assert [record.get("line") for record in records] == [None, 2, 3, None]
    assert "JSON" in records[1]["error"]
    assert "UTF-8" in records[2]["error"]


def test_the_answers_can_go_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, records = batch(capsys, tmp_path, "义乌国家级奖多少？", "-o", str(tmp_path / "answers.jsonl"))
    assert (code, records) == (0, [])
    assert json.loads((tmp_path / "answers.jsonl").read_text(encoding="utf-8"))["id"] == "1"


def test_a_missing_file_is_a_clear_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["batch", str(tmp_path / "none")]) == 3
    assert "打不开文件" in capsys.readouterr().err


@pytest.mark.parametrize("question", ["", " ", "\x00\x1b[2J", "\ud800", "政" * 34_000], ids=range(5))
def test_an_odd_question_of_a_batch_gets_an_answer_of_its_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, question: str
) -> None:
    code, records = batch(capsys, tmp_path, json.dumps({"id": "x", "turns": [{"q": question}]}))
    assert code in (0, 3)
    assert records[0].get("error") or records[0]["turns"][0]["status"] in ("clarify", "no_answer")


TWO = "义乌国家级奖多少？\r\n第三批有多少家？\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_is_read_in_whatever_encoding_an_editor_saved_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, encoding: str
) -> None:
    code, records = batch(capsys, tmp_path, TWO.encode(encoding))
    assert (code, [record["id"] for record in records]) == (0, ["1", "2"])
    assert "500 万元" in records[0]["turns"][0]["headline"]
    assert "391" in records[1]["turns"][0]["headline"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_questions_piped_in_are_read_in_another_encoding_too(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli.main", "batch", "-", "--json", "headline"],
        cwd=ROOT, input=TWO.encode(encoding), capture_output=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "2"]


@pytest.mark.parametrize(
    ("data", "said"), [(b"PK\x03\x04xx", "Excel"), (b"%PDF-1.7", "PDF"), (b"\0\1\2\3" * 9, "编码")]
)
def test_a_file_that_is_no_text_is_one_error_that_says_how_to_save_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "问题").write_bytes(data)
    assert main(["batch", str(tmp_path / "问题")]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "另存为" in captured.err


def test_an_id_is_kept_with_its_type_also_where_the_rest_cannot_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = (
        line("w", "义乌？", as_of="2021-06-31"),
        '{"id": 7, "turns": [{"q": "义乌国家级奖多少"}]}',
        '{"id": "x"}',
        '{"id": 12, "turns": [{"q": 5}]}',
        '{"id": "断", "turns": [',
        '{"id": true, "turns": [{"q": "义乌"}]}',
        '{"turns": []}',
    )
    code, records = batch(capsys, tmp_path, "\n".join(lines))
    assert code == 3
    assert [record["id"] for record in records] == ["w", 7, "x", 12, "断", None, None]
    assert [record.get("line") for record in records] == [1, None, 3, 4, 5, 6, 7]
    assert "6 月没有 31 日" in records[0]["error"]


def test_each_turn_repeats_its_question_its_day_and_its_caveats(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, (record,) = batch(capsys, tmp_path, line("a", "安徽国家级奖多少？", as_of="2019年6月30日"))
    (turn,) = record["turns"]
    assert (turn["question"], turn["as_of"]) == ("安徽国家级奖多少？", "2019-06-30")
    assert turn["caveats"]


def test_a_line_may_have_a_client_of_its_own_and_an_unknown_one_costs_only_that_line(
    capsys: pytest.CaptureFixture[str], wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    monkeypatch.setenv("WENCE_HOME", str(home))
    for name, place in (("甲厂", "义乌"), ("乙厂", "永康")):
        save_client(home, Client(name=name, place=place, level="国家级"))
    question = "我们能拿多少补贴？"
    lines = (
        line("1", question, client="乙厂"),
        line("2", question),
        line("3", question, client={"place": "厦门", "level": "国家级"}),
        line("4", question, client=""),
        line("5", question, client="丙厂"),
        line("6", question, client={"level": "世界级"}),
        line("7", question, client=3),
    )
    code, records = batch(capsys, tmp_path, "\n".join(lines), "--client", "甲厂")
    assert code == 3
    heads = [record["turns"][0]["headline"] for record in records if "turns" in record]
    assert [any(place in head for place in ("永康", "义乌", "厦门")) for head in heads] == [True, True, True, False]
    assert [record.get("client") for record in records[:4]] == ["乙厂", "甲厂", "本行", None]
    assert ["丙厂" in records[4]["error"], "世界级" in records[5]["error"], "client" in records[6]["error"]] == [
        True
    ] * 3


def test_a_line_that_breaks_the_program_is_an_error_in_its_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Conversation.ask

    def broken(self: Conversation, question: str, **more: Any) -> Any:
        if "坏" in question:
            raise RuntimeError("engine\nfell over")
        return whole(self, question, **more)

    monkeypatch.setattr(Conversation, "ask", broken)
    code, records = batch(capsys, tmp_path, "义乌国家级奖多少？\n坏问题\n第三批有多少家？")
    assert (code, [record["id"] for record in records]) == (3, ["1", "2", "3"])
    assert records[1] == {"id": "2", "line": 2, "error": "程序内部出错（RuntimeError：engine fell over）"}


def test_several_processes_give_the_same_answers_in_the_same_order(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = [line(f"{number}", "义乌国家级奖多少？", "省级呢？") for number in range(20)] + [
        "{broken",
        "第三批有多少家？",
    ]
    fields = ("--json", "headline,status")
    alone = batch(capsys, tmp_path, "\n".join(lines), *fields)
    assert batch(capsys, tmp_path, "\n".join(lines), *fields, "--jobs", "2") == alone
    assert [record["id"] for record in alone[1]][-3:] == ["19", None, "22"]


def test_a_template_makes_one_line_a_turn(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "q").write_text(line("甲", "义乌国家级奖多少？", "省级呢？") + "\n{bad\n", encoding="utf-8")
    assert main(["batch", str(tmp_path / "q"), "--template", "$id|$question|$status"]) == 3
    first, second, third = capsys.readouterr().out.splitlines()
    assert (first, second) == ("甲|义乌国家级奖多少？|answered", "甲|省级呢？|answered")
    assert json.loads(third)["line"] == 2


def test_with_wence_debug_an_internal_error_is_shown_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Conversation, question: str, **more: Any) -> Any:
        raise RuntimeError("engine fell over")

    monkeypatch.setattr(Conversation, "ask", broken)
    monkeypatch.setenv("WENCE_DEBUG", "1")
    (tmp_path / "q").write_text("义乌国家级奖多少？", encoding="utf-8")
    for words in (["batch", str(tmp_path / "q")], ["ask", "义乌国家级奖多少？"]):
        with pytest.raises(RuntimeError, match="fell over"):
            main(words)


def test_no_question_at_all_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "q").write_text("\n \r\n", encoding="utf-8")
    assert main(["batch", str(tmp_path / "q")]) == 0
    captured = capsys.readouterr()
    assert (captured.out, "没有问题" in captured.err) == ("", True)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_process_that_is_killed_ends_the_batch_with_an_error_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "q").write_text("义乌国家级奖多少？\n" * 20_000, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "tui.cli.main", "batch", str(tmp_path / "q"), "--jobs", "2", "-o", str(tmp_path / "a")],
        cwd=ROOT, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        workers: list[int] = []
        while len(workers) < 2:  # one alone may be killed before the pool knows it
            children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text(encoding="ascii").split()
            workers = [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
            assert running.poll() is None
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        _, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 3
    assert "进程" in err.decode()
    assert "Traceback" not in err.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["q"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["q", "place", "level", "name"]), inner)
    ),
    max_leaves=6,
)
QUESTIONS = st.sampled_from(
    ["义乌国家级奖多少", "省级呢？", "2021年6月31日以后呢", "第三批什么时候复核", "\ud800"]
) | st.text(max_size=20)
LINES = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON,
        "as_of": JSON | st.sampled_from(["2019-06-30", "2021年6月31日", "今天"]),
        "client": JSON
        | st.fixed_dictionaries({"place": st.text(max_size=4), "batch": st.integers(), "level": st.text(max_size=3)}),
        "turns": JSON | st.lists(st.fixed_dictionaries({"q": QUESTIONS}), min_size=1, max_size=3),
    },
)


@given(line=LINES)
@hypothesis_settings(
    max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_a_line_holds_it_is_answered_or_told_and_ends_nothing(
    assistant: Assistant, line: dict[str, Any]
) -> None:
    record = Clerk(assistant, False).answer((1, json.dumps(line).encode()), None).record
    assert ("turns" in record) != ("error" in record)
    assert "内部出错" not in record.get("error", "")
    if isinstance(line.get("id"), str | int) and not isinstance(line["id"], bool):
        assert record["id"] == (line["id"] if isinstance(line["id"], int) else whole(line["id"]))
    json.dumps(record, ensure_ascii=False).encode("utf-8")
