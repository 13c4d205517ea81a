"""The tree of errors that users may read.

WenceError                 root: one line what is wrong, one line what to do
├── CorpusError            a document, table or library folder
│   ├── DataError          a data file breaks its schema (names file, row, column)
│   └── RefusedError       a file that can't be taken into the library
├── IndexError_            an index, a generation or a lock   (index/errors.py)
└── AssistantError         settings, clients, wiring           (assistant/errors.py)
"""


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
