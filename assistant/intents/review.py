"""Review duties: cycle, due dates, what is checked, removal, third parties, local reviews, Huzhou's stars."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.desk import Claim, Desk, Draft
from assistant.figures import chinese_number
from assistant.question import Question
from assistant.wording import load_wording
from corpus.types import Batch, Policy, Rule

NAME = "review"
TOPIC = "review"

say = load_wording("review")
FAMILY = ("recheck", "removal", "third_party", "stars")
YEARS_BETWEEN = 3
HUZHOU = "330500"
NAMED = 4
"""characters in a row by which a question names an item that is checked"""
LAST_CALLED = 2
"""the last batch that the notice of 2020-03 calls for review"""


def claim(question: Question, desk: Desk) -> Claim | None:
    """A word for review, removal, third-party bodies or stars, with a question that a rule answers."""
    if question.has("abroad") or question.numbers or not (question.has(*FAMILY) or question.topic == "review"):
        return None
    if question.has("money") and question.places and not question.has("stars", "removal", "third_party"):
        return None
    if question.has("policy", "list_notice", "call_notice") and question.has("issued", "publish") and question.places:
        return None
    chosen = _compose(question)
    return Claim(score=84, reason=f"问{chosen.__name__.strip('_')}规则") if chosen else None


def answer(question: Question, desk: Desk) -> Draft:
    """What the rules of the topic say, with the notice they stand in."""
    compose = _compose(question)
    assert compose is not None
    return compose(question, desk)


def _compose(question: Question) -> Callable[[Question, Desk], Draft] | None:
    """Which of the topics the question is about; None when none of the rules is asked for."""
    if question.has("stars") or (question.stars and "星" in question.text):
        return _stars
    if question.has("document", "first") and question.has("recheck", "removal", "third_party"):
        return _document if question.has("recheck", "removal", "not_accepted") else None
    if question.has("third_party"):
        return _third_party if question.has("not_accepted", "fourth_party") else None
    if question.has("removal"):
        return _removal
    if not question.has("recheck") and question.topic != "review":
        return None
    if question.has("due") or (question.batches and question.has("issued", "due")):
        return _due
    if question.has("checked", "prepare"):
        return _scope
    if question.places or (question.has("where") and question.has("recheck_cycle")):
        return _local
    return _cycle if question.has("recheck_cycle") and not question.has("other_ways") else None


def _draft(
    headline: str,
    evidence: Sequence[Rule | Batch | Policy],
    facts: Sequence[str] = (),
    *,
    status: str = "answered",
    computed: Sequence[str] = (),
    caveats: Sequence[str] = (),
) -> Draft:
    notes = [note for record in evidence if isinstance(record, Rule) for note in record.notes]
    return Draft(
        status=status,  # type: ignore[arg-type]
        intent=NAME,
        headline=headline,
        facts=tuple(facts),
        evidence=tuple(evidence),
        caveats=(
            *dict.fromkeys(notes),
            *caveats,
        ),
        suggestions=(say("suggest_checked"), say("suggest_removal"), say("suggest_due")),
        computed=tuple(computed),
    )


def _basis(rules: Sequence[Rule]) -> list[str]:
    found = dict.fromkeys((rule.date, rule.basis) for rule in rules if rule.basis)
    return [say("basis", date=date, basis=basis) for date, basis in found]


def _cycle(question: Question, desk: Desk) -> Draft:
    rules = desk.rules("recheck_cycle")
    calls = desk.rules("recheck_call")
    headline = say("cycle")
    claimed = next(
        (
            value
            for word in ("两", "二", "2", "四", "4", "五", "5", "一", "1")
            if f"每{word}年" in question.text and (value := chinese_number(word))
        ),
        None,
    )
    if claimed and question.has("can"):
        headline = say("premise_wrong", claimed=claimed) + headline
    facts = [*_basis(rules), *(say("rule", text=rule.text) for rule in calls)]
    return _draft(headline, (*rules, *calls), facts, computed=(f"{claimed} 年",) if claimed else ())


DOCUMENT_TOPICS = {
    "dynamic_supervision": ("about_supervision",),
    "removal": ("removal",),
    "third_party": ("third_party",),
}
"""The topics of rules, with the cues by which a question for their document names them."""


def _document(question: Question, desk: Desk) -> Draft:
    topics = [topic for topic, cues in DOCUMENT_TOPICS.items() if question.has(*cues)]
    rules = [rule for rule in desk.rules(*(topics or ["recheck_cycle"])) if rule.basis]
    if not topics:
        headline = say("document", date=rules[0].date, basis=rules[0].basis)
        return _draft(headline, rules, [say("rule", text=rule.text) for rule in rules])
    sentences = [say("document_rule", text=rule.text, date=rule.date, basis=rule.basis) for rule in rules]
    return _draft("".join(sentences), rules)


def _scope(question: Question, desk: Desk) -> Draft:
    rules = desk.rules("recheck_scope")
    items = rules[0].items
    if question.has("prepare"):
        headline = say("scope_prepare", items="；".join(items))
    else:
        headline = say("scope", count=len(items), items="；".join(items))
    cycle = desk.rules("recheck_cycle")
    facts = [*(say("rule", text=rule.text) for rule in cycle), *_basis(rules)]
    return _draft(headline, (*rules, *cycle), facts, computed=(f"方面 = {len(items)}",))


def _removal(question: Question, desk: Desk) -> Draft:
    rules = desk.rules("removal")
    grounds = [item for rule in rules for item in rule.items]
    grounds.sort(key=lambda item: "不再符合" in item)
    checked = [rule for rule in desk.rules("recheck_scope") if _named_in(question.text, rule.items)]
    facts = [say("checked", item=item) for rule in checked for item in _named_in(question.text, rule.items)]
    return _draft(say("removal", items="、".join(grounds)), (*rules, *checked), [*facts, *_basis(rules)])


def _named_in(text: str, items: Sequence[str]) -> list[str]:
    """The items that the text names by four characters or more in a row (失信被执行人)."""
    pieces = {text[start : start + NAMED] for start in range(len(text) - NAMED + 1)}
    return [item for item in items if any(item[i : i + NAMED] in pieces for i in range(len(item) - NAMED + 1))]


def _third_party(question: Question, desk: Desk) -> Draft:
    fourth = desk.rules("fourth_party")
    wants_fourth = question.has("fourth", "carbon_check") or any(p.code == "120000" for p in question.places)
    third = sorted(desk.rules("third_party"), key=lambda rule: rule.date, reverse=True)
    advice = desk.rules("third_party_advice")
    if wants_fourth:
        told = sorted(fourth, key=lambda rule: not any(place.code == rule.place_code for place in question.places))
        if not question.has("carbon_check"):
            told = sorted(told, key=lambda rule: rule.place_code == "000000")
        return _draft(
            "".join(say("rule", text=rule.text) for rule in told[:1]),
            told,
            [say("rule", text=rule.text) for rule in told[1:]],
        )
    facts = [*(say("rule", text=rule.text) for rule in (*third, *advice, *fourth[-1:])), *_basis(third)]
    return _draft(say("third"), (*third, *advice, *fourth[-1:]), facts)


def _local(question: Question, desk: Desk) -> Draft:
    rules = desk.rules("local_review")
    if question.places:
        codes = {
            code
            for place in question.places
            for code in (place.code, *(p.code for p in desk.places.ancestors(place.code)))
        }
        named = tuple(rule for rule in rules if rule.place_code in codes)
        if not named:
            return _local_notice(question, desk) or _cycle(question, desk)
        facts = [say("rule", text=rule.text) for rule in desk.rules("self_declaration", "recheck_cycle")]
        return _draft(
            "".join(say("rule", text=rule.text) for rule in named),
            (*named, *desk.rules("self_declaration", "recheck_cycle")),
            facts,
        )
    others = desk.rules("self_declaration", "year_label")
    places = "、".join(rule.place for rule in rules)
    facts = [say("rule", text=rule.text) for rule in others]
    return _draft(say("local_all", places=places), (*rules, *others), facts)


def _local_notice(question: Question, desk: Desk) -> Draft | None:
    """The notices of the place (or its province) that call for a review."""
    codes = {province.code for place in question.places if (province := desk.places.province(place.code))}
    found = [policy for policy in desk.policies_of(codes) if "复核" in policy.title or "复审" in policy.title]
    if not found:
        return None
    said = "".join(say("local_notice", place=p.place, date=p.date, title=p.title) for p in found)
    return _draft(said, (*found, *desk.rules("recheck_cycle")), [say("cycle")])


def _due(question: Question, desk: Desk) -> Draft:
    rules = desk.rules("recheck_cycle")
    numbers = question.batches or ((question.profile.batch,) if getattr(question.profile, "batch", None) else ())
    known = [batch for number in numbers if (batch := desk.batch(number))]
    if not known:
        headline = say("due_clarify")
        return Draft(status="clarify", intent=NAME, headline=headline, evidence=rules, explain=("batch",))
    said, computed = [], []
    for batch in known:
        due = _three_years_on(batch.list_date)
        said.append(say("due", number=_chinese(batch.number), listed=batch.list_date, due=due))
        computed.append(f"{batch.list_date} + {YEARS_BETWEEN} 年 = {due}")
    passed = max(_three_years_on(batch.list_date) for batch in known) <= question.as_of.isoformat()[:7]
    facts = [say("due_done" if passed else "due_coming", as_of=question.as_of.isoformat())]
    calls = desk.rules("recheck_call")
    called = any(batch.number <= LAST_CALLED for batch in known)
    facts += [say("called" if called else "not_called", date=rule.date) for rule in calls]
    return _draft("".join(said), (*known, *rules, *calls), facts, computed=computed, caveats=(say("due_note"),))


def _three_years_on(month: str) -> str:
    return f"{int(month[:4]) + YEARS_BETWEEN}{month[4:]}"


def _chinese(number: int) -> str:
    return "零一二三四五六七八九"[number] if number < 10 else str(number)


def _stars(question: Question, desk: Desk) -> Draft:
    elsewhere = [
        place
        for place in question.places
        if not desk.places.within(HUZHOU, place.code) and not desk.places.within(place.code, HUZHOU)
    ]
    if elsewhere:
        rules = desk.rules("star_system")
        facts = [say("rule", text=rule.text) for rule in rules]
        return _draft(say("stars_elsewhere", place=elsewhere[0].name), rules, facts, status="no_answer")
    if question.has("star_below"):
        return _told(desk, "star_sanction")
    if question.has("star_result"):
        return _told(desk, "star_result")
    if question.has("benefit", "green_credit", "money", "star_gain"):
        return _told(desk, "star_benefit", "star_sanction" if question.has("star_guarantee") else "")
    return _grades(question, desk)


def _grades(question: Question, desk: Desk) -> Draft:
    """What the grades mean: those asked for, or all of them with what follows from them."""
    grades = desk.rules("stars")
    wanted = [rule for rule in grades if any(rule.subject.startswith(_chinese(star)) for star in question.stars)]
    if question.stars and not wanted:
        unknown = say("star_unknown", star=_chinese(question.stars[0]))
        return _draft(unknown, desk.rules("star_system"), status="partial")
    if wanted and len(wanted) < len(grades):
        benefit = desk.rules("star_benefit") if any(not rule.subject.startswith("二") for rule in wanted) else ()
        facts = [say("rule", text=rule.text) for rule in benefit]
        return _draft("".join(say("rule", text=rule.text) for rule in wanted), (*wanted, *benefit), facts)
    items = "；".join(say("star_item", subject=rule.subject, items="，".join(rule.items)) for rule in grades)
    follows = desk.rules("star_benefit", "star_sanction")
    return _draft(
        say("stars_all", items=items),
        (*desk.rules("star_system"), *grades, *follows),
        [say("rule", text=rule.text) for rule in follows],
        computed=(f"星级 = {len(grades)}",),
    )


def _told(desk: Desk, *topics: str) -> Draft:
    rules = desk.rules(*topics)
    return _draft("".join(say("rule", text=rule.text) for rule in rules), rules)
