"""Standards that a notice announces in running text: 批准发布《…》（JC/T 2634-2026），代替 …，自…起实施."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.extract.numbers import first_date
from corpus.extract.tables import standard_kind, subject_of
from corpus.extract.units import Unit
from corpus.patterns import late
from corpus.types import Document, Source, Standard

NUMBER = r"[A-Z]{1,4}\d{0,2}(?:/[A-Z]{1,8})?\s*\d[\d.]*\s*[-—–－]\s*(?:19|20)\d{2}"
_NAMED = late(
    rf"《(?P<title>[^《》]{{4,40}})》\s*(?:[（(]\s*(?:标准号[:：]?)?\s*(?P<number>{NUMBER})\s*[）)])?"
    rf"|(?P<before>{NUMBER})\s*《(?P<titled>[^《》]{{4,40}})》"
)
_ANNOUNCES = late(r"批准(?:发布)?|发布|公布")
_CITES = late(r"(?:按照?|依据|根据|依照|执行|符合|采用|参照|对照|对标)[^，。；《》]{0,6}$")
_OURS = late(r"绿色工厂")
_STANDARD = late(r"标准|导则|评价要求|评价通则|评价规范")
_EFFECTIVE = late(r"自?(?P<day>[^，。；、自]{6,16}?)(?:之日)?起?(?:正式)?(?:实施|施行|执行)")
_REPLACES = late(rf"(?:代替|替代|取代)\s*(?P<numbers>{NUMBER}(?:\s*[、和及，,]\s*{NUMBER})*)")


def read_announced(units: Sequence[Unit], document: Document) -> tuple[list[Standard], list[str]]:
    """The standards for green factories that a notice announces, and those that it announces without a number."""
    found: dict[str, Standard] = {}
    unread: list[str] = []
    for unit in () if document.draft else units:
        for standard in _of_unit(unit, document):
            if standard.number:
                found.setdefault(standard.number, standard)
            else:
                unread.append(f"{unit.where}：《{standard.title}》没有写明标准号，没有读成条目")
    return list(found.values()), unread


def _of_unit(unit: Unit, document: Document) -> Iterator[Standard]:
    text = unit.text
    verb = _ANNOUNCES.search(text)
    named = list(_NAMED.finditer(text)) if verb else []
    day = _EFFECTIVE.search(text)
    for at, match in enumerate(named):
        title, number = match["title"] or match["titled"], (match["number"] or match["before"] or "").strip()
        following = named[at + 1].start() if at + 1 < len(named) else len(text)
        ours = _OURS.search(title) and _STANDARD.search(title) and verb is not None and verb.start() < match.start()
        if not ours or _CITES.search(text[: match.start()]) or not _is_of(number, document):
            continue
        replaced = _REPLACES.search(text[match.end() : following])
        span = unit.span
        yield Standard(
            id="",
            source=Source(
                doc_id=document.id, section=unit.section, locator=unit.clause, page=span.page, lines=span.lines
            ),
            seq="",
            number=number,
            title=title,
            subject=subject_of(title),
            kind=standard_kind("", number),
            body=document.issuing_body,
            status="published",
            date=document.issue_date,
            effective_date=first_date(day["day"]) if day else "",
            announcement=document.document_number,
            replaces=replaced["numbers"] if replaced else "",
        )


def _is_of(number: str, document: Document) -> bool:
    """Whether a number may be of what the notice itself announces: of its year, where both are known."""
    return not number or not document.issue_date or number[-4:] == document.issue_date[:4]
