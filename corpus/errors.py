"""The tree of errors that users may read.

WenceError                 root: one line what is wrong, one line what to do
├── CorpusError            a document, table or library folder
│   ├── DataError          a data file breaks its schema (names file, row, column)
│   └── RefusedError       a file that can't be taken into the library
├── IndexError_            an index, a generation or a lock   (index/errors.py)
└── AssistantError         settings, clients, wiring           (assistant/errors.py)
"""

from __future__ import annotations

import errno
import re

REASONS = {
    # by the system's name for it: not every system has each of them
    "ENOENT": "没有这个文件或文件夹",
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "EISDIR": "这是文件夹，不是文件",
    "ENOTDIR": "路径里有一段不是文件夹",
    "EEXIST": "已经有同名的文件",
    "ENOTEMPTY": "文件夹不是空的",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "超出了磁盘配额",
    "EFBIG": "文件太大",
    "EROFS": "磁盘是只读的",
    "EIO": "磁盘读写出错",
    "EBUSY": "文件正被占用",
    "ETXTBSY": "文件正被占用",
    "EXDEV": "不在同一个磁盘上",
    "ELOOP": "链接指向自己",
    "ENAMETOOLONG": "名字太长",
    "EMFILE": "打开的文件太多",
    "ENFILE": "打开的文件太多",
    "ENOMEM": "内存不足",
    "EINVAL": "系统不接受这个名字或操作",
    "ETIMEDOUT": "磁盘没有响应",
    "ESTALE": "网络磁盘断开了",
    "EAGAIN": "文件正被占用",
    "EADDRINUSE": "端口已被占用",
    "EADDRNOTAVAIL": "这台机器没有这个地址",
}


class UnreadableError(OSError):
    """A file that the system would read and we do not; its text is for users: why, in Chinese."""


def reason(error: Exception) -> str:
    """Why the system refused, in Chinese; the text of any other error."""
    if not isinstance(error, OSError) or isinstance(error, UnreadableError):
        return str(error)
    known = REASONS.get(errno.errorcode.get(error.errno or 0, ""))
    return known or (f"系统错误 {error.errno}" if error.errno else str(error))


def broken_toml(error: Exception) -> str:
    """Why a TOML file can't be read, in Chinese, with the place where that is known."""
    if isinstance(error, OSError):
        return reason(error)
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 文本"
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    return f"第 {place[1]} 行第 {place[2]} 个字处写得不对" if place else "写得不完整，或嵌套过深"


class WenceError(Exception):
    """An error whose text is for users: what is wrong, and what to do about it (both Chinese)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CorpusError(WenceError):
    """Something is wrong with a document, a table or the library."""


class DataError(CorpusError):
    """A data file breaks its schema; ``problems`` are lines that name file, row and column."""

    def __init__(self, problems: list[str], hint: str = "请按所列位置修改后重试。") -> None:
        shown = problems[0] if len(problems) == 1 else f"共 {len(problems)} 处数据有误：" + "；".join(problems[:5])
        super().__init__(shown, hint)
        self.problems = problems


class RefusedError(CorpusError):
    """A file can't be taken into the library; the message says why."""
