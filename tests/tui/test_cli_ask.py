"""``wence ask`` and ``wence search`` end to end, on the built index of the shipped corpus."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from tui.cli.main import main

ROOT = Path(__file__).parent.parent.parent
WENCE = str(Path(sys.executable).with_name("wence"))
"""the installed command: ``python -m`` ends by the signal where the interrupt meets a class being made"""
PATIENCE = 300
"""seconds that a command may take on however busy a machine before it counts as hanging"""
YIWU = "义乌的国家级绿色工厂能奖多少钱？"
ANSWER_KEYS = {
    "question", "as_of", "status", "intent", "understood", "headline", "answer", "citations", "records", "caveats",
    "suggestions", "generation", "ms", "unused", "aspect", "answer_id",
}  # fmt: skip
CITATION_KEYS = {
    "n",
    "doc",
    "doc_id",
    "policy",
    "section",
    "locator",
    "quote",
    "quote_kind",
    "page",
    "lines",
    "seen_on",
    "sureness",
    "sureness_amount",
    "sureness_number",
}
HIT_KEYS = {"rank", "id", "kind", "title", "text", "doc", "section", "locator", "matched"}


@pytest.fixture(autouse=True)
def _home(wence_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HOME", str(wence_home))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-22")


def wence(*arguments: str, data: bytes = b"", **environment: str) -> tuple[int, bytes, bytes]:
    """A command in a process of its own: exit code, stdout, stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli.main", *arguments],
        cwd=ROOT, env={**os.environ, **environment}, input=data, capture_output=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def in_process(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    _, out, _ = in_process(capsys, "ask", "--json", *arguments)
    record: dict[str, Any] = json.loads(out)
    return record


def test_an_answer_leads_with_its_figure_tells_its_validity_and_its_source() -> None:
    code, out, err = wence("ask", YIWU)
    text = out.decode("utf-8")
    assert (code, err) == (0, b"")
    assert "500 万元" in text.splitlines()[0]
    assert "2020-12-31" in text
    assert "表 3.2" in text


def test_the_words_of_a_question_need_no_quotes_and_options_may_stand_anywhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert asked(capsys, "义乌", "国家级", "能奖多少")["question"] == "义乌 国家级 能奖多少"
    code, out, _ = in_process(capsys, "ask", "义乌", "--json", "国家级")
    assert (code, json.loads(out)["question"]) == (0, "义乌 国家级")


def test_the_json_of_an_answer_has_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    record = asked(capsys, YIWU)
    assert set(record) >= ANSWER_KEYS
    assert record["citations"]
    assert all(set(citation) >= CITATION_KEYS for citation in record["citations"])
    assert record["answer"].startswith(record["headline"])
    assert record["as_of"] == "2026-11-22"


def test_the_command_and_python_give_the_same_answer(capsys: pytest.CaptureFixture[str], assistant: Assistant) -> None:
    assert in_process(capsys, "ask", YIWU)[1] == assistant.ask(YIWU).text + "\n"


def test_the_option_outranks_the_environment(capsys: pytest.CaptureFixture[str]) -> None:
    record = asked(capsys, "--as-of", "2019-06-30", YIWU)
    assert record["as_of"] == "2019-06-30"
    assert "500 万元" in record["headline"]


def test_markdown_is_another_form_of_the_same_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = in_process(capsys, "ask", "--format", "markdown", YIWU)
    assert code == 0
    assert "**" in out
    assert "500 万元" in out


def test_explain_stands_below_the_answer_and_in_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    plain = in_process(capsys, "ask", YIWU)[1]
    explained = in_process(capsys, "ask", "--explain", YIWU)[1]
    assert explained.startswith(plain.rstrip("\n"))
    assert "理解过程：" in explained
    assert "explain" not in asked(capsys, YIWU)
    assert asked(capsys, "--explain", YIWU)["explain"]


def test_a_client_fills_in_what_the_question_leaves_out(
    capsys: pytest.CaptureFixture[str], wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(wence_home, home)
    monkeypatch.setenv("WENCE_HOME", str(home))
    assert in_process(capsys, "client", "set", "甲厂", "--place", "义乌", "--level", "国家级")[0] == 0
    record = asked(capsys, "--client", "甲厂", "我们能拿多少补贴？")
    assert [place["name"] for place in record["understood"]["places"]] == ["义乌市"]
    assert "500 万元" in record["headline"]


@pytest.mark.parametrize("question", ["今天天气怎么样", "火星上的绿色工厂有补贴吗"])
def test_what_the_corpus_does_not_hold_is_said_and_exits_1(question: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = in_process(capsys, "ask", "--json", question)
    assert (code, err) == (1, "")
    assert json.loads(out)["status"] in ("no_answer", "clarify")


def test_stdin_is_asked_like_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = wence("ask", "-", "--json", data=f"\ufeff{YIWU}\r\n".encode())
    assert (code, err) == (0, b"")
    assert json.loads(out)["question"] == YIWU


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_stdin_is_read_in_the_encodings_that_a_file_of_questions_is(encoding: str) -> None:
    code, out, err = wence("ask", "-", "--json", "question", data=YIWU.encode(encoding))
    assert (code, err) == (0, b"")
    assert json.loads(out) == {"question": YIWU}


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", 2), (b" \n\t", 2), (b"\xff\xfe\x00", 3), (b"\xff\xff\xff", 3)],
    ids=["empty", "blank", "no text", "no bytes of text"],
)
def test_bad_stdin_is_two_lines_and_an_exit_code(data: bytes, code: int) -> None:
    got, out, err = wence("ask", "-", data=data)
    assert (got, out) == (code, b"")
    assert [line[:3] for line in err.decode("utf-8").splitlines()] == ["错误：", "办法："]


ODD = [
    *('"', "(", "[义乌", "义乌 AND OR NOT", "place:义乌", "*", "义乌~2^3", "{}", "%s %d {0}", "\\", "😀🏭"),
    *(
        "<script>",
        "--",
        "\x1b[31m义乌\x07",
        "' OR 1=1 --",
        "[bold]义乌[/bold]",
        "ａｂｃ１２３",
        "\u202e义乌",
        "0" * 1900,
    ),
]


@pytest.mark.parametrize("question", ODD, ids=range(len(ODD)))
def test_odd_questions_are_answered_or_declined_never_a_traceback(
    question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = in_process(capsys, "ask", "--", question)
    assert code in (0, 1, 2), err
    assert "Traceback" not in err
    assert "内部出错" not in err
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_a_question_of_100_kilobytes_is_declined_with_both_figures() -> None:
    code, out, err = wence("ask", "-", data="政".encode() * 34_000)
    assert (code, err) == (1, b"")
    assert "问题有 34000 个字，最多 10000 个字" in out.decode().splitlines()[0]


@pytest.mark.parametrize("written", ["2019/06/30", "2019.6.30", "20190630", "2019年6月30日", "２０１９－０６－３０"])
def test_a_day_is_taken_in_every_way_that_can_be_read_only_one_way(
    capsys: pytest.CaptureFixture[str], written: str
) -> None:
    assert asked(capsys, "--as-of", written, YIWU)["as_of"] == "2019-06-30"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2021年6月31日", "6 月没有 31 日"),
        ("2021-02-29", "2021 年 2 月没有 29 日"),
        ("2020-02-30", "2 月没有 30 日"),
        ("20201301", "没有 13 月"),
    ],
)
def test_a_day_that_the_calendar_lacks_is_told(capsys: pytest.CaptureFixture[str], written: str, said: str) -> None:
    code, out, err = in_process(capsys, "ask", "--as-of", written, YIWU)
    assert (code, out) == (2, "")
    assert said in err.splitlines()[0]


def test_all_after_two_dashes_is_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "--", "--as-of", "是什么")["question"] == "--as-of 是什么"
    out = in_process(capsys, "ask", "--json", "义乌", "--", "--json", "-o")[1]
    assert json.loads(out)["question"] == "义乌 --json -o"


def test_fields_after_json_choose_what_is_given_and_a_question_is_no_field(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = in_process(capsys, "ask", "--json", "status,headline", YIWU)
    assert list(json.loads(out)) == ["status", "headline"]
    _, out, _ = in_process(capsys, "ask", "--json", "headline", YIWU)
    assert list(json.loads(out)) == ["headline"]
    assert asked(capsys, "LED")["question"] == "LED"


def test_an_unknown_field_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--json", "headline,foo"], ["--template", "$foo"]):
        code, out, err = in_process(capsys, "ask", *words, YIWU)
        assert (code, out) == (2, "")
        assert "「foo」" in err
        assert "headline" in err


def test_a_template_makes_a_paragraph_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = in_process(
        capsys, "ask", "--template", "客户问：$question\n答：${headline}依据$citations。$$", YIWU
    )
    first, second = out.splitlines()
    assert (code, err, first) == (0, "", f"客户问：{YIWU}")
    assert second.startswith("答：义乌市绿色工厂奖励：国家级 500 万元")
    assert second.endswith("表 3.2 序号 10 义乌市。$")
    assert in_process(capsys, "ask", "--template", "价 $ 元", YIWU)[0] == 2


def test_the_output_is_utf8_in_any_locale() -> None:
    code, out, err = wence("ask", YIWU, LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert (code, err) == (0, b"")
    assert "500 万元" in out.decode("utf-8")


def test_a_broken_argument_is_refused_in_one_line_and_a_hint() -> None:
    code, out, err = wence("ask", os.fsdecode("义乌".encode("gb18030")))
    assert (code, out) == (2, b"")
    assert "UTF-8" in err.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m tui.cli.main subsidies | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("words", "code"),
    [(f"{YIWU} >&-", 0), (f"{YIWU} 2>&-", 0), ("- <&-", 2), (f"{YIWU} > /dev/full", 3)],
    ids=["no stdout", "no stderr", "no stdin", "full disk"],
)
def test_closed_and_full_streams_end_in_an_exit_code(words: str, code: int) -> None:
    command = f"{sys.executable} -m tui.cli.main ask {words}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_ctrl_c_exits_130_without_a_traceback() -> None:
    process = subprocess.Popen(
        [WENCE, "batch", "-"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{YIWU}\n".encode())
    process.stdin.flush()
    process.stdout.readline()  # it is answering now
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"Traceback" not in err


def test_the_first_question_builds_the_index_in_the_same_run_and_only_in_its_home(tmp_path: Path) -> None:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    scratch.mkdir()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    code, out, err = wence("ask", YIWU, WENCE_HOME=str(home), TMPDIR=str(scratch), HOME=str(scratch))
    assert (code, err) == (0, b"")
    assert "500 万元" in out.decode("utf-8")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 10
    assert (home / "index").is_dir()
    assert list(scratch.iterdir()) == []


def test_hits_are_ranked_and_one_json_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = in_process(capsys, "search", "义乌 国家级", "--json", "-n", "3")
    hits = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert all(set(hit) >= HIT_KEYS for hit in hits)
    assert "义乌" in hits[0]["title"] + hits[0]["text"]


def test_hits_give_the_fields_asked_for_or_a_line_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = in_process(capsys, "search", "义乌 国家级", "--json", "rank,title", "-n", "2")
    assert [list(json.loads(line)) for line in out.splitlines()] == [["rank", "title"]] * 2
    _, out, _ = in_process(capsys, "search", "义乌 国家级", "--template", "$rank/$kind", "-n", "1")
    assert out.startswith("1/")


def test_a_kind_keeps_only_that_kind(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = in_process(capsys, "search", "水泥", "--kind", "standard", "--json")
    assert {json.loads(line)["kind"] for line in out.splitlines()} == {"standard"}


def test_hits_for_people_show_what_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = in_process(capsys, "search", "错峰生产")
    assert code == 0
    assert out.startswith("1. [")


def test_a_search_without_hits_exits_1_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = in_process(capsys, "search", "zzzzqqqq")
    assert (code, out) == (1, "")
    assert "没有找到" in err


def test_an_empty_search_is_told_how_to_search(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = in_process(capsys, "search", " ")
    assert (code, out) == (2, "")
    assert "wence search" in err
    assert "问题" not in err


def test_on_a_terminal_the_first_build_shows_its_progress(tmp_path: Path) -> None:
    screen, stderr = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "tui.cli.main", "ask", YIWU],
        cwd=ROOT, env={**os.environ, "WENCE_HOME": str(tmp_path)}, stdout=subprocess.PIPE, stderr=stderr,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    os.close(stderr)
    shown = os.read(screen, 65536).decode("utf-8", "replace")
    os.close(screen)
    assert done.returncode == 0
    assert "建立索引" in shown
    assert shown.rstrip(" ").endswith("\r")
