"""What an export keeps of an answer, so that it can be held against the corpus of another day.

Kept are the question with its day and client, and every figure of the records it rests on, as it was told then. A
figure is known again by its record's id, else by what the record is about: a document taken in anew numbers anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from assistant.exporting.standing import Standing
from assistant.exporting.taken import Taken, main_figure
from assistant.keeping.settings import Client
from corpus.frozen import field, frozen
from corpus.types import Award

FORMAT = 1
LONGEST_TEXT = 200
"""characters of a text that stands for a rule or a passage"""


@frozen
class Figure:
    """One thing that a record says."""

    record: str
    about: tuple[str, ...]
    """what the record is about, without its number"""
    what: str
    """for people: ``义乌市国家级奖励``"""
    value: str
    """as told: ``500 万元``, ``2020-12-31``"""
    kind: str
    """amount, date, count or text"""
    status: str = ""
    """state on the day of the answer (``corpus.timeline``); "" where it is not known"""
    seen: str = ""
    """the day the record was last seen to stand"""
    doc: str = ""
    """title of the document"""


@frozen
class Kept:
    """One answer as an export keeps it."""

    id: str
    question: str
    as_of: str
    status: str
    headline: str
    figure: str = ""
    """the sum that answered, as the memo shows it"""
    client: dict[str, Any] = field(default_factory=dict)
    """the profile, without its private notes"""
    before: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


def kept(taken: Taken, standing: Standing) -> Kept:
    """What to keep of an answer."""
    answer = taken.answer
    day = date.fromisoformat(answer.as_of)
    return Kept(
        id=taken.id,
        question=answer.question,
        as_of=answer.as_of,
        status=answer.status,
        headline=answer.headline,
        figure=main_figure(answer),
        client=profile_of(taken.client),
        before=taken.before,
        figures=tuple(one for record in answer.records for one in figures_in(record, standing, day)),
    )


def figures_in(record: Mapping[str, Any], standing: Standing, day: date) -> Iterator[Figure]:
    """The figures of a record with its state on a day, as a corpus knows it."""
    record_id, doc_id = str(record["id"]), _doc_id(record)
    yield from figures(
        record,
        state=standing.state(record_id, day),
        seen=standing.seen_on(record_id, doc_id),
        title=standing.title(doc_id),
    )


def figures(record: Mapping[str, Any], *, state: str, seen: str, title: str) -> Iterator[Figure]:
    """The figures of a record as ``Answer.records`` holds it; every record has one at least."""
    about = _about(record, _doc_id(record))
    for what, value, kind in _told(record):
        yield Figure(
            record=str(record["id"]), about=about, what=what, value=value, kind=kind, status=state, seen=seen, doc=title
        )


def to_json(answers: Iterable[Kept]) -> str:
    """Answers as one line of JSON."""
    value = {"wence": "answers", "format": FORMAT, "answers": [asdict(one) for one in answers]}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(text: str) -> tuple[Kept, ...]:
    """The answers of ``to_json``; keys of a later version are passed over.

    Raises:
        ValueError: the text is none of ours.
    """
    value = json.loads(text)
    if not isinstance(value, dict) or value.get("wence") != "answers":
        raise ValueError("not ours")
    return tuple(from_dict(one) for one in value["answers"])


def from_dict(values: Mapping[str, Any]) -> Kept:
    """One answer from its JSON object. Raises ValueError when something is missing or of another kind."""
    try:
        known = _known(Kept, values)
        date.fromisoformat(known["as_of"])
        known["before"] = tuple(map(str, known.get("before", ())))
        known["client"] = dict(known.get("client") or {})
        known["figures"] = tuple(_figure(one) for one in known.get("figures", ()))
        return Kept(**known)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def client_of(one: Kept) -> Client | None:
    """The profile that the answer was given for."""
    return Client(**_known(Client, one.client)) if one.client else None


def _figure(values: Mapping[str, Any]) -> Figure:
    known = _known(Figure, values)
    return Figure(**{**known, "about": tuple(map(str, known["about"]))})


def _known(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    return {one.name: values[one.name] for one in fields(kind) if one.name in values}


def profile_of(client: Client | None) -> dict[str, Any]:
    """The profile as an export keeps it: without private notes and empty fields."""
    if client is None:
        return {}
    return {key: value for key, value in asdict(client).items() if key != "notes" and value not in ("", None, ())}


def _told(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Name, value and kind of each thing that a record says."""
    if "awards" in record:
        yield from _subsidy(record)
    elif "call_date" in record and "count" in record:
        name = f"第{record['number']}批" if record.get("number") else f"{record.get('year')} 年度名单"
        yield f"{name}家数", "未载明" if record["count"] is None else f"{record['count']} 家", "count"
        yield f"{name}公布", str(record.get("list_date", "")), "date"
    elif "number" in record and "status" in record:
        yield f"{record['title']}标准号", str(record["number"]), "text"
        yield f"{record['title']}状态", " ".join(filter(None, (record["status"], record.get("date")))), "text"
    else:
        yield _name(record), _text(record), "text"


def _subsidy(record: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    from assistant.showing.tables import amount_words

    place = record.get("place", "")
    for award in record["awards"]:
        words = amount_words(Award(**_known(Award, award)))
        yield f"{place}{award.get('level', '')}奖励", words + _condition(award), "amount"
    if record.get("end_date") or record["awards"]:
        yield f"{place}有效期至", str(record.get("end_date") or "未载明"), "date"
    if not record["awards"]:
        yield f"{place}支持内容", str(record.get("provision", ""))[:LONGEST_TEXT], "text"


def _condition(award: Mapping[str, Any]) -> str:
    recipient = award.get("recipient", "")
    return f"（发给{recipient}）" if recipient else ""


def _name(record: Mapping[str, Any]) -> str:
    names = (record.get(key) for key in ("subject", "title", "place"))
    section = (record.get("source") or {}).get("section", "")
    return str(next((name for name in names if name), section) or "内容")


def _text(record: Mapping[str, Any]) -> str:
    """The words of a rule or passage, the title and date of a policy."""
    parts = (record.get("text") or record.get("title"), *(record.get("items") or ()), record.get("date"))
    return "；".join(str(part) for part in parts if part)[:LONGEST_TEXT]


def _about(record: Mapping[str, Any], doc_id: str) -> tuple[str, ...]:
    keys = ("place_code", "policy", "object", "topic", "subject", "number", "title", "level")
    named = tuple(str(record[key]) for key in keys if record.get(key))
    return (doc_id, *named) if named else (doc_id, str(record.get("id", "")))


def _doc_id(record: Mapping[str, Any]) -> str:
    return str((record.get("source") or {}).get("doc_id", ""))
