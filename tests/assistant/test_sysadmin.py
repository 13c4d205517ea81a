"""What a system's keeper counts on: private files, a doctor who tries what is needed, reasons in Chinese."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from corpus.errors import REASONS, reason
from corpus.log import lines, note
from corpus.private import private_folder
from tests.conftest import AS_OF
from tests.made_files import notice
from tui.cli.main import main

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def home(wence_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copied = Path(shutil.copytree(wence_home, tmp_path / "home"))
    monkeypatch.setenv("WENCE_HOME", str(copied))
    monkeypatch.setenv("WENCE_AS_OF", AS_OF.isoformat())
    return copied


def notice_file(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(notice(), encoding="utf-8")
    return path


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX systems")
@pytest.mark.parametrize("made_before", [False, True], ids=["made by us", "made for us"])
def test_what_a_user_owns_is_for_the_user_alone(tmp_path: Path, made_before: bool) -> None:
    home = tmp_path / "home"
    if made_before:
        home.mkdir(mode=0o755)
    keeper.add(home, [notice_file(tmp_path)])
    keeper.rollback(home)
    for path in (home, *home.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        assert mode & 0o077 == 0, (path, oct(mode))


def test_the_log_tells_who_did_what_and_when_and_survives_a_broken_line(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "lizhi")
    (home / "log.jsonl").unlink()
    assert main(["log"]) == 1
    assert main(["corpus", "add", str(notice_file(tmp_path))]) == 0
    with (home / "log.jsonl").open("ab") as file:
        file.write(b"{half\n\xff\n")
    assert main(["corpus", "remove", "通知"]) == 0
    capsys.readouterr()
    assert main(["log", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [line["did"] for line in found] == ["add", "rebuild", "remove", "rebuild"]
    assert all(line["who"].startswith("lizhi@") and line["at"][:2] == "20" for line in found)
    assert main(["log", "-n", "1"]) == 0
    assert capsys.readouterr().out.count("重建") == 1


def test_who_did_it_is_a_name_also_where_the_environment_tells_none(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pwd import getpwuid

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    home.mkdir(exist_ok=True)
    note(home, "rebuild")
    assert lines(home)[-1]["who"].startswith(f"{getpwuid(os.getuid()).pw_name}@")


def test_a_log_that_cannot_be_written_keeps_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / "log.jsonl").mkdir()
    note(tmp_path, "add", id="x")
    note(tmp_path / "nowhere", "add", id="x")
    assert lines(tmp_path / "nowhere") == ()


def test_the_doctor_tries_each_folder_and_sees_where_library_and_index_differ(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.add(home, [notice_file(tmp_path)], rebuild=False)
    assert main(["doctor"]) == 0
    assert "没有进索引：通知" in capsys.readouterr().out
    (home / "kept").mkdir(exist_ok=True)
    real = os.open

    def refuse(path: object, *rest: int) -> int:
        if str(path).startswith(str(home / "kept")):
            raise OSError(errno.EROFS, "Read-only file system")
        return real(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    assert main(["doctor"]) == 3
    assert "留底" in capsys.readouterr().out


def test_the_doctor_asks_for_the_room_that_is_needed(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 3 * 2**20))  # type: ignore[attr-defined]
    assert main(["doctor"]) == 3
    assert "磁盘只剩 3 MB" in capsys.readouterr().out


@pytest.mark.parametrize("name", REASONS)
def test_every_error_of_the_system_is_told_in_chinese(name: str) -> None:
    number = getattr(errno, name, None)
    told = reason(OSError(number, os.strerror(number))) if number else REASONS[name]
    assert told == REASONS.get(errno.errorcode.get(number or 0, ""), REASONS[name])
    assert not told.isascii()


def test_an_error_that_nobody_thought_of_is_told_by_its_number() -> None:
    assert reason(OSError(9999, "Some English")) == "系统错误 9999"


BUSY = """
import corpus.readers.guard as guard
class Busy:
    def read(self, data):
        while True:
            pass
guard.BY_KIND = {"text": Busy()}
guard.main()
"""
PARENT = """
import os, subprocess, sys
environ = {**os.environ, "WENCE_READS_FOR": str(os.getpid())}
child = subprocess.Popen(
    [sys.executable, "-c", sys.argv[1]], stdin=subprocess.PIPE, start_new_session=True, env=environ
)
child.stdin.write(b'["text", 1, 300]\\nx')
child.stdin.flush()
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes by /proc")
def test_a_reader_dies_with_the_process_that_started_it_however_busy_it_is() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT, BUSY], stdout=subprocess.PIPE, cwd=ROOT, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    deadline = time.monotonic() + 60
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    gone = not alive(child)
    if not gone:
        os.kill(child, signal.SIGKILL)
    assert gone


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_is_read_only_is_not_made_writable(tmp_path: Path) -> None:
    folder = tmp_path / "home" / "library"
    folder.mkdir(parents=True)
    folder.chmod(0o555)
    private_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o500


def test_an_empty_read_only_home_stays_as_it_is(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o555)
    with contextlib.suppress(OSError):  # root may write all the same
        private_folder(home / "index")
    assert stat.S_IMODE(home.stat().st_mode) & 0o200 == 0


def test_the_log_holds_the_first_build_and_what_a_question_mended(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(home / "index")
    (home / "log.jsonl").unlink()
    assert main(["ask", "义乌国家级奖多少"]) == 0
    (home / "index" / "1" / "words.json").write_text("{", encoding="utf-8")
    assert main(["ask", "义乌国家级奖多少"]) == 0
    told = [(line["did"], line["generation"], "words.json" in line.get("damage", "")) for line in lines(home)]
    assert told == [("build", "1", False), ("rebuild", "2", True)]


def test_an_index_that_cannot_be_looked_into_is_answered_around(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.listdir

    def refused(path: str | Path = ".") -> list[str]:
        if Path(path) == home / "index":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "listdir", refused)
    (home / "index" / "live").unlink()
    assert main(["ask", "义乌国家级奖多少"]) == 0
    said = capsys.readouterr()
    assert "500 万元" in said.out
    assert "没有权限" in said.err
    assert main(["doctor"]) == 3
    assert "Permission" not in capsys.readouterr().out


def test_the_doctor_names_every_broken_profile(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "clients").mkdir()
    for name in ("甲", "乙"):
        (home / "clients" / f"{name}.toml").write_text("{bad", encoding="utf-8")
    assert main(["doctor"]) == 3
    told = capsys.readouterr().out
    assert ("甲.toml" in told, "乙.toml" in told) == (True, True)
