"""A file's blocks to a document: what it is, its passages, and the rows that can be read for certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from corpus.extract.collected import Collected, read_collected
from corpus.extract.columns import read_columns
from corpus.extract.items import stated_in
from corpus.extract.numbers import find_dates, first_date
from corpus.extract.outline import with_chapters, with_items
from corpus.extract.periods import Period, read_expiry, read_period
from corpus.extract.pieces import passages
from corpus.extract.repeals import Repeal, listed_in_tables, read_repeals
from corpus.extract.rows import UNPLACED, Facts, Replaced, context_of, read_rows
from corpus.extract.titles import (
    NUMBER,
    Heading,
    bodies_in,
    fuller,
    is_draft,
    is_short,
    known_as,
    normal_number,
    quoted_policy,
    read_heading,
    signature,
)
from corpus.extract.where import Found, places_in, zone_in
from corpus.frozen import field, frozen, replace
from corpus.patterns import late
from corpus.places import Place, Places
from corpus.readers.blocks import Block, RawDocument
from corpus.readers.metadata import key_of
from corpus.types import Document, Passage, Source

_NATIONAL = late(r"国务院|工业和信息化部|国家|财政部|生态环境部|科学技术部|商务部|中华人民共和国|中国")

IMPRINT_CHARACTERS = 60
CAPTION_CHARACTERS = 60
_TOLD_BELOW_TITLE = late(
    r"[（(](?P<when>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)(?P<who>[^（）()]{0,60}?)(?:令第?\s?\d{1,4}\s?号)?"
    r"(?:印发|发布|公布)(?:(?:[，,；;\s]|(?=自))[^（）()]{0,40})?[）)]"
)
_BESIDE_NUMBER = late(
    rf"[（(]?{NUMBER.pattern}[\s　]+(?:印发|发布)?(?:日期|时间)?[：:]?"
    r"(?P<when>(?:19|20)\d{2}年\d{1,2}月\d{1,2}日)(?:印发|发布)?[）)]?"
)
OPTIONS = ("title", "issuer", "number", "issued", "effective", "expires", "place", "replaces")
"""metadata that ``wence corpus add`` takes as options; they outrank what was read"""


@frozen
class Extraction:
    """What was made of a file."""

    document: Document
    passages: tuple[Passage, ...] = ()
    tables: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """records by table kind: subsidies, standards, policies"""
    unread: tuple[str, ...] = ()
    """what could not be read for certain, with its place and the reason: it stays searchable text"""
    notes: tuple[str, ...] = ()
    account: Mapping[str, str] = field(default_factory=dict)
    """further dates as read (written_date, published_date), for ``[keeper]`` of document.toml"""


def extract(
    raw: RawDocument,
    name: str,
    doc_id: str,
    options: Mapping[str, str],
    places: Places,
    tick: Callable[[], None] = lambda: None,
    *,
    of_others: bool = False,
) -> Extraction:
    """The document, passages and rows of a file; ``options`` (see OPTIONS) outrank what the file says.

    ``of_others``: the file tells what other documents say, so that no date or number that it holds is its own.
    ``tick`` is called for every clause and table row and may raise, for a time limit.
    """
    raw = replace(raw, blocks=with_chapters(raw.blocks))
    heading = read_heading(raw.blocks)
    stated = {
        **({} if of_others else {**stated_in(raw.blocks), **_card(raw.blocks)}),
        **raw.metadata,
        **{key: value for key, value in options.items() if value},
    }
    if options.get("issued"):
        stated.pop("written", None)  # a person's day is the document's
    texts = [
        block.text for index, block in enumerate(raw.blocks) if block.kind != "table" and index not in heading.blocks
    ]
    blocks = with_items(raw.blocks)
    around = places.resolve(places.find_all(heading.title))
    collected = read_collected(blocks, places, around[0] if len(around) == 1 else None)
    own = [] if of_others else _of_document(texts, collected)
    document, period, account = _document(raw, heading, stated, own, name, doc_id)
    where = _places(document, stated, texts, places)
    place = where.places[0] if where.places else None
    codes = tuple(one.code for one in where.places) or (("000000",) if _is_national(document.issuing_body) else ())
    codes = codes or ((where.lender.code,) if where.lender else ())
    document = replace(document, places=codes)
    facts = Facts(
        document=document,
        place=place,
        period=period,
        context=context_of(place, places),
        places=places,
        tick=tick,
        unplaced=where.reason or UNPLACED,
        state=stated.get("status", ""),
        collected=collected,
    )
    tables, unread, replaced = read_rows(blocks, facts)
    document = _with_replaced(document, replaced)
    extraction = Extraction(
        document=document,
        passages=tuple(passages(blocks, doc_id)),
        tables={kind: rows for kind, rows in tables.items() if rows},
        unread=(*raw.unread, *unread),
        notes=(*raw.notes, *_zone_notes(where, places)),
        account=account,
    )
    return _marked(extraction, raw.recognised) if raw.recognised else extraction


def _of_document(texts: Sequence[str], collected: Mapping[str, Collected]) -> list[str]:
    """The paragraphs without those about the policies that a compilation collects."""
    others = {text for policy in collected.values() for text in policy.texts}
    return [text for text in texts if text not in others]


def _zone_notes(found: Found, places: Places) -> list[str]:
    """What is to be known of a zone that is a place by its name alone, or none."""
    if found.lender:
        zone = found.reason.partition("不在地名表里")[0]
        return [
            f"地名表里没有{zone}，文件归在{places.path(found.lender.code)}；奖励不是{found.lender.name}的，没有读成条目"
        ]
    return [
        f"地名表里没有「{place.name}」，按名称归在{places.path(place.parent)}；所载奖励是它的，不是{above.name}的"
        for place in found.places
        if not places.holds(place.code) and (above := places.get(place.parent))
    ]


RECOGNISED = "识别文字，请核对"


def _marked(extraction: Extraction, pages: Sequence[int]) -> Extraction:
    """What stands on pages that were recognised from pictures, marked as such wherever it is quoted."""

    def placed(source: Source) -> Source:
        if source.page is not None and source.page not in pages:
            return source
        return replace(source, locator=f"{source.locator}（{RECOGNISED}）" if source.locator else RECOGNISED)

    def row(record: Any) -> Any:
        source = placed(record.source)
        if source == record.source:
            return record
        marked = replace(record, source=source)
        return replace(marked, notes=(*marked.notes, RECOGNISED)) if hasattr(marked, "notes") else marked

    listed = "、".join(map(str, pages))
    return replace(
        extraction,
        passages=tuple(replace(one, source=placed(one.source)) for one in extraction.passages),
        tables={kind: tuple(row(record) for record in rows) for kind, rows in extraction.tables.items()},
        notes=(*extraction.notes, f"第 {listed} 页的文字由图片识别得到：{RECOGNISED}"),
    )


def _with_replaced(document: Document, replaced: Sequence[Replaced]) -> Document:
    """The document with the older policies that columns of its tables name."""
    new = {f"《{one.old}》": one.words for one in replaced if f"《{one.old}》" not in document.supersedes}
    padded = (*document.supersedes_words, *[""] * (len(document.supersedes) - len(document.supersedes_words)))
    return replace(
        document,
        supersedes=(*document.supersedes, *new),
        supersedes_words=(*padded, *new.values()) if new else document.supersedes_words,
        places=document.places or tuple(dict.fromkeys(one.place_code for one in replaced)),
    )


def _card(blocks: Sequence[Block]) -> dict[str, str]:
    """Lines such as ``发布机构：…`` above the text, or in the caption of a table."""
    found: dict[str, str] = {}
    for block in blocks[:30]:
        if len(block.text) > 120:
            continue
        fields = [part.replace(":", "：", 1).partition("：") for part in _FIELD.split(block.text)]
        beside = any(key_of(label) in ("source", "issuer") for label, mark, _ in fields if mark)
        for label, mark, value in fields:
            # A bare 时间 is the day of publishing only in the line that says where a page is from.
            key = "published" if beside and label.strip() in ("时间", "日期") else key_of(label)
            if mark and key and value.strip(_AROUND) and key != "title":
                found.setdefault(key, value.strip(_AROUND))
    return found


_FIELD = late(r"[\s|｜]+(?=[^\s：:]{2,6}[：:])|；(?=[^\s：:；]{2,6}[：:])")
_AROUND = " |｜　；;"


def _document(
    raw: RawDocument, heading: Heading, stated: Mapping[str, str], texts: Sequence[str], name: str, doc_id: str
) -> tuple[Document, Period, dict[str, str]]:
    title = stated.get("title") or heading.title or _other_title(raw.blocks) or _first_words(raw.blocks)
    title = title or title_of_file(name)  # a bare table says nothing of itself
    signed, written = signature(raw.blocks)
    dates = _issue_dates(stated, written, raw.blocks)
    draft = is_draft(title, raw.blocks) or stated.get("draft", "").lower() in ("true", "yes", "是")
    own_texts = [text for text in texts if not quoted_policy(text, known_as(title))]
    period = _period(stated, own_texts, {} if draft else dates)  # the day a draft is shown is not its day of issue
    listed = tuple(listed_in_tables(raw.blocks, lambda table: read_columns(table).by_name))
    repeals = (*read_repeals(texts, title), *listed)
    ended, changed = (tuple(one for one in repeals if (one.effect == "repeal") is ends) for ends in (True, False))
    period = _lengthened(period, changed, title)
    given = tuple(filter(None, re.split(r"\s*[；;]\s*", stated.get("replaces", ""))))
    document = Document(
        id=doc_id,
        title=title,
        issuing_body=_issuing_body(stated.get("issuer", ""), fuller(heading.bodies or _told_bodies(raw.blocks), signed))
        or _page_source(stated.get("source", "")),
        document_number=normal_number(stated.get("number", "")) or stated.get("number", "") or heading.number,
        issue_date=_issue_day(stated, dates, raw.blocks),
        effective_date=period.effective,
        expiry_date=period.end,
        expiry_words=period.end_words,
        supersedes=given or tuple(repeal.target for repeal in ended),
        supersedes_words=() if given else tuple(repeal.words for repeal in ended),
        amends=() if given else tuple(repeal.target for repeal in changed),
        amends_words=() if given else tuple(repeal.words for repeal in changed),
        draft=draft,
        source_file=PurePath(name).name,
    )
    account = {"written_date": dates.get("成文", ""), "published_date": dates.get("发布", "")}
    return document, period, {key: value for key, value in account.items() if value}


_NUMBERED_FILE = late(r"^\d{1,3}[\s_、.．-]+(?=[\u4e00-\u9fff])")


def title_of_file(name: str) -> str:
    """What a file that says nothing of itself is called: its name, without the number it was put in order by."""
    return _NUMBERED_FILE.sub("", PurePath(name).stem)


def _lengthened(period: Period, changed: Sequence[Repeal], title: str) -> Period:
    """The period of a notice that gives one other document a longer term: what it prints of it ends then."""
    longer = [repeal for repeal in changed if repeal.effect == "extend"]
    until = first_date(longer[0].part) if len(longer) == 1 else ""
    if period.end or period.end_words or not until or not _LENGTHENS.search(title):
        return period
    return replace(period, end=until, end_basis="stated", end_words=longer[0].part)


_LENGTHENS = late(r"延长|延续|延期|顺延|续期|继续(?:有效|执行|实施)")


def _issuing_body(stated: str, read: Sequence[str]) -> str:
    """As stated, or as the title has it where that names more bodies, the stated one among them."""
    named = _issuer(stated)
    return named if named and named not in read else "、".join(read) or named


def _page_source(text: str) -> str:
    """The bodies that a page names as its source; a ministry's page of a place's rule would make it a national one."""
    bodies = bodies_in(text)
    return "" if is_short(bodies) or any(map(_is_national, bodies)) else "、".join(bodies)


def _issuer(text: str) -> str:
    """The bodies that a field or option names, in one form."""
    return "、".join(part for part in re.split(r"[\s、，,;；/|]+", text) if part)


def _other_title(blocks: Sequence[Block]) -> str:
    """Without a title of its own: the caption of the first table, else the first heading that is no sheet name."""
    for block in blocks[:10]:
        caption = re.sub(r"[（(；]\s*(?:金额)?单位.*", "", block.text).partition("；")[0].strip()
        if block.kind == "table" and 4 <= len(caption) <= CAPTION_CHARACTERS and not caption.endswith("。"):
            return caption
    headings = (block.text for block in blocks[:10] if block.kind == "heading" and not block.at.sheet)
    return next((text for text in headings if len(text) < 80), "")


def _first_words(blocks: Sequence[Block]) -> str:
    """What a text without any title opens with; a file's name is no title."""
    lines = (block.text.strip() for block in blocks[:10] if block.kind != "table" and not block.at.sheet)
    told = (
        text for text in lines if len(text) >= 4 and not key_of(re.split("[：:]", text)[0]) and not NUMBER.match(text)
    )
    return re.split("[。；：:]", next(told, ""))[0][:CAPTION_CHARACTERS]


def _issue_dates(stated: Mapping[str, str], written: str, blocks: Sequence[Block]) -> dict[str, str]:
    found = {
        "印发": first_date(stated.get("issued", "")) or _imprint(blocks),
        "成文": first_date(stated.get("written", "")) or written,
        "发布": first_date(stated.get("published", "")),
    }
    return {kind: iso for kind, iso in found.items() if iso}


def _issue_day(stated: Mapping[str, str], dates: Mapping[str, str], blocks: Sequence[Block]) -> str:
    """The day that a document bears: as stated, or as its head or signature has it; printing and showing come later."""
    given = "" if first_date(stated.get("written", "")) else first_date(stated.get("issued", ""))
    kinds = (dates[kind] for kind in ("成文", "印发", "发布") if dates.get(kind))
    return given or _below_title(blocks) or next(kinds, "")


def _below_title(blocks: Sequence[Block]) -> str:
    """The day below the title, in brackets or beside the number."""
    for block in blocks[:12]:
        told = _TOLD_BELOW_TITLE.fullmatch(block.text.strip()) or _BESIDE_NUMBER.fullmatch(block.text.strip())
        if told and first_date(told["when"]):
            return first_date(told["when"])
    return ""


def _imprint(blocks: Sequence[Block]) -> str:
    """The day below the title, or in the imprint at the foot."""
    if told := _below_title(blocks):
        return told
    for block in reversed(blocks[-12:]):
        for found in find_dates(block.text):
            if re.match(r"\s*印发(?!的)", block.text[found.end :]) and len(block.text) < IMPRINT_CHARACTERS:
                return found.iso
    return ""


def _told_bodies(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The bodies that a line below the title names beside the day of issue."""
    told = (_TOLD_BELOW_TITLE.fullmatch(block.text.strip()) for block in blocks[:12])
    return next((bodies_in(found["who"].strip()) for found in told if found), ())


def _period(stated: Mapping[str, str], texts: Sequence[str], dates: Mapping[str, str]) -> Period:
    period = read_period(texts, dates)
    if stated.get("effective"):
        effective = first_date(stated["effective"])
        if effective:
            begun = Period(effective=effective, effective_kind="施行", effective_words=stated["effective"])
            ended = read_expiry(period.end_words, begun, dates) if period.end_basis == "computed" else period
            period = replace(ended, effective=effective, effective_kind="施行", effective_words=stated["effective"])
    if stated.get("expires"):
        given = read_expiry(stated["expires"], replace(period, end="", end_basis="", end_words=""), dates)
        period = given if given.end else period
    return period


def _places(document: Document, stated: Mapping[str, str], texts: Sequence[str], places: Places) -> Found:
    """Where a document rules: as stated, else the place of its issuing body, of its title, or of its first words."""
    if stated.get("place"):
        return Found(places=_stated_places(stated["place"], places), named=True)
    if _is_national(document.issuing_body):
        return Found()
    context = f"{document.issuing_body} {document.title} {' '.join(texts[:3])[:500]}"
    around = places.resolve(places.find_all(context))
    for text in (document.issuing_body, document.title, *(text[:200] for text in texts[:3])):
        found = places_in(text, places)
        if found.named and not found.places:
            # 鼓楼区 is many places: another name around it decides, or nothing does.
            decided = [place for place in places.resolve(places.find_all(text)) if place in around]
            lent = "不在地名表里" in found.reason
            return found if lent or len(decided) != 1 else Found(places=tuple(decided), named=True)
        if found.places:
            return replace(found, places=found.places[:1])
    return Found()


def _stated_places(text: str, places: Places) -> tuple[Place, ...]:
    found: list[Place] = []
    for part in filter(None, re.split(r"[；;、，,\s]+", text)):
        place = places.get(part) if re.fullmatch(r"\d{6}(-[A-Z0-9]{1,8})?", part) else None
        place = place or zone_in(part, places)
        found += [place] if place else places.resolve(places.find_all(part))[:1]
    return tuple(dict.fromkeys(found))


def _is_national(body: str) -> bool:
    return bool(_NATIONAL.match(body))
