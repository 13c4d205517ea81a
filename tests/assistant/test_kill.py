"""A keeper killed at any moment: readers never fail, and no half document and no half generation is left."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest

from assistant.keeping import library as keeper
from assistant.keeping import renewal
from assistant.service import Assistant
from corpus.store import load_corpus
from index.generations import live_generation
from tests.conftest import AS_OF
from tests.made_files import notice

KILLS = 30
QUESTION = "义乌的国家级绿色工厂能奖多少钱？"
AMOUNTS = ("500 万元", "300 万元", "260 万元")


def kill_again_and_again(home: str, files: list[str]) -> None:
    """Fork keepers, warmed by two whole turns, and kill each at a random moment of its first or second turn."""
    renewal.MAX_QUESTIONS = 3
    chance = random.Random(30)
    keeper.add(Path(home), [Path(files[0])])
    started = time.monotonic()
    keeper.add(Path(home), [Path(files[1])])
    whole = time.monotonic() - started
    for _ in range(KILLS):
        worker = os.fork()
        if worker == 0:
            keep_adding(Path(home), [Path(file) for file in files])
        time.sleep(chance.uniform(0, 1.2 * whole))
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        load_corpus(Path(home))


def keep_adding(home: Path, files: list[Path]) -> None:
    """Add the files one after the other, for ever: each replaces the one before."""
    while True:
        for file in files:
            keeper.add(home, [file])


class Reader(threading.Thread):
    """Asks one question again and again, following the live generation."""

    def __init__(self, home: Path) -> None:
        super().__init__(daemon=True)
        self.wrong: list[str] = []
        self.asked = 0
        self.generations: set[str] = set()
        self.done = threading.Event()
        self._home = home

    def run(self) -> None:
        with Assistant.open(self._home, AS_OF) as wence:
            while not self.done.is_set():
                try:
                    wence.refresh()
                    headline = wence.ask(QUESTION).headline
                except Exception as error:  # any failed read is what this test looks for
                    self.wrong.append(repr(error))
                    continue
                self.asked += 1
                self.generations.add(wence.generation)
                if not any(amount in headline for amount in AMOUNTS):
                    self.wrong.append(headline)
                time.sleep(0.005)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")
def test_thirty_kills_under_reading_leave_every_read_whole(wence_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    files = []
    for number, amount in enumerate(("300万元", "260万元")):
        (tmp_path / str(number)).mkdir()
        files.append(tmp_path / str(number) / "通知.txt")
        files[-1].write_text(notice().replace("300万元", amount), encoding="utf-8")
    reader = Reader(home)
    reader.start()
    killer = multiprocessing.get_context("spawn").Process(
        target=kill_again_and_again, args=(str(home), [str(file) for file in files])
    )
    killer.start()
    killer.join()
    assert killer.exitcode == 0
    keeper.add(home, files[:1])
    keeper.rebuild(home)
    live = live_generation(home)
    deadline = time.monotonic() + 60  # only a reader that never follows waits that long
    while live not in reader.generations and time.monotonic() < deadline:
        time.sleep(0.05)
    reader.done.set()
    reader.join()
    assert reader.wrong == []
    assert reader.asked > KILLS
    assert live in reader.generations
    assert len(reader.generations) > 2
    assert [path.name for path in (home / "library").iterdir() if path.name != ".lock"] == ["通知"]
    assert not [path for path in (home / "index").iterdir() if path.name.startswith(".")]
