"""An Answer as plain text, Markdown or JSON."""

from __future__ import annotations

from typing import Any

from assistant.saying.wording import load_wording
from assistant.types import Answer, Citation, Table
from corpus.frozen import plain

say = load_wording("render")
TOLD_SOURCES = 3
"""citations written out in the text; the others are counted there and stand in the JSON"""
TOLD_CAVEATS = 3
TOLD_SUGGESTIONS = 2


def plain_text(answer: Answer) -> str:
    """The whole answer: headline, facts, sources, hints, further questions; short enough for one screen."""
    lines = [answer.headline]
    lines += [say("fact", text=fact) for fact in answer.facts]
    if answer.table:
        lines += _table_lines(answer.table)
    if answer.citations:
        lines.append(say("sources"))
        lines += _source_lines(answer.citations)
    if answer.caveats:
        lines.append(say("caveats"))
        lines += [say("caveat", text=caveat) for caveat in told_caveats(answer)]
    if answer.suggestions:
        questions = say("separator").join(answer.suggestions[:TOLD_SUGGESTIONS])
        lines.append(say("suggestions", questions=questions))
    return "\n".join(lines)


def told_caveats(answer: Answer) -> tuple[str, ...]:
    """The caveats that an answer shows: what is special first, the date of the corpus last."""
    if len(answer.caveats) <= TOLD_CAVEATS:
        return answer.caveats
    return (*answer.caveats[: TOLD_CAVEATS - 1], answer.caveats[-1])


def source_line(citation: Citation) -> str:
    """One citation for people: document, section, place in it."""
    parts = dict.fromkeys((citation.doc, citation.section, citation.locator))
    text = say("source", n=citation.n, place=say("between").join(part for part in parts if part))
    if citation.lines:
        first, last = citation.lines
        text += say("source_line" if first == last else "source_lines", first=first, last=last)
    return text


def quote_kind_name(citation: Citation) -> str:
    """原文, 摘要 or 表格."""
    return say(f"source_kind_{citation.quote_kind}")


def _source_lines(citations: tuple[Citation, ...]) -> list[str]:
    places = {(citation.doc_id, citation.section, citation.locator): citation for citation in reversed(citations)}
    told = sorted(places.values(), key=lambda citation: citation.n)[:TOLD_SOURCES]
    lines = [f"{source_line(citation)}〔{quote_kind_name(citation)}〕" for citation in told]
    if len(citations) > len(told):
        lines[-1] += say("more_sources", count=len(citations))
    return lines


def _table_lines(table: Table) -> list[str]:
    return [" | ".join(row) for row in (table.columns, *table.rows)]


def markdown(answer: Answer) -> str:
    """The answer for a paper: headline in bold, facts as a list, every citation with its quote."""
    lines = [f"**{_escaped(answer.headline)}**", ""]
    lines += [f"- {_escaped(fact)}" for fact in answer.facts]
    if answer.table:
        lines += ["", _row(answer.table.columns), _row(tuple("---" for _ in answer.table.columns))]
        lines += [_row(tuple(_escaped(cell) for cell in row)) for row in answer.table.rows]
    if answer.citations:
        lines += ["", f"**{say('sources').rstrip('：')}**", ""]
        lines += [
            f"{c.n}. {_escaped(source_line(c).split('] ', 1)[1])}〔{quote_kind_name(c)}〕：{_escaped(c.quote)}"
            for c in answer.citations
        ]
    if answer.caveats:
        lines += ["", f"**{say('caveats').rstrip('：')}**", "", *(f"- {_escaped(caveat)}" for caveat in answer.caveats)]
    return "\n".join(lines) + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Text of documents is data: what Markdown would read as markup stays as characters."""
    for sign in "\\`*_[]<>|#":
        text = text.replace(sign, f"\\{sign}")
    return text


def to_json(answer: Answer, *, explain: bool = False) -> dict[str, Any]:
    """The answer as CONTRACT section 3 has it."""
    record: dict[str, Any] = {
        "question": answer.question,
        "as_of": answer.as_of,
        "status": answer.status,
        "intent": answer.intent,
        "understood": answer.understood,
        "headline": answer.headline,
        "answer": plain_text(answer),
        "citations": [plain(citation) for citation in answer.citations],
        "records": list(answer.records),
        "caveats": list(answer.caveats),
        "suggestions": list(answer.suggestions),
        "validity": answer.validity,
        "computed": list(answer.computed),
        "unused": list(answer.unused),
        "aspect": answer.aspect,
        "generation": answer.generation,
        "ms": answer.ms,
    }
    if explain:
        record["explain"] = list(answer.explain)
    return record
