"""For which factory and which day questions are asked, and what of it is remembered until the next run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.keeping import settings
from assistant.keeping.settings import Client
from corpus.frozen import replace
from tui.start import Settings, remembered_client

Write = Callable[[Callable[[], object]], None]
"""writes something that may fail, and says so once"""


class Asker:
    """Who asks; screens show it and change it."""

    def __init__(self, start: Settings, write: Write) -> None:
        self.home = start.home
        self.day = start.as_of
        self.client = start.client
        self._config = start.config
        self._write = write

    def use(self, client: Client | None) -> None:
        """Ask for this factory from now on, and remember it."""
        self.client = client
        self.remember(client=client.name if client else "")

    def next(self) -> Client | None:
        """Go to the next profile, round and round; None when there is none.

        Raises:
            WenceError: the profile can't be read.
        """
        names = settings.list_clients(self.home)
        if not names:
            return None
        here = names.index(self.client.name) if self.client and self.client.name in names else -1
        client = settings.load_client(self.home, names[(here + 1) % len(names)])
        self.use(client)
        return client

    def profiles(self) -> int:
        """How many profiles there are."""
        return len(settings.list_clients(self.home))

    def profile(self, name: str) -> Client | None:
        """The profile of that name as it is now, which an earlier question is asked again with."""
        return remembered_client(self.home, name)

    def remember(self, **changes: Any) -> None:
        """Keep a setting for the next run."""
        self._config = replace(self._config, **changes)
        self._write(lambda: settings.save_config(self.home, self._config))
