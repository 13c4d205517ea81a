"""Errors of the assistant's room; the whole tree is drawn in ``corpus/errors.py``."""

from __future__ import annotations

import errno

from corpus.errors import WenceError

REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EEXIST: "已经有同名的文件",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名字太长",
}


def reason(error: Exception) -> str:
    """Why the system refused, in Chinese where it is one of the common reasons; the text of any other error."""
    if not isinstance(error, OSError):
        return str(error)
    return REASONS.get(error.errno or 0, error.strerror or str(error))


class AssistantError(WenceError):
    """Something is wrong with settings, clients or wiring."""


class SettingsError(AssistantError):
    """An environment variable, the config file or a client profile can't be used."""


class UnknownPlaceError(AssistantError):
    """A name that no place of the gazetteer bears."""
