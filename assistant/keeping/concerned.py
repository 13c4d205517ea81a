"""Whose answers a rebuild has changed: what was taken away, asked again, by client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.keeping.ledger import Ledger
from assistant.saying.wording import load_wording

if TYPE_CHECKING:
    from assistant.exporting.recheck import Recheck

say = load_wording("verify")
LATEST = 300
"""answers that are asked again after a rebuild; older ones are left to ``wence verify``"""
SHOWN_QUESTIONS = 5


def concerned(home: Path, day: date) -> list[str]:
    """The exports that no longer tell what the corpus says, by client, in lines for people; [] when there are none.

    What time alone has ended is no news of a rebuild and is left out.
    """
    ledger = Ledger(home)
    answers = list({one.id: one for one in ledger.answers()}.values())[-LATEST:]
    if not answers:
        return []
    from assistant.exporting.recheck import by_client, recheck_all
    from assistant.service import Assistant

    with Assistant.open(home, day) as assistant:
        changed = [one for one in recheck_all(answers, assistant, day) if _by_records(one)]
    lines = [line for client, ones in by_client(changed).items() for line in _told(client, ones, ledger)]
    return [say("concerned"), *lines] if lines else []


def _by_records(one: Recheck) -> bool:
    return any(found.verdict not in ("unchanged", "expired") for found in one.findings)


def _told(client: str, ones: list[Recheck], ledger: Ledger) -> Iterator[str]:
    files = dict.fromkeys(Path(name).name for one in ones for name in ledger.files_of(one.id))
    yield say(
        "concerned_client",
        client=client or say("no_client"),
        count=len(ones),
        files=say("between").join(files) or say("no_file"),
    )
    for one in ones[:SHOWN_QUESTIONS]:
        yield say("concerned_question", question=one.question)
    if len(ones) > SHOWN_QUESTIONS:
        yield say("concerned_rest", count=len(ones) - SHOWN_QUESTIONS)
