"""Two processes that run the tests of one call: each test once, all told together, and none lost with a process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONFTEST = """
from tests.conftest import pytest_addoption
from tests.sharing import Sharing

def pytest_configure(config):
    config.pluginmanager.register(Sharing(config), "sharing")
"""
PASSING = """
import os, time
def test_one(tmp_path):
    print(os.getpid())
    while len(list(tmp_path.parent.parent.parent.glob("met/*"))) < 2:  # each of the two has a file of its own
        met = tmp_path.parent.parent.parent / "met"
        met.mkdir(exist_ok=True)
        (met / str(os.getpid())).touch()
        time.sleep(0.01)
def test_two():
    assert os.getpid() > 0
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork") or (os.cpu_count() or 1) < 2, reason="needs two processors")


def told(folder: Path, *options: str, **files: str) -> tuple[int, str]:
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    for name, text in files.items():
        (folder / f"test_{name}.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--processes", "2", "-p", "no:cacheprovider", "-c", os.devnull,
         "--rootdir", str(folder), f"--basetemp={folder / 'base' / 'temp'}", *options, str(folder)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_both_processes_run_tests_and_all_are_told_once(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    code, said = told(tmp_path, a=PASSING, b=PASSING)
    assert (code, re.findall(r"(\d+) passed", said)) == (0, ["4"]), said


def test_what_fails_in_either_process_is_told_with_its_output(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    failing = PASSING.replace("assert os.getpid() > 0", "print('said'); assert os.getpid() == 0")
    code, said = told(tmp_path, a=failing, b=failing, c=failing.replace("test_one", "no_test"))
    assert (code, re.findall(r"(\d+) failed, (\d+) passed", said), said.count("\nsaid\n")) == (1, [("3", "2")], 3), said


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "os._exit(0)"])
def test_a_test_that_takes_the_second_process_down_fails(tmp_path: Path, end: str) -> None:
    (tmp_path / "base").mkdir()
    broken = (
        f"import os\nFIRST = os.getpid()\n{PASSING}\ndef test_end():\n    if os.getpid() != FIRST:\n        {end}\n"
    )
    code, said = told(tmp_path, a=broken, b=broken)
    assert (code, re.findall(r"(\d+) failed, (\d+) passed", said)) == (1, [("1", "5")]), said
    assert "test_end" in said
    assert "the second process ended here" in said
