"""Regional policies of table 3.1: by place, date and title; first and latest; the areas below that issued some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant import rows
from assistant.desk import Claim, Desk, Draft
from assistant.intents.base import about_subsidy
from assistant.lexicon import load_lexicon
from assistant.question import Question
from assistant.wording import load_wording
from corpus.places import Place
from corpus.types import Area, Policy, Subsidy

NAME = "policy"
TOPIC = "policy"

say = load_wording("policy")
LONGEST = 420
"""characters of a list of policies; beyond it the titles are cut to the newest that fit"""
CLOSE = 0.5
"""share of a title's telling pairs that a question must hold to be about that title"""


def claim(question: Question, desk: Desk) -> Claim | None:
    """A place (or the quoted title) with a word for policies; or all places by date or count."""
    if question.has("abroad", "committee", "group", "define") or question.numbers:
        return None
    if question.topic == "policy":
        return Claim(score=66, reason="接着上一问的地区政策")
    titles = _titled(question, desk)
    if question.has("contents") and any(row.policy in question.titles for row in desk.corpus.subsidies):
        return None
    if titles and question.has("issued", "publish", "document", "policy", "which"):
        return Claim(score=72, reason="提到了政策名称")
    if question.places and question.has("notices") and not question.has("how_much", "validity"):
        return Claim(score=83, reason="问发过哪些通知")
    if about_subsidy(question):
        return None
    if question.places and any(len(mention.value) >= 7 for mention in question.dates):
        return Claim(score=66, reason="问某地某月的政策")
    if question.places and (
        question.has("policy", "subordinate") or question.has("issued", "publish", "recheck", "list_notice")
    ):
        return Claim(score=66, reason="问地区政策")
    asked = question.has("first", "latest", "count", "most", "least", "which", "where") or bool(question.dates)
    listed = question.has("where") and question.has("policy") and question.has("publish")
    regional = question.has("table_policy") or listed
    if regional and asked and not question.has("money", "recheck", "stars", "third_party", "batch"):
        return Claim(score=64, reason="问各地政策")
    return None


def answer(question: Question, desk: Desk) -> Draft:
    """The policies asked for, or the nearest there is."""
    titled = _titled(question, desk)
    if titled and (not question.places or _all_within(titled, question, desk)):
        return _named(titled, desk)
    if not question.places:
        return _everywhere(question, desk)
    place = question.places[0]
    if question.has("subordinate") and not question.dates and _asks_areas(question):
        return _areas(place, desk)
    policies = desk.policies_of((place.code,))
    if not policies:
        return _below_province(question, place, desk)
    return _of_place(question, place, policies, desk)


def _titled(question: Question, desk: Desk) -> list[Policy]:
    return [policy for policy in desk.corpus.policies if policy.title in question.titles]


def _all_within(policies: Sequence[Policy], question: Question, desk: Desk) -> bool:
    return all(any(desk.places.within(p.place_code, place.code) for place in question.places) for p in policies)


def _asks_areas(question: Question) -> bool:
    return question.has("which", "count", "publish", "policy", "subordinate") and not question.has("first", "latest")


def _draft(
    headline: str,
    evidence: Sequence[Policy | Area | Subsidy],
    *,
    status: str = "answered",
    facts: Sequence[str] = (),
    place: Place | None = None,
    computed: Sequence[str] = (),
) -> Draft:
    notes = dict.fromkeys(note for record in evidence if isinstance(record, Policy) for note in record.notes)
    suggestions = [say("suggest_subsidy", place=place.name)] if place else []
    return Draft(
        status=status,  # type: ignore[arg-type]
        intent=NAME,
        headline=headline,
        facts=tuple(facts),
        evidence=tuple(evidence),
        caveats=tuple(notes)[:2],
        suggestions=tuple(suggestions),
        computed=tuple(computed),
    )


def _item(policy: Policy) -> str:
    title = rows.bare_title(policy.title)
    return say("item", date=policy.date, title=title) if policy.date else say("item_undated", title=title)


def _items(policies: Sequence[Policy]) -> str:
    """The policies as one list, oldest first, cut to the newest where it grows too long."""
    said = [_item(policy) for policy in policies]
    while sum(map(len, said)) > LONGEST and len(said) > 3:
        said.pop(0)
    return "；".join(said)


def _sentence(policy: Policy) -> str:
    title = rows.bare_title(policy.title)
    if not policy.date:
        return say("one_undated", place=policy.place, title=title)
    return say("one", place=policy.place, date=policy.date, title=title)


def _row_of(policy: Policy, desk: Desk) -> Subsidy | None:
    """The row of the subsidy table for the same document, where it gives the day and not only the month."""
    same = (row for row in desk.corpus.subsidies if (row.policy, row.place_code) == (policy.title, policy.place_code))
    return next((row for row in same if len(row.date) > len(policy.date)), None)


def _named(titled: Sequence[Policy], desk: Desk) -> Draft:
    place = desk.places.get(titled[0].place_code)
    rows_of = [row for policy in titled[:4] if (row := _row_of(policy, desk))]
    days = "".join(say("day", title=rows.bare_title(row.policy), dated=rows.say_date(row)) for row in rows_of)
    return _draft("".join(_sentence(policy) for policy in titled[:4]) + days, (*titled, *rows_of), place=place)


def _of_place(question: Question, place: Place, policies: Sequence[Policy], desk: Desk) -> Draft:
    close = _closest(question, policies)
    when = _when(question, close)
    if when:
        dated = [policy for policy in policies if policy.date.startswith(when)]
        if not dated:
            return _draft(
                say("none_when", place=place.name, when=when),
                policies,
                status="partial",
                facts=(_items(policies),),
                place=place,
            )
        best = _closest(question, dated) or dated
        shown = best if question.has("issued") and not question.has("notices") else dated
        headline = say(
            "listed_when",
            place=place.name,
            when=when,
            count=len(dated),
            items=_items(shown),
        )
        return _draft(headline, dated, place=place, computed=(f"项数 = {len(dated)}",))
    if question.has("first", "latest") and not close:
        return _first_or_latest(question, place, policies)
    if close and (question.has("issued", "publish", "document") or len(close) == 1) and len(close) < len(policies):
        return _named(close[:3], desk)
    headline = say("listed", place=place.name, count=len(policies), items=_items(policies))
    return _draft(headline, policies, place=place, computed=(f"项数 = {len(policies)}",))


def _when(question: Question, close: Sequence[Policy]) -> str:
    """The date asked about; a year that stands in a close title is part of the title."""
    for mention in question.dates:
        inside = any(mention.words.rstrip("年") in policy.title for policy in close)
        if question.has("notices") or not (inside and question.has("issued")):
            return mention.value
    return ""


def _closest(question: Question, policies: Sequence[Policy]) -> list[Policy]:
    """Policies whose title shares its telling pairs of characters with the question, best first."""
    asked = _pairs(question.text)
    scored = []
    for policy in policies:
        telling = _pairs(policy.title.removeprefix("关于"))
        shared = telling & asked
        weight = sum(1 for pair in shared)
        if (telling and (weight / len(telling) >= CLOSE or weight >= 6)) or len(shared) >= 4:
            scored.append((weight, policy))
    best = max((weight for weight, _ in scored), default=0)
    return [policy for weight, policy in scored if weight >= best - 1]


def _pairs(text: str) -> set[str]:
    common = load_lexicon().common_in_titles
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return {pair for pair in pairs if pair not in common and pair.strip() == pair}


def _first_or_latest(question: Question, place: Place, policies: Sequence[Policy]) -> Draft:
    dated = sorted((policy for policy in policies if policy.date), key=lambda policy: policy.date)
    chosen = dated[0] if question.has("first") else dated[-1]
    key = "first" if question.has("first") else "latest"
    headline = say(key, place=place.name, date=chosen.date, title=rows.bare_title(chosen.title))
    same = [policy for policy in dated if policy.date == chosen.date and policy is not chosen]
    return _draft(headline, (chosen, *same), facts=[_item(policy) for policy in same], place=place)


def _areas(place: Place, desk: Desk) -> Draft:
    found = [
        area
        for area in desk.corpus.areas
        if area.province_code == place.code
        or (area.place_code != place.code and desk.places.within(area.place_code, place.code))
    ]
    if not found:
        policies = desk.policies_of((place.code,))
        return _draft(say("areas_none", place=place.name), policies, status="no_answer", place=place)
    names = "、".join(area.place for area in found)
    headline = say("areas", place=place.name, count=len(found), names=names)
    return _draft(headline, found, place=place, computed=(f"地区数 = {len(found)}",))


def _below_province(question: Question, place: Place, desk: Desk) -> Draft:
    province = desk.places.province(place.code)
    policies = desk.policies_of((province.code,)) if province else ()
    if province is None or not policies:
        return _draft(say("none", place=place.name), (), status="no_answer")
    own = desk.standing(place).own
    facts = [
        say("city_subsidy", place=row.place, title=rows.bare_title(row.policy), dated=rows.say_date(row)) for row in own
    ]
    listed = any(area.place_code == place.code for area in desk.corpus.areas)
    key = "area_of" if listed else "not_area"
    headline = say(key, place=place.name, province=province.name, count=len(policies), items=_items(policies))
    areas = [area for area in desk.corpus.areas if area.place_code == place.code]
    if own:
        return _draft("".join(facts), (*own, *areas), place=place)
    return _draft(headline, (*areas, *policies), status="partial", place=place)


def _everywhere(question: Question, desk: Desk) -> Draft:
    policies = [policy for policy in desk.corpus.policies if policy.date]
    if question.dates:
        return _by_date(question.dates[0].value, policies)
    if question.has("first"):
        chosen = min(policies, key=lambda policy: policy.date)
        headline = say("all_first", date=chosen.date, place=chosen.place, title=rows.bare_title(chosen.title))
        return _draft(headline, (chosen,))
    if question.has("latest"):
        last = max(policy.date for policy in policies)
        found = [policy for policy in policies if policy.date == last]
        items = "；".join(say("matched", place=policy.place, item=_item(policy)) for policy in found)
        return _draft(say("all_latest", date=last, items=items), found)
    if question.has("most", "least"):
        return _most(question, desk)
    provinces = len({policy.place_code for policy in desk.corpus.policies})
    headline = say("count_all", places=provinces, count=len(desk.corpus.policies))
    return _draft(headline, desk.corpus.policies, computed=(f"{provinces}", f"{len(desk.corpus.policies)}"))


def _by_date(when: str, policies: Sequence[Policy]) -> Draft:
    found = [policy for policy in policies if policy.date.startswith(when)]
    if not found:
        return _draft(say("by_date_none", when=when), (), status="no_answer")
    names = list(dict.fromkeys(policy.place for policy in found))
    headline = say("by_date", when=when, count=len(names), names="、".join(names))
    items = "；".join(say("matched", place=policy.place, item=_item(policy)) for policy in found[:6])
    return _draft(headline, found, facts=(items,), computed=(f"地区数 = {len(names)}",))


def _most(question: Question, desk: Desk) -> Draft:
    counts = Counter(policy.place for policy in desk.corpus.policies)
    if question.has("subordinate"):
        return _most_areas(desk)
    least = question.has("least") and not question.has("most")
    bound = (min if least else max)(counts.values())
    places = [place for place, count in counts.items() if count == bound]
    headline = say("least" if least else "most", place="、".join(places), count=bound)
    found = [policy for policy in desk.corpus.policies if policy.place in places]
    return _draft(headline, found, computed=(f"项数 = {bound}",))


def _most_areas(desk: Desk) -> Draft:
    counts = Counter(area.province_code for area in desk.corpus.areas)
    code, count = counts.most_common(1)[0]
    found = [area for area in desk.corpus.areas if area.province_code == code]
    place = desk.places.get(code)
    name = place.name if place else code
    names = "、".join(area.place for area in found)
    return _draft(say("areas_all", place=name, count=count, names=names), found, computed=(f"地区数 = {count}",))
