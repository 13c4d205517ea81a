"""The rows of a document: reward clauses and tables of rewards, standards, policies and batches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.extract.announced import read_announced
from corpus.extract.awards import FACTORY, KEPT_OBJECTS, Context, Reading, read_awards
from corpus.extract.batches import read_batches
from corpus.extract.clauses import shortened
from corpus.extract.collected import Collected
from corpus.extract.columns import read_columns
from corpus.extract.duties import read_duties
from corpus.extract.items import item_units
from corpus.extract.marks import find_marks, levels_in, objects_in
from corpus.extract.merging import PROVISION_CHARACTERS, merged
from corpus.extract.numbers import first_date
from corpus.extract.periods import Period, read_expiry, read_period
from corpus.extract.pieces import row_locator
from corpus.extract.sums import find_sums, names_money
from corpus.extract.tables import (
    RewardRow,
    joined_tables,
    names_sums,
    policies,
    reward_rows,
    sentence_rows,
    standards,
    table_kind,
)
from corpus.extract.titles import NUMBER, known_as, normal_number, quoted_policy, titled
from corpus.extract.units import Unit, read_units
from corpus.extract.where import Found, cell_places, leading_place
from corpus.extract.words import words
from corpus.frozen import field, frozen, replace
from corpus.patterns import late
from corpus.places import Place, Places
from corpus.readers.blocks import Block, Position, Row
from corpus.types import Award, Batch, Document, Level, Policy, Rule, Source, Standard, Subsidy

CLAUSE_CHARACTERS = 3000
"""a longer paragraph is no clause that someone wrote, and what stands far apart in it can't be paired"""


COMMON = late(
    r"同一(?:企业|项目|单位|主体)|本(?:办法|意见|政策|细则|措施|文件|通知)|以上(?:奖励|政策|各项|条款)|上述(?:奖励|政策|各项)"
    r"|补足|补差|差额"
)
"""words by which a clause speaks of all awards of a document; what is paid on an upgrade is such a rule"""
UNPLACED = "看不出适用地区，可用 --place 指明"
LINES_ABOVE = 3
"""short lines right above a table that may be its caption and its unit"""
LINE_CHARACTERS = 60


@frozen
class Facts:
    """What is known of the document while its rows are read."""

    document: Document
    place: Place | None
    period: Period
    context: Context
    places: Places
    tick: Callable[[], None]
    unplaced: str = UNPLACED
    """why the document has no place"""
    collected: Mapping[str, Collected] = field(default_factory=dict)
    """the policies that a compilation tells, by the code of their place"""
    state: str = ""
    """what the file says of the whole document's validity, for instance 失效"""


def context_of(place: Place | None, places: Places) -> Context:
    """What a text of a place may call the units above it: 省, 市, 国家."""
    if place is None:
        return Context()
    names = {"province": "省", "city": "市", "county": "区", "zone": "区"}
    superiors = {names[unit.rank]: unit.code for unit in places.ancestors(place.code)}
    if "省" in superiors:
        superiors["自治区"] = superiors["省"]
    superiors["国家"] = "000000"
    own = "市" if place.name.endswith("市") else ""
    above = tuple(word for word in (*superiors, "中央", "上级") if word != own)
    return Context(superiors=superiors, above=above)


@frozen
class Replaced:
    """An older policy that a table row names as replaced by its own."""

    old: str
    place_code: str
    words: str


def read_rows(
    blocks: Sequence[Block], facts: Facts
) -> tuple[dict[str, tuple[Any, ...]], list[str], tuple[Replaced, ...]]:
    """The rows of a document by table kind; what in it could not be read, each with its place and the reason; and
    the older policies that rows replace."""
    blocks = joined_tables(blocks)
    found: dict[str, list[Any]] = {"subsidies": [], "standards": [], "policies": [], "replaced": []}
    unread: list[str] = []
    _read_clauses(blocks, facts, found["subsidies"], unread)
    _read_tables(blocks, facts, found, unread)
    found["subsidies"] = list(merged(_in_force(found["subsidies"], facts.document.title, unread)))
    found["subsidies"] = _with_common_rules(_with_benefits(found["subsidies"], blocks, facts), blocks, facts)
    found["batches"], unclear = read_batches(blocks, facts.document)
    unread += unclear
    units = [*read_units(blocks), *item_units(blocks)]
    announced, unclear = read_announced(units, facts.document)
    listed = {standard.number for standard in found["standards"]}
    found["standards"] += [standard for standard in announced if standard.number not in listed]
    unread += unclear
    found["rules"] = list(read_duties(units, facts.document, facts.place))
    replaced = tuple(dict.fromkeys(found.pop("replaced")))
    tables = {kind: _numbered(rows, kind, facts.document.id) for kind, rows in found.items()}
    return tables, list(dict.fromkeys(unread)), replaced


def _in_force(rows: list[Any], title: str, unread: list[str]) -> list[Any]:
    """The rows, none of them where all that a document does is to end rules, or to pay what a rule gives."""
    why = next((why for kind, why in NO_STANDARD.items() if words().has(kind, title)), "")
    if not why:
        return rows
    unread += [f"{row.source.locator}：{why}：「{shortened(row.provision)}」" for row in rows]
    return []


NO_STANDARD = {
    "repeal_title": "废止文件里写到的奖励，不是现行标准",
    "payment_title": "下达、兑现或公示的是具体的金额，不是奖励标准",
}
"""why the sums of a document are no rows, by the kind of its title"""


def _read_tables(blocks: Sequence[Block], facts: Facts, found: dict[str, list[Any]], unread: list[str]) -> None:
    headings: list[tuple[int, str]] = []
    above: list[str] = []
    number = 0
    for block in blocks:
        if block.kind == "heading":
            headings = [*(item for item in headings if item[0] < block.level), (block.level, block.text)]
            above = []
        elif block.kind == "paragraph":
            above = [*above[-LINES_ABOVE + 1 :], block.text]
        else:
            number += 1
            lines = tuple(text for text in reversed(above) if len(text) <= LINE_CHARACTERS)
            under = tuple(text for _, text in reversed(headings))
            _read_table(_Table(block, number, lines, under), facts, found, unread)
            above = []


@dataclass(frozen=True, slots=True)
class _Table:
    """A table and what stands over it."""

    block: Block
    number: int
    lines: tuple[str, ...]
    """short lines right above it, the nearest first"""
    headings: tuple[str, ...]
    """from the nearest to the widest"""

    @property
    def section(self) -> str:
        return self.headings[0] if self.headings else ""

    def where(self) -> str:
        return self.block.at.label() or f"表 {self.number}"


def _numbered(rows: Sequence[Any], kind: str, doc_id: str) -> tuple[Any, ...]:
    letter = kind[0] if kind != "standards" else "st"
    return tuple(_with_id(row, f"{doc_id}:{letter}{number}", str(number)) for number, row in enumerate(rows, 1))


def _with_id(row: Any, row_id: str, number: str) -> Any:
    if isinstance(row, (Batch, Rule)):
        return replace(row, id=row_id)
    return replace(row, id=row_id, seq=row.seq or number)


def _read_table(table: _Table, facts: Facts, found: dict[str, list[Any]], unread: list[str]) -> None:
    block, section = table.block, table.section
    above = "；".join(table.lines)
    columns = read_columns(block, above or section)
    around = f"{above} {section} {facts.document.title}"
    kind = table_kind(block, columns, around)
    nearest = (*table.lines, *table.headings, facts.document.title)
    if kind == "rewards":
        _take_rewards(reward_rows(block, columns, facts.context, nearest), table, facts, found, unread)
    elif kind == "standards":
        _take_standards(standards(block, columns, around), table, facts, found, unread)
    elif kind == "policies":
        found["policies"] += _policies(block, table.number, section, facts, unread)
    elif kind:
        unread.append(f"{table.where()}：{NO_RULES[kind]}")
    elif names_sums(block, above):
        rewards = list(sentence_rows(block, facts.context, nearest))
        _take_rewards(rewards, table, facts, found, unread)
        if not rewards:
            unread.append(f"{table.where()}：表里有奖励金额，认不出哪一列是金额或级别，没有读成条目")


NO_RULES = {
    "payments": "逐家企业的金额名单，不是奖励标准，没有读成条目",
    "nameless": "有级别和金额，没有写明奖励对象（绿色工厂还是别的），没有读成条目",
}
"""why a table with sums makes no rows, by its kind"""


def _take_rewards(
    rewards: Iterable[RewardRow], table: _Table, facts: Facts, found: dict[str, list[Any]], unread: list[str]
) -> None:
    for reward in rewards:
        facts.tick()
        locator = row_locator(table.number, reward.number, reward.row.at)
        unread += [f"{locator}：{reason}" for reason in reward.reading.unread]
        made, reason = _subsidies_of_row(reward, locator, table, facts)
        found["subsidies"] += made
        found["replaced"] += _replaced(reward, made)
        unread += [f"{locator}：{reason}"] if reason else []


def _take_standards(
    rows: Iterable[tuple[Row, int, Standard | str]],
    table: _Table,
    facts: Facts,
    found: dict[str, list[Any]],
    unread: list[str],
) -> None:
    for row, number, standard in rows:
        locator = row_locator(table.number, number, row.at)
        if isinstance(standard, str):
            unread.append(f"{locator}：{standard}")
        else:
            source = _source(facts.document.id, table.section, locator, row.at)
            found["standards"].append(_announced(replace(standard, source=source), facts.document))


def _announced(standard: Standard, document: Document) -> Standard:
    """A standard of the notice's own year that bears no day came out with the notice, whenever it is to be applied."""
    own = standard.status == "published" and standard.number[-4:] == document.issue_date[:4] != ""
    return replace(standard, date=document.issue_date) if own and not standard.date else standard


def _policies(block: Block, number: int, section: str, facts: Facts, unread: list[str]) -> Iterator[Policy]:
    for row, row_number, place_name, title, date in policies(block, read_columns(block)):
        locator = row_locator(number, row_number, row.at)
        where = _place_named(place_name, facts)
        if not where.places:
            unread.append(f"{locator}：{where.reason}")
            continue
        place = where.places[0]
        source = _source(facts.document.id, section, locator, row.at)
        yield Policy(id="", source=source, seq="", place_code=place.code, place=place.name, title=title, date=date)


def _source(doc_id: str, section: str, locator: str, at: Position) -> Source:
    return Source(doc_id=doc_id, section=section, locator=locator, page=at.page, lines=at.lines)


def _place_named(name: str, facts: Facts) -> Found:
    found = cell_places(name, facts.places, facts.place)
    return found if found.named else replace(found, reason=found.reason if name.strip() else facts.unplaced)


def _place_of_table(table: _Table, facts: Facts) -> Found:
    """Where a table without a column of places rules: as its heading says, else as its document."""
    for text in (*table.lines, *table.headings):
        found = leading_place(text, facts.places, facts.place)
        if found.named:
            return found
    return _place_named("", facts)


def _place_of_policy(policy: str, facts: Facts) -> Found:
    """Where a policy rules that a row names in a table without a column of places: 某市支持新型工业化政策清单."""
    found = leading_place(policy.strip("《》 "), facts.places, facts.place) if not facts.place else Found()
    return found if found.places else _opening_place(policy, facts)


def _opening_place(policy: str, facts: Facts) -> Found:
    mentions = facts.places.find_all(policy) if not facts.place else ()
    opens = bool(mentions) and mentions[0].start == len(policy) - len(policy.lstrip("《 "))
    found = facts.places.resolve(mentions[:1]) if opens else ()
    return Found(places=found, named=True) if len(found) == 1 else Found()


def _subsidies_of_row(row: RewardRow, locator: str, table: _Table, facts: Facts) -> tuple[list[Subsidy], str]:
    if not row.reading.promises:
        return [], ""
    where = _place_named(row.place, facts) if row.place else _place_of_policy(row.policy, facts)
    where = where if where.places or row.place else _place_of_table(table, facts)
    if not where.places:
        return [], where.reason
    return [one for place in where.places for one in _row_of_place(row, place, locator, table.section, facts)], ""


def _replaced(row: RewardRow, made: Sequence[Subsidy]) -> Iterator[Replaced]:
    for old in filter(None, (name.strip(" 《》") for name in re.split(r"[；;、]|》\s*《", row.replaces))):
        for one in made:
            day = one.effective_date or one.date
            since = f"自{day}起，" if day else ""
            yield Replaced(old=old, place_code=one.place_code, words=f"{since}《{one.policy}》替代《{old}》")


def _row_of_place(row: RewardRow, place: Place, locator: str, section: str, facts: Facts) -> Iterator[Subsidy]:
    period, date, kind = _row_period(row, facts)
    base = _subsidy(
        place,
        facts,
        _source(facts.document.id, section, locator, row.row.at),
        row.reading,
        row.words[:PROVISION_CHARACTERS],
    )
    title, number = ("", normal_number(row.policy)) if NUMBER.fullmatch(row.policy.strip()) else titled(row.policy)
    base = replace(
        base,
        policy=title or base.policy,
        document_number=normal_number(row.policy_number)
        or row.policy_number
        or number
        or ("" if row.policy else base.document_number),
        issuing_body=row.body or ("" if row.policy else base.issuing_body),
    )
    if row.policy or row.date_text or row.effective_text or row.end_text:
        base = _dated(base, period, date, kind)
    elif not row.policy_number:
        base = _of_collected(base, facts)
    return _by_object(_in_state(base, row.status_text or row.end_text), row.reading)


def _in_state(row: Subsidy, state: str) -> Subsidy:
    """The row with what its source says of its validity (失效); what is said to be valid says nothing new."""
    if not words().has("lapsed", state) or re.search(r"\d", state):
        return row
    return replace(row, repealed_words=f"来源标明“{state.strip()}”（未写明失效日期）")


def _row_period(row: RewardRow, facts: Facts) -> tuple[Period, str, str]:
    """The period that the row's own columns give, else the document's."""
    issued, effective = first_date(row.date_text), first_date(row.effective_text)
    if not (row.policy or issued or effective or row.end_text):
        return facts.period, "", ""
    if re.search(r"印发|发布|施行|实施|执行开始", row.end_text):
        told = _told_together(row.end_text)
        return told if told[0].end else (read_expiry(row.end_text, told[0], {}), *told[1:])
    kind = next((word for word in ("实施", "施行", "执行", "发布") if word in row.date_text), "印发") if issued else ""
    begin = Period(effective=effective, effective_kind="施行" if effective else "")
    period = read_expiry(row.end_text, begin, {"印发": issued}) if row.end_text else begin
    return period, issued, kind


def _told_together(text: str) -> tuple[Period, str, str]:
    """One cell with both dates: ``印发日期：2018 年 6 月 15 日 有效期 5 年``."""
    issued = re.search(r"(?P<kind>印发|发布)(?:日期|时间)?\s*[:：]?(?P<when>.{4,20})", text)
    day = first_date(issued["when"]) if issued else ""
    kind = issued["kind"] if issued and day else ""
    return read_period([text], {kind: day} if kind else {}), day, kind


def policy_name(document: Document) -> str:
    """What a document's rules are known as: of ``关于印发《…》的通知`` the name of what is issued."""
    return known_as(document.title)


def _subsidy(place: Place, facts: Facts, source: Source, reading: Reading, provision: str) -> Subsidy:
    province = facts.places.province(place.code)
    document = facts.document
    row = Subsidy(
        id="",
        source=source,
        seq="",
        place_code=place.code,
        place=place.name,
        province=province.name if province else place.name,
        policy=policy_name(document),
        document_number=document.document_number,
        issuing_body=document.issuing_body,
        stacking=reading.stacking,
        stacking_with=reading.stacking_with,
        stacking_words=reading.stacking_words,
        benefits=reading.benefits,
        provision=provision,
        draft=document.draft,
        notes=tuple(_notes(reading)),
    )
    row = _in_state(row, facts.state)
    return _dated(row, facts.period, document.issue_date, "印发" if document.issue_date else "")


def _dated(row: Subsidy, period: Period, issued: str, issued_kind: str) -> Subsidy:
    """The row with its dates: a first day in force that is stated counts before the day of issue."""
    own_day = period.effective and period.effective_kind not in ("印发", "发布")
    date = period.effective if own_day else issued or period.effective
    kind = period.effective_kind if own_day else issued_kind or period.effective_kind
    end, basis = period.end, period.end_basis
    if end and date and end < date[: len(end)]:
        end, basis = "", ""  # the clause speaks of something else; its words stay in the text
    return replace(
        row,
        date=date,
        date_kind=kind if date else "",
        effective_date=period.effective,
        end_date=end,
        end_basis=basis,
        end_words=period.end_words if end or not period.end else "",
        notes=tuple(dict.fromkeys((*row.notes, *_long_term(period)))),
    )


def _long_term(period: Period) -> Iterator[str]:
    if period.end_words and not period.end:
        yield f"原文写明：{period.end_words}，没有截止日期"


def _by_object(base: Subsidy, reading: Reading) -> Iterator[Subsidy]:
    objects: dict[str, list[Award]] = {}
    for promise in reading.promises:
        objects.setdefault(promise.object, []).append(promise.award)
    for name, awards in ((name, objects[name]) for name in KEPT_OBJECTS if name in objects):
        caps = (f"另有总额限制：{cap}" for about, cap in reading.item_caps if about == name)
        yield replace(base, object=name, awards=tuple(awards), notes=tuple(dict.fromkeys((*base.notes, *caps))))


def _read_clauses(blocks: Sequence[Block], facts: Facts, found: list[Any], unread: list[str]) -> None:
    for unit in read_units(blocks):
        facts.tick()
        unread += _by_reference(unit)
        if len(unit.text) > CLAUSE_CHARACTERS:
            if objects_in(unit.text) and names_money(unit.text):
                unread.append(f"{unit.where}：一段超过 {CLAUSE_CHARACTERS} 字，没有读其中的金额")
            continue
        objects = _objects(unit, facts.document.title)
        if not find_sums(unit.text):
            continue
        if not objects:
            unread += _nameless(unit, facts)
            continue
        reading = read_awards(unit.text, replace(facts.context, objects=objects, known=_known(found)))
        unread += [f"{unit.where}：{reason}" for reason in reading.unread]
        if not reading.promises:
            continue
        where = _place_of(unit, facts)
        if not where.places:
            unread.append(f"{unit.where}：{where.reason}")
            continue
        locator = unit.clause or unit.section or unit.blocks[0].at.label()
        source = _source(facts.document.id, unit.section, locator, unit.span)
        for place in where.places:
            row = _subsidy(place, facts, source, reading, _provision(unit.text))
            found += _by_object(_of_quoted(row, unit, facts), reading)


def _of_quoted(row: Subsidy, unit: Unit, facts: Facts) -> Subsidy:
    """The row under the policy that its clause opens with (《…》（…号），有效期至…：…), as compilations have them."""
    quoted = quoted_policy(unit.text, row.policy)
    if quoted is None:
        return _of_collected(row, facts)
    row = replace(row, policy=quoted.title, document_number=quoted.number, issuing_body="")
    period = read_period([f"本政策{quoted.term}"], {})
    return _dated(row, period, "", "") if period.effective or period.end else row


def _of_collected(row: Subsidy, facts: Facts) -> Subsidy:
    """The row under the policy of its place, where its document is a compilation that tells it by places."""
    told = facts.collected.get(row.place_code)
    if told is None:
        return row
    row = replace(row, policy=told.title, document_number=told.number, issuing_body="")
    return _dated(row, told.period, "", "")


def _by_reference(unit: Unit) -> Iterator[str]:
    """A clause that gives what another clause gives (参照第二条标准执行) and names no sum itself."""
    if words().has("by_reference", unit.text) and objects_in(unit.text) and not find_sums(unit.text):
        yield f"{unit.where}：没有写明金额，要参照别的条款：「{shortened(unit.text)}」"


def _known(rows: Iterable[Subsidy]) -> dict[tuple[str, Level], float]:
    """What the rows give, by object and level."""
    return {(row.object, award.level): award.amount_max for row in rows for award in row.awards if award.amount_max}


def _nameless(unit: Unit, facts: Facts) -> Iterator[str]:
    """A clause with a level and a sum of which nothing says what is rewarded, in a document on objects of ours."""
    ours = objects_in(f"{facts.document.title} {unit.path} {unit.earlier}") or "绿色制造" in facts.document.title
    if ours and not words().has("other_objects", unit.text) and _only_levels(unit.text):
        yield f"{unit.where}：有级别和金额，没有写明奖励对象：「{shortened(unit.text)}」"


def _only_levels(text: str) -> bool:
    marks = find_marks(text)
    return any(mark.levels for mark in marks) and all(mark.object is None for mark in marks)


def _place_of(unit: Unit, facts: Facts) -> Found:
    """Where a clause rules: the place it opens with, that of its headings, else the document's."""
    for text in (unit.blocks[0].text, *reversed(unit.headings)):
        found = leading_place(text, facts.places, facts.place)
        if found.named:
            return found
    return Found(places=(facts.place,)) if facts.place else Found(reason=facts.unplaced)


def _with_benefits(rows: list[Any], blocks: Sequence[Block], facts: Facts) -> list[Any]:
    """The rows with what other clauses promise factories besides money; one row of its own where there is no sum."""
    units = [unit for unit in read_units(blocks) if FACTORY in objects_in(unit.text)]
    readings = [(unit, read_awards(unit.text, facts.context)) for unit in units if len(unit.text) <= CLAUSE_CHARACTERS]
    giving = [(unit, reading) for unit, reading in readings if reading.benefits]
    if not giving or facts.place is None:
        return rows
    benefits = dict.fromkeys(name for _, reading in giving for name in reading.benefits)
    own = [row for row in rows if row.object == FACTORY and row.policy == policy_name(facts.document)]
    if own:
        shared = {row: replace(row, benefits=tuple(dict.fromkeys((*row.benefits, *benefits)))) for row in own}
        return [shared.get(row, row) for row in rows]
    unit, _ = giving[0]
    if find_sums(unit.text):
        return rows  # its sum could not be read; without it the row would tell less than the clause
    source = _source(facts.document.id, unit.section, unit.clause or unit.section, unit.span)
    return [*rows, _subsidy(facts.place, facts, source, Reading(benefits=tuple(benefits)), _provision(unit.text))]


def _with_common_rules(rows: list[Any], blocks: Sequence[Block], facts: Facts) -> list[Any]:
    """The document's own rows with what a clause of its own says of all awards: 就高不重复, 累计不超过 …"""
    units = (unit for unit in read_units(blocks) if len(unit.text) <= CLAUSE_CHARACTERS and COMMON.search(unit.text))
    readings = [read_awards(unit.text, facts.context) for unit in units]
    common = [reading for reading in readings if not reading.promises and (reading.stacking or reading.caps)]
    if len(common) != 1:
        return rows  # none, or several that may be about different awards
    reading = common[0]
    return [_ruled(row, reading) if row.policy == policy_name(facts.document) else row for row in rows]


def _ruled(row: Subsidy, reading: Reading) -> Subsidy:
    row = replace(row, notes=tuple(dict.fromkeys((*row.notes, *_notes(reading)))))
    if row.stacking or not reading.stacking:
        return row
    return replace(
        row,
        stacking=reading.stacking,
        stacking_with=reading.stacking_with,
        stacking_words=reading.stacking_words,
    )


def _notes(reading: Reading) -> Iterator[str]:
    yield from (f"另有总额限制：{cap}" for cap in reading.caps)
    yield from (f"升级时的差额：{difference}" for difference in reading.differences)
    yield from (f"另有配套：{match}" for match in reading.matches)
    yield from (f"资金安排：{payment}" for payment in reading.payments)


def _objects(unit: Unit, title: str) -> tuple[str, ...]:
    """What the clause is about where its own words don't say: its heading, the clause before it, the title.

    A clause that names only another scheme inherits nothing.
    """
    own = objects_in(unit.text)
    if not own and (words().has("other_objects", unit.text) or not levels_in(unit.text)):
        return ()  # only a level without its noun (国家级的奖励 50 万元) can be about what was named before
    above = objects_in(unit.section) or objects_in(unit.before) or (() if own else objects_in(unit.earlier))
    in_title = objects_in(title)
    return above or (own if len(own) == 1 else ()) or (in_title if len(in_title) == 1 else ()) or own


def _provision(text: str) -> str:
    """The sentences of a clause that promise something, word for word."""
    sentences = re.findall(r"[^。]+。?", text)
    kept = [sentence for sentence in sentences if find_sums(sentence) or objects_in(sentence)]
    return "".join(kept or sentences)[:PROVISION_CHARACTERS]
