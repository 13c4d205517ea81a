"""The banner above the conversation: for whom and which day questions are asked, and what of."""

from __future__ import annotations

from datetime import date

from assistant.keeping.settings import Client
from corpus.types import Corpus
from tui.lead import closing_note
from tui.widgets.prose import Text, one_line


class Banner(Text):
    """Two lines at the top."""

    def tell(self, client: Client | None, day: date, state: str, corpus: Corpus | None) -> None:
        """Show who asks and how things stand; ``state`` is the index in use, or what is being done instead."""
        parts = [
            "问策",
            "" if corpus else state,
            _factory(client),
            f"按 {day.isoformat()} 判断",
            state if corpus else "",
        ]
        lines = ["  |  ".join(map(one_line, filter(None, parts)))]
        if corpus is not None:
            lines.append(one_line(closing_note(corpus, day)))
        self.show("\n".join(lines))


def _factory(client: Client | None) -> str:
    if client is None:
        return ""
    return "我的工厂：" + " ".join(filter(None, (client.name, client.place, client.level)))
