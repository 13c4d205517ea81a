"""A file that somebody named is read up to a limit, and nobody waits for what will not come."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from corpus.bounded import MEGABYTE, read_bounded, read_settings
from corpus.errors import reason


def test_a_device_without_an_end_is_refused_at_the_limit() -> None:
    with pytest.raises(OSError, match="超过 1 MB 的上限"):
        read_bounded("/dev/zero", MEGABYTE)


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"x" * MEGABYTE)
    assert len(read_bounded(tmp_path / "文件", MEGABYTE)) == MEGABYTE


def test_a_pipe_that_nobody_writes_to_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    with pytest.raises(OSError, match="没有程序往里写"):
        read_bounded(tmp_path / "管道", MEGABYTE)


def test_a_pipe_is_read_to_its_end_however_slowly_it_is_written(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")

    def write() -> None:
        with open(tmp_path / "管道", "wb", buffering=0) as file:
            for part in (b"one", b"two"):
                time.sleep(0.2)
                file.write(part)

    writer = threading.Thread(target=write)
    writer.start()
    assert read_bounded(tmp_path / "管道", MEGABYTE) == b"onetwo"
    writer.join()


def test_settings_are_an_ordinary_file_or_none(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "没有") is None
    (tmp_path / "夹").mkdir()
    os.mkfifo(tmp_path / "管道")
    (tmp_path / "圈").symlink_to("圈")
    (tmp_path / "空链接").symlink_to("不在")
    told = {}
    for name in ("夹", "管道", "圈", "空链接"):
        with pytest.raises(OSError, match=r".") as refused:
            read_settings(tmp_path / name)
        told[name] = reason(refused.value)
    assert told == {"夹": "这不是文件", "管道": "这不是文件", "圈": "链接指向自己", "空链接": "链接指向的文件不在了"}
