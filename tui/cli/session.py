"""How a command opens the assistant: home, day and engine from options and environment, progress on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, SettingsError
from assistant.keeping.settings import Client, as_of_today, home_folder, load_client
from tui.cli.diagnostics import Progress, UsageError, notice

if TYPE_CHECKING:
    import argparse

    from assistant.service import Assistant
    from assistant.types import Answer


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Assistant]:
    """The assistant for one command; the index is built first where there is none."""
    day, home = asked_on(options), home_folder()
    from assistant.service import Assistant
    from index.generations import FIRST_USE

    with Progress() as progress:

        def news(text: str) -> None:
            # a first build is part of a first answer: it is no news where nobody watches
            if progress.live or text != FIRST_USE:
                notice(text)

        assistant = Assistant.open(home, day, progress=progress, notice=news)
    with assistant:
        yield assistant


def record_of(answer: Answer, client: Client | None) -> dict[str, Any]:
    """An answer as the contract's JSON, with the id that its exports carry too."""
    from assistant.exporting.taken import Taken
    from assistant.saying.render import to_json

    return {**to_json(answer), "answer_id": Taken(answer=answer, client=client).id}


def asked_on(options: argparse.Namespace) -> date:
    """The day of the question; a wrong one is a usage error wherever it was written."""
    try:
        return as_of_today(getattr(options, "as_of", None), where="--as-of")
    except SettingsError as error:
        raise UsageError(error.message, error.hint) from None


def chosen_client(options: argparse.Namespace) -> Client | None:
    """The client profile named with --client."""
    return load_client(home_folder(), options.client) if options.client else None


def require(extra: str, modules: tuple[str, ...]) -> None:
    """Say which extra a command needs, where it is not installed.

    Raises:
        AssistantError: a module is missing.
    """
    from importlib.util import find_spec

    if not all(find_spec(name) for name in modules):
        raise AssistantError(f"这个命令需要附加组件 wence[{extra}]。", f"请运行 pip install 'wence[{extra}]' 后再试。")
