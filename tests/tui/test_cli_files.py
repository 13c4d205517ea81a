"""Files that commands write: whole or not at all, never over the input, and what their name says."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.keeping.writing import whole, write_new
from tests.tui.test_cli_ask import PATIENCE, ROOT, WENCE
from tui.cli.main import main

OLD = "上周的回答\n"


@pytest.fixture(autouse=True)
def _home(wence_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_HOME", str(wence_home))
    monkeypatch.setenv("WENCE_AS_OF", "2026-11-22")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "问题.txt"
    file.write_text("义乌国家级奖多少？\n第三批有多少家？\n", encoding="utf-8")
    return file


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, list[str]]:
    capsys.readouterr()
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err.splitlines()


@pytest.mark.parametrize("way", ["same", "dotted", "link", "hard link"])
def test_answers_are_never_written_over_their_questions(
    capsys: pytest.CaptureFixture[str], questions: Path, way: str
) -> None:
    before, other = questions.read_bytes(), questions.with_name("另一个名字.jsonl")
    if way == "dotted":
        (questions.parent / "x").mkdir()
        other = questions.parent / "x" / ".." / questions.name
    elif way == "link":
        other.symlink_to(questions)
    elif way == "hard link":
        os.link(questions, other)
    else:
        other = questions
    code, out, err = run(capsys, "batch", str(questions), "-o", str(other))
    assert (code, out, len(err)) == (2, "", 2)
    assert "同一个文件" in err[0]
    assert questions.read_bytes() == before


def test_questions_from_stdin_are_not_written_over_either(questions: Path) -> None:
    before = questions.read_bytes()
    with questions.open("rb") as source:
        done = subprocess.run(
            [sys.executable, "-m", "tui.cli.main", "batch", "-", "-o", str(questions)],
            cwd=ROOT, stdin=source, capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    assert (done.returncode, questions.read_bytes()) == (2, before)


def _as_from_a_terminal() -> None:
    """Signals as a shell in a terminal hands them on: a test run without one may ignore some."""
    for name in (signal.SIGHUP, signal.SIGINT):
        signal.signal(name, signal.SIG_DFL)


ENDED = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGKILL: -signal.SIGKILL}


@pytest.mark.parametrize("how", ENDED, ids=lambda how: how.name)
def test_a_batch_that_is_ended_half_way_leaves_the_old_answers(tmp_path: Path, how: signal.Signals) -> None:
    old = tmp_path / "回答.jsonl"
    old.write_text(OLD, encoding="utf-8")
    process = subprocess.Popen(
        [WENCE, "batch", "-", "-o", str(old)],
        cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_as_from_a_terminal,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write("义乌国家级奖多少？\n".encode())
    process.stdin.flush()
    wait_for_answers_beside(tmp_path)
    process.send_signal(how)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == ENDED[how]
    assert b"Traceback" not in err
    assert old.read_text(encoding="utf-8") == OLD
    if how is not signal.SIGKILL:
        assert [path.name for path in tmp_path.iterdir()] == [old.name]


def half_written(path: Path) -> None:
    """A write during which the disk fills up."""
    with whole(path) as file:
        file.write(b"half")
        raise OSError("disk full")


def wait_for_answers_beside(folder: Path) -> None:
    """Until the program has begun to write."""
    tick = threading.Event()
    for _ in range(100 * PATIENCE):
        if list(folder.glob(".wence-*")):
            return
        tick.wait(0.01)
    raise AssertionError("it never began to write")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    old = tmp_path / "表.csv"
    old.write_text(OLD, encoding="utf-8")
    with pytest.raises(OSError, match="full"):
        half_written(old)
    assert old.read_text(encoding="utf-8") == OLD
    assert list(tmp_path.iterdir()) == [old]


def test_a_link_goes_on_pointing_to_its_file_which_keeps_its_permissions(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file, link = tmp_path / "真.csv", tmp_path / "链接.csv"
    file.write_text(OLD, encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    assert run(capsys, "batches", "-o", str(link))[0] == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8-sig").startswith("批次,")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_dash_is_stdout_and_a_device_is_written_straight(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "batches", "--format", "csv", "-o", "-")
    assert (code, err) == (0, [])
    assert out.startswith("批次,")
    assert run(capsys, "batches", "-o", "/dev/null")[0] == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("name", ["表.pdf", "表.docx", "表.xls", "表.html"])
@pytest.mark.parametrize("command", ["batches", "batch"])
def test_a_suffix_that_is_not_written_is_refused_with_those_that_are(
    capsys: pytest.CaptureFixture[str], questions: Path, command: str, name: str
) -> None:
    file = questions.with_name(name)
    words = [command, *([str(questions)] if command == "batch" else []), "-o", str(file)]
    code, out, err = run(capsys, *words)
    assert (code, out, len(err)) == (2, "", 2)
    assert ".csv" in err[0]
    assert ".xlsx" in err[0]
    assert not file.exists()


def test_a_suffix_and_a_format_that_contradict_each_other_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = run(capsys, "batches", "--format", "csv", "-o", str(tmp_path / "表.xlsx"))
    assert code == 2
    assert "不一致" in err[0]
    assert list(tmp_path.iterdir()) == []


def test_a_table_is_a_workbook_with_numbers_units_basis_and_filter(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    assert run(capsys, "subsidies", "义乌", "-o", str(tmp_path / "补贴.XLSX")) == (
        0,
        "",
        [f"已写入 {tmp_path / '补贴.XLSX'}。"],
    )
    book = load_workbook(tmp_path / "补贴.XLSX")
    assert book.sheetnames == ["结果", "依据", "说明"]
    heads, *rows = book["结果"].iter_rows(values_only=True)
    first = dict(zip(heads, rows[0], strict=True))
    assert (first["地区"], first["级别"], first["最高（万元）"]) == ("义乌市", "国家级", 500)
    assert book["结果"].freeze_panes == "A2"
    assert book["结果"].auto_filter.ref
    basis = dict(zip(*list(book["依据"].iter_rows(values_only=True))[:2], strict=True))
    assert basis["编号"] == first["编号"]
    assert "表 3.2 序号 10 义乌市" in basis.values()
    assert "2026-11-22" in str(list(book["说明"].values))


def test_answers_of_a_batch_are_a_workbook_or_a_csv_one_row_a_question(
    capsys: pytest.CaptureFixture[str], questions: Path, wence_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openpyxl import load_workbook

    own = shutil.copytree(wence_home, questions.parent / "home")  # what is taken away is remembered in it
    monkeypatch.setenv("WENCE_HOME", str(own))
    with questions.open("a", encoding="utf-8") as file:
        file.write('{"id": "=1+1", "turns": [{"q": "义乌国家级奖多少"}, {"q": "省级呢？"}]}\n{"id": 7}\n')
    book_file, table = questions.with_name("回答.xlsx"), questions.with_name("回答.csv")
    assert run(capsys, "batch", str(questions), "-o", str(book_file))[0] == 3
    assert run(capsys, "batch", str(questions), "-o", str(table))[0] == 3
    book = load_workbook(book_file)
    heads, *rows = book["结果"].iter_rows(values_only=True)
    assert [row[0] for row in rows] == ["1", "2", "=1+1", "=1+1（第 2 轮）"]
    assert book["结果"]["A4"].data_type == "s"
    assert "第 4 行" in str(list(book["说明"].values))
    with table.open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.DictReader(file))
    assert [record["编号"] for record in records] == ["1", "2", "'=1+1", "'=1+1", "7"]
    assert "500 万元" in records[0]["结论"]
    assert "缺少 turns" in records[-1]["错误"]
    assert heads


def test_a_workbook_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "batches", "--format", "xlsx")
    assert (code, out) == (2, "")


def test_fields_and_templates_of_a_table_go_into_files_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "义乌.json"
    assert run(capsys, "subsidies", "义乌", "--json", "place,figure", "-o", str(file)) == (0, "", [f"已写入 {file}。"])
    assert json.loads(file.read_text(encoding="utf-8"))[0] == {"place": "义乌市", "figure": 500}
    code, out, _ = run(capsys, "subsidies", "义乌", "--template", "$place$level：$amount")
    assert (code, out.splitlines()[0]) == (0, "义乌市国家级：500 万元")


def test_a_pipe_behind_a_name_is_written_straight() -> None:
    command = f"{sys.executable} -m tui.cli.main batches -o /dev/stdout | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False)
    assert done.stdout.decode().startswith("批次")
    assert done.stderr == b""


@pytest.mark.parametrize("name", ["没有的文件夹/表.csv", ".", "长" * 300 + ".csv"])
@pytest.mark.parametrize("command", ["batches", "batch"])
def test_a_file_that_cannot_be_written_is_two_lines(
    capsys: pytest.CaptureFixture[str], questions: Path, command: str, name: str
) -> None:
    words = [command, *([str(questions)] if command == "batch" else []), "-o", str(questions.parent / name)]
    code, _, err = run(capsys, *words)
    assert (code, len(err)) == (3, 2)
    assert "写不了文件" in err[0]
    assert list(questions.parent.iterdir()) == [questions]


def test_a_file_that_is_there_is_never_written_over_by_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [write_new(tmp_path / "谈话.md", data).name for data in (b"1", b"2", b"3")] == [
        "谈话.md",
        "谈话-2.md",
        "谈话-3.md",
    ]
    monkeypatch.setattr(os, "link", no_links)
    assert write_new(tmp_path / "谈话.md", b"4").name == "谈话-4.md"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "谈话.md": b"1", "谈话-2.md": b"2", "谈话-3.md": b"3", "谈话-4.md": b"4",
    }  # fmt: skip
    with pytest.raises(OSError, match="too long"):
        write_new(tmp_path / ("长" * 300), b"5")
    assert len(list(tmp_path.iterdir())) == 4


def no_links(*_: object) -> None:
    raise OSError("this file system has no links")


ENDLESS = (
    ("batch", "/dev/zero"),
    ("export", "memo", "-f", "/dev/zero", "-o", "x.md"),
    ("export", "memo", "义乌奖多少", "-o", "x.docx", "--template", "/dev/zero"),
    ("client", "import", "/dev/zero"),
    ("verify", "/dev/zero"),
)


@pytest.mark.parametrize("words", ENDLESS, ids=" ".join)
def test_a_file_without_an_end_is_refused_at_a_limit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words)
    assert (code, out, len(err)) == (3, "", 2)
    assert "MB 的上限" in err[0]


@pytest.mark.parametrize("words", [("batch", "-"), ("ask", "-")], ids=" ".join)
def test_stdin_without_an_end_is_refused_at_a_limit(words: tuple[str, ...]) -> None:
    with open("/dev/zero", "rb") as endless:
        done = subprocess.run(
            [sys.executable, "-m", "tui.cli.main", *words], cwd=ROOT, stdin=endless, capture_output=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, b"")
    assert "MB 的上限" in done.stderr.decode("utf-8").splitlines()[0]


@pytest.mark.parametrize("words", [("verify",), ("client", "import"), ("batch",)], ids=" ".join)
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: tuple[str, ...]
) -> None:
    os.mkfifo(tmp_path / "管道")
    code, out, err = run(capsys, *words, str(tmp_path / "管道"))
    assert (code, out, len(err)) == (3, "", 2)
    assert "没有程序往里写" in err[0]


def test_lines_that_end_with_a_carriage_return_alone_are_lines(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "旧.txt").write_bytes("义乌国家级奖多少？\r第三批有多少家？\r".encode())
    assert len(run(capsys, "batch", str(tmp_path / "旧.txt"))[1].splitlines()) == 2


@pytest.mark.parametrize("kind", ["夹", "管道", "圈"])
def test_what_stands_in_the_place_of_the_config_file_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, wence_home: Path, tmp_path: Path, kind: str
) -> None:
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    monkeypatch.setenv("WENCE_HOME", str(home))
    config = home / "config.toml"
    {"夹": config.mkdir, "管道": lambda: os.mkfifo(config), "圈": lambda: config.symlink_to(config.name)}[kind]()
    code, out, err = run(capsys, "ask", "义乌国家级奖多少？")
    assert (code, out, len(err)) == (3, "", 2)
    assert str(config) in err[0]


@pytest.mark.parametrize("words", [("subsidies", "惠州"), ("export", "memo", "惠州奖多少")], ids=" ".join)
def test_a_folder_is_no_name_of_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words, "-o", "x/")
    assert (code, out) == (2, "")
    assert "不是文件名" in "".join(err)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_write_protected_stays(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kept = tmp_path / "表.csv"
    kept.write_text(OLD, encoding="utf-8")
    kept.chmod(0o444)
    code, _, err = run(capsys, "subsidies", "惠州", "-o", str(kept))
    assert (code, kept.read_text(encoding="utf-8")) == (3, OLD)
    assert "没有权限" in err[0]


def test_what_a_killed_run_left_is_cleared_away_and_what_one_writes_now_is_not(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    left, at_work = tmp_path / ".wence-0123456789ab.part", tmp_path / ".wence-ba9876543210.part"
    for path in (left, at_work):
        path.write_text("半", encoding="utf-8")
    os.utime(left, (1, 1))
    assert run(capsys, "subsidies", "惠州", "-o", str(tmp_path / "表.csv"))[0] == 0
    assert (left.exists(), at_work.exists()) == (False, True)


@pytest.mark.parametrize(
    "words", [("subsidies", "惠州", "-o", "表.csv"), ("batch", "问题.txt", "-o", "答.jsonl")], ids=" ".join
)
def test_what_was_written_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, questions: Path, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(questions.parent)
    assert run(capsys, *words) == (0, "", [f"已写入 {words[-1]}。"])


def test_an_empty_list_of_clients_is_told(capsys: pytest.CaptureFixture[str], questions: Path) -> None:
    code, out, err = run(capsys, "batch", str(questions), "--clients", ",")
    assert (code, out, err[0]) == (2, "", "错误：--clients 后面没有写客户的名字。")


def test_a_folder_without_a_file_to_add_is_no_success(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / ".隐藏.txt").write_text("通知", encoding="utf-8")
    code, out, _ = run(capsys, "corpus", "add", str(tmp_path / "夹"))
    assert (code, "没有找到可以添加的文件" in out) == (3, True)


def test_a_home_with_too_long_a_name_is_told_as_that(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WENCE_HOME", str(tmp_path / ("h" * 300)))
    code, _, err = run(capsys, "ask", "惠州奖多少")
    assert (code, "名字太长" in err[0], "WENCE_HOME" in err[1]) == (3, True, True)


def test_an_empty_wence_home_is_the_default_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from assistant.keeping.settings import home_folder

    monkeypatch.setenv("WENCE_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home_folder() == tmp_path / "wence"
