"""Whole processes measured from outside: wall clock, processor time, peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Run:
    """One process from start to end."""

    wall: float
    """seconds"""
    cpu: float
    """seconds of user and system time"""
    peak_mb: float
    code: int


def run(command: Sequence[str], environment: Mapping[str, str] | None = None, cwd: str | None = None) -> Run:
    """Run a command, its output thrown away."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=_environment(environment or {}),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return Run(wall, usage.ru_utime + usage.ru_stime, peak, process.returncode)


def interleaved(
    commands: Mapping[str, Sequence[str]], rounds: int, environment: Mapping[str, str], cwd: str
) -> dict[str, list[Run]]:
    """Run every command in turn, round after round, so that all meet the same state of the machine."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(run(command, environment, cwd))
    return runs


def middle(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(
        median(one.wall for one in runs),
        median(one.cpu for one in runs),
        median(one.peak_mb for one in runs),
        max(one.code for one in runs),
    )


def quickest(runs: Sequence[Run]) -> Run:
    """The least of each figure: what the work costs when nothing else disturbs it."""
    return Run(
        min(one.wall for one in runs),
        min(one.cpu for one in runs),
        min(one.peak_mb for one in runs),
        max(one.code for one in runs),
    )


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of a user: compiled modules are kept, as they are after any first run."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, **given}
