"""The five tables that the command line and the terminal UI show: filtered, sorted rows of plain values.

A row is a dict with stable English keys (they are the JSON of ``wence subsidies`` and its sisters). Amounts in 万元,
dates as the source gives them (``2018``, ``2018-07`` or ``2018-07-09``); None or "" where the source is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.errors import UnknownPlaceError
from assistant.keeping.settings import shown
from assistant.understanding.numerals import chinese_numeral
from corpus.timeline import (
    CHANGE_NAMES,
    RECHECK_YEARS,
    NoTotal,
    Rechecks,
    Timeline,
    Total,
    in_order,
    national_total,
    rechecks_of,
    was_there,
)
from corpus.types import Award, Batch, Change, Corpus, Rule, Source, Standard, Subsidy
from corpus.validity import STATUS_NAMES, final_day, first_day, status_on

if TYPE_CHECKING:
    from corpus.places import Places

Row = dict[str, Any]

STANDARD_STATUS_NAMES = {
    "published": "已发布",
    "approved_project": "已立项",
    "comment_draft": "征求意见稿",
    "approval_publicity": "报批公示",
    "reviewed": "已通过审查",
}
FORM_NAMES = {
    "fixed": "定额",
    "ceiling": "上限",
    "range": "区间",
    "percentage": "按比例",
    "matching": "配套",
    "extra": "另加",
    "proportion": "一定比例",
}
TOPIC_NAMES = {
    "due": "复核到期",
    "recheck_cycle": "复核周期",
    "recheck_call": "复核通知",
    "recheck_scope": "复核内容",
    "dynamic_supervision": "动态监管",
    "removal": "除名",
    "third_party": "第三方机构",
    "third_party_advice": "第三方机构",
    "fourth_party": "第四方机构",
    "local_review": "地方复审",
    "self_declaration": "自我声明",
    "year_label": "标注年号",
    "star_system": "星级管理",
    "stars": "星级",
    "star_benefit": "星级待遇",
    "star_sanction": "反向倒逼",
    "star_result": "星级成效",
    "yearly_table": "年度动态管理",
    "benchmark": "自评价对标",
    "local_recheck": "地方复核",
    "removal_result": "移出后果",
    "cultivation_term": "培育期",
    "third_party_limit": "第三方机构",
}
BATCH_TOPICS = ("recheck_cycle", "recheck_scope", "dynamic_supervision", "removal", "yearly_table", "benchmark")
"""topics of rules that bear on every listed factory; ``recheck_call`` bears on the batches it names"""
REGIME_TOPICS = ("yearly_table", "benchmark")
"""topics of rules that stand in the stead of the three-year recheck"""
REVIEW_TOPICS = frozenset(TOPIC_NAMES)
"""topics of rules that belong to reviews; how to apply, bars and targets are told elsewhere"""


def find_places(places: Places, names: Iterable[str]) -> tuple[str, ...]:
    """Place codes for what people call them (义乌, 浙江省义乌市, 长三角); 全国 is every place, written as none.

    A name that several places bear stands for all of them.

    Raises:
        UnknownPlaceError: a name that no place bears.
    """
    codes: list[str] = []
    for name in names:
        if name.strip() == "全国":
            return ()
        coded = places.get(name.strip()) if name.strip().isascii() else None  # rows tell codes: they may come back
        found = (coded,) if coded else places.by_name(name.strip()) or places.resolve(places.find_all(name))
        if not found:
            raise UnknownPlaceError(
                f"没有找到名为「{shown(name)}」的地区。", "请写省、市、区县或开发区的名称，例如 浙江、苏州工业园区。"
            )
        codes += [place.code for place in found]
    return tuple(dict.fromkeys(codes))


def subsidies(
    corpus: Corpus,
    places: Places,
    *,
    place_codes: Sequence[str] = (),
    level: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    statuses: Sequence[str] = (),
    sort: str = "",
    as_of: date,
) -> list[Row]:
    """One row an award, and one for each subsidy that states no award.

    A place includes all below it. A level includes awards for which the source names none. ``minimum`` and
    ``maximum`` (万元) look at ``figure``, the most an award can bring (computed where it matches another one);
    awards without a figure are left out then. ``sort``: amount (highest first), date (newest first), place, or ""
    for the order of the source.
    """
    from assistant.saying.awards import awards_at

    titles = _titles(corpus)
    rows = [
        _award_row(subsidy, award, titles, as_of)
        for subsidy in corpus.subsidies
        if within(places, subsidy.place_code, place_codes)
        for award in (awards_at(subsidy, level, places) if level else subsidy.awards or (None,))
    ]
    kept = [
        row
        for row in rows
        if (not statuses or row["status"] in statuses)
        and (minimum is None or (row["figure"] is not None and row["figure"] >= minimum))
        and (maximum is None or (row["figure"] is not None and row["figure"] <= maximum))
    ]
    return _sorted(kept, sort)


def standards(corpus: Corpus, *, text: str = "", statuses: Sequence[str] = (), as_of: date | None = None) -> list[Row]:
    """Standards whose number, title, subject, body or everyday names hold every word of the text.

    With a day, those that were there by then, each with what had taken its place.
    """
    titles, timeline = _titles(corpus), Timeline(corpus)
    return [
        _standard_row(standard, titles, _replacement(timeline, standard, as_of))
        for standard in _holding(corpus.standards, text)
        if (not statuses or standard.status in statuses) and (as_of is None or was_there(standard, as_of))
    ]


def _replacement(timeline: Timeline, standard: Standard, as_of: date | None) -> Change | None:
    return timeline.state(standard, as_of).change if as_of else None


def policies(
    corpus: Corpus,
    places: Places,
    *,
    place_codes: Sequence[str] = (),
    since: str = "",
    until: str = "",
    sort: str = "",
    as_of: date | None = None,
) -> list[Row]:
    """Regional policies; ``since`` and ``until`` are ``2019`` or ``2019-05`` and both ends are included.

    With a day, those that were out by then.
    """
    titles = _titles(corpus)
    rows = [
        {
            "id": policy.id,
            "place": policy.place,
            "place_code": policy.place_code,
            "title": policy.title,
            "date": policy.date,
            "notes": list(policy.notes),
            **_where(policy.source, titles),
        }
        for policy in corpus.policies
        if within(places, policy.place_code, place_codes)
        and _between(policy.date, since, until)
        and (as_of is None or was_there(policy, as_of))
    ]
    return _sorted(rows, sort)


def areas(corpus: Corpus, places: Places, *, place_codes: Sequence[str] = ()) -> list[Row]:
    """The subordinate areas that the source says have issued policies too, without naming them."""
    titles = _titles(corpus)
    return [
        {
            "id": area.id,
            "place": area.place,
            "place_code": area.place_code,
            "province_code": area.province_code,
            **_where(area.source, titles),
        }
        for area in corpus.areas
        if within(places, area.place_code, place_codes) or within(places, area.province_code, place_codes)
    ]


def batches(corpus: Corpus, as_of: date | None = None) -> list[Row]:
    """The national batches in order; with a day, those whose list was out by then."""
    titles = _titles(corpus)
    return [
        {
            "id": batch.id,
            "batch": batch.number or None,
            "year": batch.year,
            "count": batch.count,
            "removed": batch.removed,
            "renamed": batch.renamed,
            "cumulative": batch.cumulative,
            "cumulative_kind": batch.cumulative_kind,
            "parks": batch.parks,
            "cumulative_parks": batch.cumulative_parks,
            "supply_chains": batch.supply_chains,
            "list_number": batch.list_number,
            "call_number": batch.call_number,
            "call_date": batch.call_date,
            "call_title": batch.call_title,
            "list_date": batch.list_date,
            "list_title": batch.list_title,
            "industries": list(batch.industries),
            "industries_words": batch.industries_words,
            "notes": list(batch.notes),
            **_where(batch.source, titles),
        }
        for batch in in_order(corpus.batches)
        if as_of is None or not batch.list_date or first_day(batch.list_date) <= as_of
    ]


def total_words(corpus: Corpus, as_of: date) -> str:
    """The national total on a day in a sentence: published, derived with its sum, or why there is none."""
    found = national_total(corpus, as_of)
    published = found if isinstance(found, Total) and found.kind == "published" else found.published
    told = f"最近公布的累计数是 {published.count} 家（{published.since}）。" if published else ""
    if isinstance(found, NoTotal):
        return f"不给出合计：{found.reason}。{told}"
    if found is published:
        less = "，已减去移出的" if any(batch.removed for batch in found.run) else ""
        return f"合计 {found.count} 家，是公布的累计数（{found.since}）{less}。"
    return f"合计 {found.count} 家，是推算：{found.basis}。{told}"


def reviews(corpus: Corpus, *, batch: int | None = None, as_of: date) -> list[Row]:
    """When each batch is due for recheck (``kind`` due), then the rules of review (``kind`` rule).

    With a batch: its due date and the rules that bear on it. Empty when there is no such batch. Where the three-year
    recheck holds no longer on the day, no batch is due: what holds comes first, what it replaced after it.
    """
    if batch is not None and all(one.number != batch for one in corpus.batches):
        return []
    titles, timeline = _titles(corpus), Timeline(corpus)
    begun = [
        rule for rule in corpus.rules if rule.topic in REVIEW_TOPICS and timeline.state(rule, as_of).name != "not_yet"
    ]
    rules = [rule for rule in begun if batch is None or rule.topic in BATCH_TOPICS or _calls(rule, batch)]
    rows = [_rule_row(rule, titles) | _standing(timeline, rule, as_of) for rule in rules]
    cycles = [rule for rule in corpus.rules if rule.topic == "recheck_cycle"]
    if cycles and not any(timeline.holds(rule, as_of) for rule in cycles):
        return sorted(rows, key=lambda row: (bool(row["standing"]), row["topic"] not in REGIME_TOPICS))
    due = [
        _due_row(one, corpus.rules, titles, as_of) | {"standing": ""}
        for one in in_order(corpus.batches)
        if one.number and batch in (None, one.number) and one.list_date and first_day(one.list_date) <= as_of
    ]
    return due + rows


def _standing(timeline: Timeline, rule: Rule, as_of: date) -> Row:
    """Why a rule holds no longer on a day, as a clause; "" where it does."""
    state = timeline.state(rule, as_of)
    if state.name == "replaced" and state.change:
        return {"standing": _taken_over(state.change)}
    if state.name == "expired":
        return {"standing": f"只管 {rule.year} 年度" if rule.year else f"{state.until} 已到期"}
    return {"standing": ""}


def _taken_over(change: Change) -> str:
    """What has taken the place of a row, as a clause; a newer edition bears the old title, so that its number tells."""
    number = f"（{change.number}）" if change.number else ""
    words = "" if change.kind == "explicit" else "，未见废止字样"
    return f"{change.since} 起已由《{change.title}》{number}{CHANGE_NAMES[change.kind]}{words}"


def within(places: Places, code: str, wanted: Sequence[str]) -> bool:
    """Whether a place is one of the wanted ones or lies in one of them; nothing wanted means everywhere."""
    return not wanted or any(places.within(code, one) for one in wanted)


def amount_words(award: Award) -> str:
    """What an award comes to, for a table cell; says so where the source gives no sum."""
    from assistant.saying.awards import say_award

    if award.form == "proportion" or (award.form == "percentage" and award.percent is not None):
        return say_award(award)
    needs_other = award.form in ("matching", "extra")
    known = award.amount_max is not None or award.form == "matching"
    if known and not (needs_other and award.relative_amount is None):
        return say_award(award)
    sum_words = "未载明数额" if award.amount_max is None else f"{award.amount_max:g} 万元"
    return f"{FORM_NAMES[award.form]} {sum_words}"


def _award_row(subsidy: Subsidy, award: Award | None, titles: dict[str, str], as_of: date) -> Row:
    from assistant.saying.awards import figure

    status = status_on(subsidy, as_of)
    return {
        "id": subsidy.id,
        "award": subsidy.awards.index(award) + 1 if award else None,
        "place": subsidy.place,
        "place_code": subsidy.place_code,
        "province": subsidy.province,
        "object": subsidy.object,
        "level": award.level if award else "",
        "form": award.form if award else "",
        "amount": amount_words(award) if award else "",
        "figure": figure(award) if award else None,
        "amount_min": award.amount_min if award else None,
        "amount_max": award.amount_max if award else None,
        "percent": award.percent if award else None,
        "base": award.base if award else "",
        "ratio": award.ratio if award else None,
        "relative_to": award.relative_to if award else "",
        "relative_amount": award.relative_amount if award else None,
        "one_off": award.one_off if award else None,
        "recipient": award.recipient if award else "",
        "condition": award.condition if award else "",
        "stacking": subsidy.stacking,
        "benefits": list(subsidy.benefits),
        "provision": subsidy.provision,
        "policy": subsidy.policy,
        "document_number": subsidy.document_number,
        "date": subsidy.date,
        "date_kind": subsidy.date_kind,
        "effective_date": subsidy.effective_date,
        "end_date": subsidy.end_date,
        "end_basis": subsidy.end_basis,
        "end_words": subsidy.end_words,
        "as_of": as_of.isoformat(),
        "status": status,
        "status_name": STATUS_NAMES[status],
        "sureness": subsidy.holding.sureness,
        "sureness_amount": subsidy.holding.sureness_amount,
        "notes": list(subsidy.notes),
        **_where(subsidy.source, titles),
    }


def _standard_row(standard: Standard, titles: dict[str, str], change: Change | None) -> Row:
    told = _taken_over(change) if change else ""
    return {
        "id": standard.id,
        "number": standard.number,
        "title": standard.title,
        "subject": standard.subject,
        "kind": standard.kind,
        "body": standard.body,
        "status": standard.status,
        "status_name": STANDARD_STATUS_NAMES[standard.status],
        "date": standard.date,
        "replaced_by": change.number if change else "",
        "replaced_on": change.since if change else "",
        "standing": told,
        "sureness": standard.holding.sureness,
        "sureness_number": standard.holding.sureness_number,
        "aliases": list(standard.aliases),
        "notes": [*([told] if told else []), *standard.notes],
        **_where(standard.source, titles),
    }


def _due_row(batch: Batch, rules: Sequence[Rule], titles: dict[str, str], as_of: date) -> Row:
    rounds = rechecks_of(batch.list_date, as_of) if batch.list_date else Rechecks("", "", "")
    due = rounds.due
    computation = f"{batch.list_date} + {RECHECK_YEARS} 年 = {due}" if due else ""
    overdue = bool(due) and final_day(due) < as_of
    call = next((rule for rule in rules if _calls(rule, batch.number)), None)
    name = f"第{chinese_numeral(batch.number)}批名单"
    said = [
        f"{name} {batch.list_date} 公布，按“每三年一复核”应于 {due} 复核（{computation}）",
        f"以 {as_of.isoformat()} 为准，{'这个时间已过' if overdue else '还没有到期'}",
        *([f"{call.date} 的通知已部署这一批复核"] if call else []),
    ]
    return {
        "id": f"due-{batch.number}",
        "kind": "due",
        "topic": "due",
        "topic_name": TOPIC_NAMES["due"],
        "batch": batch.number,
        "place": "全国",
        "subject": f"{name}单位",
        "text": "；".join(said) if due else "名单公布日期未载明，推算不出复核时间",
        "items": [],
        "list_date": batch.list_date,
        "list_title": batch.list_title,
        "due_date": due,
        "next_due_date": rounds.following,
        "upcoming_due_date": rounds.upcoming,
        "computation": computation,
        "overdue": overdue,
        "called_by": call.basis if call else "",
        "called_date": call.date if call else "",
        "basis": next((rule.basis for rule in rules if rule.topic == "recheck_cycle"), ""),
        "date": "",
        "sureness": "",
        "notes": list(batch.notes),
        **_where(batch.source, titles),
    }


def _rule_row(rule: Rule, titles: dict[str, str]) -> Row:
    return {
        "id": rule.id,
        "kind": "rule",
        "topic": rule.topic,
        "topic_name": TOPIC_NAMES.get(rule.topic, rule.topic),
        "batch": None,
        "place": rule.place,
        "subject": rule.subject,
        "text": rule.text,
        "items": list(rule.items),
        "list_date": "",
        "list_title": "",
        "due_date": "",
        "next_due_date": "",
        "upcoming_due_date": "",
        "computation": "",
        "overdue": None,
        "called_by": "",
        "called_date": "",
        "basis": rule.basis,
        "date": rule.date,
        "sureness": rule.holding.sureness,
        "notes": list(rule.notes),
        **_where(rule.source, titles),
    }


def _calls(rule: Rule, batch: int) -> bool:
    return rule.topic == "recheck_call" and f"第{chinese_numeral(batch)}批" in rule.items


def _titles(corpus: Corpus) -> dict[str, str]:
    return {document.id: document.title for document in corpus.documents}


def _where(source: Source, titles: dict[str, str]) -> Row:
    return {
        "document": titles.get(source.doc_id, source.doc_id),
        "doc_id": source.doc_id,
        "section": source.section,
        "locator": source.locator,
        "page": source.page,
        "lines": list(source.lines) if source.lines else None,
    }


def _holding(standards: Iterable[Standard], text: str) -> Iterator[Standard]:
    from index.analysis import fold

    words = fold(text).split()
    for standard in standards:
        parts = (standard.number, standard.title, standard.subject, standard.body, *standard.aliases)
        folded = fold(" ".join(parts))
        unspaced, bare = folded.replace(" ", ""), _unmarked(fold(standard.number))
        if all(word in folded or word in unspaced or (_unmarked(word) or word) in bare for word in words):
            yield standard


def _unmarked(text: str) -> str:
    """A number without its slashes, dashes and spaces, as it is typed in a hurry: gbt361322018."""
    return "".join(filter(str.isalnum, text))


def _between(text: str, since: str, until: str) -> bool:
    """Whether a date may lie between two others, both included; each of any precision."""
    if not (since or until):
        return True
    return (
        bool(text)
        and (not since or final_day(text) >= first_day(since))
        and (not until or first_day(text) <= final_day(until))
    )


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    if sort == "amount":
        return sorted(rows, key=lambda row: -1.0 if row["figure"] is None else row["figure"], reverse=True)
    if sort == "date":
        return sorted(rows, key=lambda row: str(row["date"]), reverse=True)
    if sort == "place":
        return sorted(rows, key=lambda row: str(row["place_code"]))
    return rows
