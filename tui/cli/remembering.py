"""What is taken away is remembered, so that it can be checked again by its id, and whom a rebuild concerns is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from tui.cli.diagnostics import notice

if TYPE_CHECKING:
    from assistant.exporting.taken import Taken
    from assistant.service import Assistant


def remember(assistant: Assistant, taken: Sequence[Taken], file: Path | None) -> None:
    """Put the answers of an export into the ledger; where that can't be written, the file alone has to do."""
    from assistant.exporting.kept import kept
    from assistant.exporting.standing import Standing
    from assistant.keeping.ledger import Ledger

    standing = Standing(assistant.corpus)
    answers = [kept(one, standing) for one in taken]
    made = datetime.now().isoformat(timespec="seconds")
    try:
        Ledger(assistant.home).add(answers, file=str(file.absolute()) if file else "", made=made)
    except AssistantError as error:
        notice(f"{error.message}。{error.hint}")
