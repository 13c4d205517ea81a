"""Regular expressions that are compiled when they are first used.

Of some two hundred patterns that stand at the head of modules a question needs a quarter; compiling the others was a
fifth of the time that a first answer takes.
"""

from __future__ import annotations

import re
from typing import Any, cast


class Late:
    """A pattern in waiting; once used, its methods are those of the compiled one."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source  # other patterns are made of it
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def late(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, for the head of a module; an error in it shows when it is used, or in the test that uses all."""
    return cast("re.Pattern[str]", Late(source, flags))
