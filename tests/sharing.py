"""Two processes run the tests of one call of pytest, file by file, where the machine has two processors for them.

After the collection this process makes a second one of itself. Each takes the next file of tests from one queue; what
the second finds goes into a file that the first reads and reports as its own. Whoever wants one process (a debugger,
output that is not captured, few tests) has one; ``--processes 1`` says so.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby, pairwise
from pathlib import Path
from typing import IO, Any

import pytest

MANY = 300
"""tests from which on a second process is worth its start"""
NUMBER = 4
"""bytes of the number of a file in the queue"""


class Sharing:
    """The loop over all tests, run by two processes."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def _wanted(self, session: pytest.Session) -> bool:
        asked = self.config.getoption("processes")
        able = hasattr(os, "fork") and len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else "1") > 1
        alone = ("collectonly", "usepdb", "trace", "setupplan", "setuponly", "setupshow")
        if not able or self.config.getoption("capture") != "fd" or any(map(self.config.getoption, alone)):
            return False
        return asked == 2 or (asked is None and len(session.items) >= MANY)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run all tests; without a second process this is pytest's own affair."""
        if session.testsfailed or not self._wanted(session):
            return None
        files = [list(items) for _, items in groupby(session.items, key=lambda item: item.path)]
        folder = Path(session.config._tmp_path_factory.getbasetemp())  # type: ignore[attr-defined] # made once for both
        told = folder / "told-by-the-second.jsonl"
        told.touch()
        taking, giving = os.pipe()
        os.write(giving, b"".join(number.to_bytes(NUMBER, "big") for number in range(len(files))))
        os.close(giving)
        second = os.fork()
        if second == 0:
            self._be_the_second(session, _shared(files, taking), told)
        with told.open(encoding="utf-8") as reading:
            reader = _Reader(session, reading)
            try:
                for item, following in _shared(files, taking):
                    session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    reader.report()
                    _stop_if_told(session)
                reader.ended(_wait(second, reader, session))
            except BaseException:
                with suppress(ProcessLookupError, ChildProcessError):
                    os.kill(second, signal.SIGKILL)
                    os.waitpid(second, 0)
                raise
            finally:
                os.close(taking)
        _stop_if_told(session)
        return True

    def _be_the_second(
        self, session: pytest.Session, items: Iterator[tuple[pytest.Item, pytest.Item | None]], told: Path
    ) -> None:
        """Run tests, write down what came of them, and be gone without the end of a session."""
        status = 1
        try:
            plugins = self.config.pluginmanager
            plugins.unregister(name="terminalreporter")
            capture = plugins.getplugin("capturemanager")
            self._captured_before, capture._global_capturing = capture._global_capturing, None
            capture.start_global_capturing()
            capture.suspend_global_capture()
            with told.open("a", encoding="utf-8") as writing:
                plugins.register(_Writer(self.config, writing))
                for item, following in items:
                    self.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                    if session.shouldfail or session.shouldstop:
                        break
            status = 0
        finally:
            os._exit(status)


class _Writer:
    """Writes down each report, and which test has begun."""

    def __init__(self, config: pytest.Config, file: IO[str]) -> None:
        self.config = config
        self.file = file

    def _write(self, record: dict[str, Any]) -> None:
        self.file.write(json.dumps(record) + "\n")
        self.file.flush()

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self._write({"begun": nodeid, "location": location})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self._write({"report": data})

    def pytest_runtest_logfinish(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self._write({"done": nodeid, "location": location})


class _Reader:
    """Reports what the second process has written down, as far as it has come."""

    def __init__(self, session: pytest.Session, file: IO[str]) -> None:
        self.hook = session.config.hook
        self.config = session.config
        self.file = file
        self.half = ""
        self.running: tuple[str, Any] | None = None

    def report(self) -> None:
        *whole, self.half = (self.half + self.file.read()).split("\n")
        for line in whole:
            record = json.loads(line)
            if "begun" in record:
                self.running = (record["begun"], record["location"])
                self.hook.pytest_runtest_logstart(nodeid=record["begun"], location=tuple(record["location"]))
            elif "done" in record:
                self.running = None
                self.hook.pytest_runtest_logfinish(nodeid=record["done"], location=tuple(record["location"]))
            else:
                report = self.hook.pytest_report_from_serializable(config=self.config, data=record["report"])
                self.hook.pytest_runtest_logreport(report=report)

    def ended(self, status: int) -> None:
        """Report the rest; a process that broke fails the test that it broke in."""
        self.report()
        if status == 0 and not self.running:
            return
        nodeid, location = self.running or ("tests/sharing.py", ("tests/sharing.py", 0, "the second process"))
        problem = f"the second process ended here (status {status}); what it had still to run of this file was not run"
        report = pytest.TestReport(nodeid, tuple(location), {}, "failed", problem, "call")
        self.hook.pytest_runtest_logreport(report=report)


def _shared(files: list[list[pytest.Item]], taking: int) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """The tests of each file that this process takes from the queue, each with the one that follows it."""

    def taken() -> list[pytest.Item]:
        number = os.read(taking, NUMBER)
        return files[int.from_bytes(number, "big")] if number else []

    items = taken()
    while items:
        yield from pairwise(items)
        following = taken()  # as late as can be: a process that waits takes what is left
        yield items[-1], following[0] if following else None
        items = following


def _wait(second: int, reader: _Reader, session: pytest.Session) -> int:
    """Report until the second process has ended; its status."""
    while True:
        done, status = os.waitpid(second, os.WNOHANG)
        if done:
            return status
        reader.report()
        _stop_if_told(session)
        time.sleep(0.05)


def _stop_if_told(session: pytest.Session) -> None:
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)
