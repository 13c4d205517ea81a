"""JSON Schemas of the results: what the commands print as JSON. More keys may come; those here keep their meaning."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
NUMBER_OR_NULL: dict[str, Any] = {"type": ["number", "null"]}
WHOLE_OR_NULL: dict[str, Any] = {"type": ["integer", "null"]}
YES_OR_NULL: dict[str, Any] = {"type": ["boolean", "null"]}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
LINES: dict[str, Any] = {"type": ["array", "null"], "items": WHOLE}


def _object(required: str, **properties: dict[str, Any]) -> dict[str, Any]:
    """An object with these properties, the first ones required; others may stand beside them."""
    return {"type": "object", "properties": properties, "required": required.split(), "additionalProperties": True}


def _list(item: dict[str, Any], about: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"result": {"type": "array", "items": item, "description": about}},
        "required": ["result"],
        "additionalProperties": False,
    }


CITATION = _object(
    "n doc doc_id section locator quote quote_kind",
    n=WHOLE, doc=TEXT, doc_id=TEXT, policy=TEXT, section=TEXT, locator=TEXT, quote=TEXT,
    quote_kind={"enum": ["original", "digest", "record"]}, page=WHOLE_OR_NULL, lines=LINES, record_id=TEXT,
    seen_on=TEXT, sureness=TEXT, sureness_amount=TEXT, sureness_number=TEXT,
)  # fmt: skip
ANSWER = _object(
    "question as_of status intent headline answer citations records caveats suggestions generation",
    question=TEXT, as_of=TEXT, status={"enum": ["answered", "partial", "clarify", "no_answer"]}, intent=TEXT,
    understood={"type": "object"}, headline=TEXT, answer=TEXT, citations={"type": "array", "items": CITATION},
    records={"type": "array", "items": {"type": "object"}}, caveats=TEXTS, suggestions=TEXTS, validity=TEXT,
    computed=TEXTS, unused=TEXTS, aspect=TEXT, generation=TEXT, answer_id=TEXT, ms={"type": "number"},
)  # fmt: skip
HITS = _list(
    _object(
        "rank id kind title text doc section locator matched",
        rank=WHOLE, id=TEXT, kind=TEXT, title=TEXT, text=TEXT, doc=TEXT, doc_id=TEXT, section=TEXT, locator=TEXT,
        matched=TEXTS,
    ),
    "命中的条目，最相关的在前",
)  # fmt: skip
ROWS = _list(
    _object(
        "id document doc_id section locator",
        id=TEXT, document=TEXT, doc_id=TEXT, section=TEXT, locator=TEXT, page=WHOLE_OR_NULL, lines=LINES,
        place=TEXT, place_code=TEXT, level=TEXT, amount=TEXT, figure=NUMBER_OR_NULL, amount_min=NUMBER_OR_NULL,
        amount_max=NUMBER_OR_NULL, percent=NUMBER_OR_NULL, ratio=NUMBER_OR_NULL, one_off=YES_OR_NULL, date=TEXT,
        end_date=TEXT, status=TEXT, status_name=TEXT, policy=TEXT, number=TEXT, title=TEXT, batch=WHOLE_OR_NULL,
        count=WHOLE, list_date=TEXT, text=TEXT, notes=TEXTS, sureness=TEXT, sureness_amount=TEXT, sureness_number=TEXT,
    ),
    "表里的行",
)  # fmt: skip
DUTIES = _list(
    _object(
        "date duty who level place recurrence basis number article sureness exportable",
        date=TEXT, duty=TEXT, who=TEXT, level=TEXT, place=TEXT, recurrence=TEXT, basis=TEXT, number=TEXT, article=TEXT,
        sureness=TEXT, exportable={"type": "boolean"}, kind=TEXT, note=TEXT, id=TEXT, record=TEXT, place_code=TEXT,
        seen_on=TEXT,
    ),
    "要做的事，按日子；没有定日子的在最后",
)  # fmt: skip
CHECKED = _object(
    "group kind text fact known question paper basis article",
    group={"enum": ["met", "unmet", "unknown"]}, kind=TEXT, text=TEXT, fact=TEXT, known=YES_OR_NULL, question=TEXT,
    paper=TEXT, basis=TEXT, number=TEXT, article=TEXT, level=TEXT, place=TEXT, sureness=TEXT, seen_on=TEXT, note=TEXT,
    id=TEXT,
)  # fmt: skip
ASSESSMENT = _object(
    "client level as_of outcome verdict met unmet unknown next",
    client=TEXT, place=TEXT, level=TEXT, as_of=TEXT,
    outcome={"enum": ["barred", "lacking", "open", "clear", "unrecorded"]}, verdict=TEXT,
    met={"type": "array", "items": CHECKED}, unmet={"type": "array", "items": CHECKED},
    unknown={"type": "array", "items": CHECKED}, next={"anyOf": [CHECKED, {"type": "null"}]},
)  # fmt: skip
