"""The one place that puts the assistant together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from assistant.service import Assistant
    from index.generations import OpenIndex

Built = TypeVar("Built", bound="Assistant")


def open_assistant(
    kind: type[Built],
    home: str | Path | None,
    as_of: str | date | None,
    engine: str | None,
    progress: Callable[[str, int, int], None] | None,
    notice: Callable[[str], None] | None,
) -> Built:
    """An assistant on the live generation of a home folder (default: the user's)."""
    from assistant.keeping.settings import as_of_today, engine_name, home_folder
    from assistant.toml_files import hold_parsed
    from corpus.places import load_places
    from index.generations import open_index

    folder = Path(home) if home else home_folder()
    name = engine or engine_name()
    day = as_of if isinstance(as_of, date) else as_of_today(as_of)

    def open_live(*, thorough: bool = False) -> OpenIndex:
        return open_index(folder, engine=name, progress=progress, notice=notice, thorough=thorough, probe=probe)

    def probe(candidate: OpenIndex) -> tuple[str, ...]:
        from assistant.keeping.renewal import probe_on_the_way

        return probe_on_the_way(folder, name, day, candidate)

    opened = open_live()
    hold_parsed(folder)
    # opened again, every file is looked at: a generation has changed, or one turned out to be damaged
    return kind(folder, day, opened, load_places(), partial(open_live, thorough=True))
