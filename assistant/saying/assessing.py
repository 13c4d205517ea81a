"""Whether one's own factory may apply: the self-check of ``wence assess``, with what the question and the file tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.advising.selfcheck import Assessment, Checked, Group, assess, following_words
from assistant.keeping.settings import Client, facts_of
from assistant.query.records import COUNTRY, Records
from assistant.saying import regimes
from assistant.saying.conduct import (
    OFF_THE_REGISTER,
    denied_kinds,
    named_kinds,
    speaks_of,
    without_asked,
    without_denied,
)
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.request import Request
from corpus.timeline import conditions_on
from corpus.types import Condition, Rule

NAME = "rule"
NATIONAL = "国家级"
REGISTER = "经营异常"
SHOWN: tuple[Group, ...] = ("unmet", "unknown", "met")
say = load_wording("selfcheck")


def answer(request: Request, records: Records) -> Draft | None:
    """The three groups of the self-check, after the verdict or the bar that what happened falls under; None where it
    is not asked whether one may apply, or nothing is known of the factory."""
    if not request.has("rule.eligible", "topic.self_check") or request.titles or request.rules:
        return None
    client = request.profile if isinstance(request.profile, Client) else None
    level = request.level or (client.level if client else "") or NATIONAL
    code = request.places[0].code if request.places else COUNTRY
    conditions = conditions_on(records.timeline, records.places, request.as_of, level=level, place_code=code)
    told = _told(request, conditions)
    facts = {**(facts_of(client) if client else {}), **told}
    named = [each.fact for each in conditions if each.fact in facts]
    barring = regimes.answer(request, records)
    if not named or (client is None and barring is None):
        return None
    found = assess(records.timeline, records.places, facts=facts, level=level, place_code=code, as_of=request.as_of)
    happened = any(one.fact in told and one.group == "unmet" for one in found.checked)
    lead = barring if happened else None
    unmet = {one.id for one in found.group("unmet")}
    led = lead.evidence if lead else _rules_of([each for each in conditions if each.id in unmet], records)
    return Draft(
        status="partial" if found.outcome == "open" else "answered",
        intent=NAME,
        headline=(lead.headline if lead else found.verdict) + following_words(found),
        facts=(
            *(_in_short(found, told) if lead and client is None else _lines(found, told)),
            *(lead.facts if lead else ()),
        ),
        evidence=tuple(dict.fromkeys((*led, *_rules_of(conditions, records)))),
        leading=len(led),
        caveats=tuple(dict.fromkeys(one.note for one in found.checked if one.note)),
        computed=(f"还不知道 = {len(found.group('unknown'))}", f"已知 = {len(named)}"),
    )


def _told(request: Request, conditions: Sequence[Condition]) -> dict[str, bool]:
    """What the question tells of the facts that conditions ask for."""
    text = without_asked(request.text)
    named, denied = named_kinds(without_denied(text)), denied_kinds(text)
    if OFF_THE_REGISTER.search(request.text):
        named = [kind for kind in named if kind != REGISTER]
    facts: dict[str, bool] = {}
    for one in conditions:
        kinds = [kind for kind in load_lexicon().conduct if speaks_of(one.text, kind)]
        if any(kind in named for kind in kinds):
            if regimes.within_limits(request, one.text):
                facts[one.fact] = not one.met_by
        elif 2 * sum(kind in denied for kind in kinds) > len(kinds):  # of a part nothing follows for the whole
            facts[one.fact] = one.met_by
    return facts


def _lines(found: Assessment, told: Mapping[str, bool]) -> list[str]:
    """One line a condition, the unmet first: how it stands, by whose word, its clause and the paper that proves it."""
    main = found.checked[0].basis
    return [_line(one, told, main) for name in SHOWN for one in found.group(name)]


def _in_short(found: Assessment, told: Mapping[str, bool]) -> list[str]:
    """What the question tells line by line; of the rest, which the asker did not speak of, only the clauses."""
    main = found.checked[0].basis
    lines = [_line(one, told, main) for name in SHOWN for one in found.group(name) if one.fact in told]
    rest = [one for one in found.group("unknown") if one.fact not in told]
    clauses = "、".join(dict.fromkeys(one.article for one in rest if one.article))
    return [*lines, say("rest", many=len(rest), clauses=clauses)] if rest else lines


def _line(one: Checked, told: Mapping[str, bool], main: str) -> str:
    here = one.basis == main and one.article
    where = say("basis_here" if here else "basis_other", basis=one.basis, article=one.article)
    by = "" if one.known is None else say("by_question" if one.fact in told else "by_client")
    return say(f"line_{one.group}", by=by, text=one.text, where=where, paper=one.paper)


def _rules_of(conditions: Sequence[Condition], records: Records) -> tuple[Rule, ...]:
    """The rules that the conditions are taken from."""
    found: dict[str, Rule] = {}
    for one in conditions:
        of_document = [rule for rule in records.corpus.rules if rule.basis == one.basis]
        of_article = [rule for rule in of_document if one.article and rule.article == one.article]
        found.update((rule.id, rule) for rule in of_article or of_document)
    return tuple(found.values())
