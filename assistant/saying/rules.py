"""Review duties: cycle, due dates, what is checked, removal, third parties, local reviews, Huzhou's stars."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.query.records import Records
from assistant.saying.conduct import like, named_in
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.types import AnswerStatus
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.numerals import chinese_number, chinese_numeral
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.timeline import REPLACING, TOPIC_ROWS, has_begun
from corpus.types import Batch, Change, Policy, Rule
from corpus.validity import final_day, first_day

NAME = "review"

say = load_wording("review")
YEARS_BETWEEN = 3
LAST_CALLED = 2
"""the last batch that the notice of 2020 calls upon; later ones come under supervision"""
DONE = late(r"(20\d\d)\s*年?[^，。]{0,4}?(?:复核过|复审过|查过)")
"""a year in which a recheck took place"""
WHETHER = late("(?:还|也)?(?:要|用|需要)复核吗|(?:要不要|用不用|需不需要)复核")
"""whether there is a recheck at all"""
WHOLE_COUNTRY = "000000"


def answer(request: Request, records: Records) -> Draft | None:
    """What the rules of the topic say, with the notice they stand in; None where no rule speaks of what is asked."""
    compose = _compose(request)
    draft = compose(request, records)
    return draft if draft is None or compose is _due else _of_year(request, draft)


def tells_due(request: Request) -> bool:
    """Whether it is asked when a list is due, and not what a recheck looks at or where it stands."""
    return _compose(request) is _due


def _of_year(request: Request, draft: Draft) -> Draft:
    """A year that is asked about and that none of the rules bears is told first."""
    told = "".join((draft.headline, *draft.facts)) + " ".join(getattr(r, "date", "") for r in draft.evidence)
    missing = [mention.value[:4] for mention in request.dates if mention.value[:4] not in told]
    if not missing or request.batches:
        return draft
    return replace(draft, status="partial", headline=say("no_year", year=missing[0]) + draft.headline)


def _compose(request: Request) -> Callable[[Request, Records], Draft | None]:
    """Which of the topics the request is about."""
    graded = request.has("aspect.below_star", "operation.most", "operation.least") and request.mentions("topic.stars")
    if request.has("topic.stars") or graded or (request.stars and "星" in request.text):
        return _stars
    if request.mentions("topic.fourth_party"):
        return _fourth_party
    if request.mentions("topic.third_party") and not request.has("topic.removal"):
        return _third_party
    if request.has("aspect.document") and request.mentions("topic.recheck", "topic.removal", "aspect.due"):
        return _document
    if request.has("topic.removal", "aspect.dishonest") or (
        request.mentions("topic.removal", "aspect.dishonest")
        and not request.has("topic.recheck", "aspect.compliance_facts")
    ):
        return _removal
    return _compose_recheck(request)


def _nothing(_request: Request, _records: Records) -> None:
    """No rule speaks of it; the texts may."""


def _compose_recheck(request: Request) -> Callable[[Request, Records], Draft | None]:
    if request.mentions("topic.self_declaration") and request.batches and not request.mentions("topic.recheck"):
        return _nothing  # what a list asks its factories to declare is no recheck
    if request.mentions("aspect.compliance_facts") and not request.has("aspect.checked"):
        return _named_conduct
    if request.places and request.has("ask.how"):
        return _local
    if re.search("[最近]几年", request.asked):
        return _scope
    if request.has("ask.who") or re.search("现场|书面|组织|哪[几些]批", request.asked):
        return _called
    if request.places and request.has("operation.exists", "ask.whether") and not request.has("talk.own"):
        return _local
    if _asks_due(request):
        return _due
    if request.has("ask.where", "rank.any", "ask.who") and not request.has("aspect.checked"):
        return _local
    if request.has("aspect.checked", "aspect.prepare") or (request.has("ask.what", "ask.which") and not request.places):
        return _scope
    if request.has("aspect.consequence", "aspect.below_star") and not request.has("aspect.cycle", "ask.long"):
        return _removal
    if request.places or (request.has("ask.where", "rank.any", "ask.who") and not request.has("aspect.due")):
        return _local
    if request.mentions("topic.self_declaration"):
        return _self_declared
    return _cycle


def _asks_due(request: Request) -> bool:
    dated = bool(request.batches or request.dates)
    when = request.has("ask.when", "aspect.due", "ask.whether", "operation.compare") or bool(request.batches)
    return request.has("aspect.due") or (dated and when and not request.has("aspect.checked", "aspect.document"))


def _draft(
    headline: str,
    evidence: Sequence[Rule | Batch | Policy],
    facts: Sequence[str] = (),
    *,
    status: AnswerStatus = "answered",
    computed: Sequence[str] = (),
    caveats: Sequence[str] = (),
) -> Draft:
    notes = [note for record in evidence if isinstance(record, Rule) for note in record.notes]
    return Draft(
        status=status,
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


def _cycle(request: Request, records: Records) -> Draft | None:
    rules = records.rules("recheck_cycle")
    calls = records.rules("recheck_call")
    if not rules:
        return None
    headline = say("cycle")
    claimed = claimed_years(request)
    if claimed and claimed != YEARS_BETWEEN and request.mentions("ask.whether", "operation.premise"):
        headline = say("premise_wrong", claimed=claimed) + headline
    facts = [*_basis(rules), *(say("rule", text=rule.text) for rule in calls)]
    return _draft(headline, (*rules, *calls), facts, computed=(f"{claimed} 年",) if claimed else ())


def claimed_years(request: Request) -> int:
    """The years of 每三年 in a question, 0 where it names none."""
    match = re.search(r"每([一二两三四五六七八九\d])年", request.text)
    return (chinese_number(match[1]) or 0) if match else 0


def _called(request: Request, records: Records) -> Draft | None:
    """Who is called upon to recheck whom, and how."""
    beyond = any(number > LAST_CALLED for number in request.batches)
    rules = records.rules("dynamic_supervision" if beyond else "recheck_call")
    if not rules:
        return None
    return _draft("".join(say("rule", text=rule.text) for rule in rules), rules, _basis(rules))


def _self_declared(request: Request, records: Records) -> Draft | None:
    rules = records.rules("self_declaration", "year_label")
    named = tuple(rule for rule in rules if any(item in request.text for item in rule.items)) or rules
    return _draft("".join(say("rule", text=rule.text) for rule in named), named) if named else None


DOCUMENT_TOPICS = {
    "removal": ("topic.removal",),
    "third_party": ("topic.third_party", "topic.fourth_party"),
}
"""The topics of rules, with the concepts by which a question for their document names them."""


def _document(request: Request, records: Records) -> Draft | None:
    topics = [topic for topic, concepts in DOCUMENT_TOPICS.items() if request.mentions(*concepts)]
    if "动态" in request.text:
        topics.insert(0, "dynamic_supervision")
    rules = [rule for rule in records.rules(*(topics or ["recheck_cycle"])) if rule.basis]
    if not rules:
        return None
    if not topics:
        headline = say("document", date=rules[0].date, basis=rules[0].basis)
        return _draft(headline, rules, [say("rule", text=rule.text) for rule in rules])
    sentences = [say("document_rule", text=rule.text, date=rule.date, basis=rule.basis) for rule in rules]
    return _draft("".join(sentences), rules)


def _scope(request: Request, records: Records) -> Draft | None:
    rules = records.rules("recheck_scope")
    if not rules:
        return None
    items = rules[0].items
    if request.has("aspect.prepare"):
        headline = say("scope_prepare", items="；".join(items))
    else:
        headline = say("scope", count=len(items), items="；".join(items))
    cycle = records.rules("recheck_cycle")
    facts = [*(say("rule", text=rule.text) for rule in cycle), *_basis(rules)]
    return _draft(headline, (*rules, *cycle), facts, computed=(f"方面 = {len(items)}",))


def before_bars(request: Request, records: Records) -> Draft | None:
    """What stands nearest to bars on a day that knows none of them: what the recheck of 2020 looked at."""
    scope = _scope(request, records)
    if scope is None:
        return None
    return replace(scope, status="partial", headline=say("bars_unsaid") + scope.headline)


def _removal(request: Request, records: Records) -> Draft | None:
    rules = records.rules("removal")
    if not rules:
        return None
    grounds = [item for rule in rules for item in rule.items]
    grounds.sort(key=lambda item: "不再符合" in item)
    scope = records.rules("recheck_scope")
    checked = [rule for rule in scope if named_in(request.text, rule.items)]
    facts = [say("checked", item=item) for rule in checked for item in named_in(request.text, rule.items)]
    return _draft(say("removal", items="、".join(grounds)), (*rules, *checked), [*facts, *_basis(rules)])


def _named_conduct(request: Request, records: Records) -> Draft | None:
    """Whether something that happened is among what a recheck looks at, and among the grounds for removal."""
    told = request.asked if request.has("aspect.compliance_facts") else request.text
    scope = [rule for rule in records.rules("recheck_scope") if like(told, rule.items)]
    removal = [rule for rule in records.rules("removal") if like(told, rule.items)]
    if not scope and not removal:
        return _not_listed(request, records)
    said = [say("conduct_checked", item=item) for rule in scope for item in like(told, rule.items)]
    said += [say("conduct_removal", item=item) for rule in removal for item in like(told, rule.items)]
    note = say("conduct_apply") if "申报" in request.text or "申请" in request.text else say("conduct_unsaid")
    rules = (*scope, *removal)
    return _draft("".join(said) + note, rules, _basis(rules), status="partial" if "申" in request.text else "answered")


def _not_listed(request: Request, records: Records) -> Draft | None:
    """That something that happened is none of what a recheck looks at, and what it does look at."""
    scope = _scope(request, records)
    named = [word for word in load_lexicon().concepts["aspect.compliance_facts"] if word in request.asked]
    if scope is None or not named:
        return scope
    headline = say("conduct_not_listed", what=max(named, key=len)) + scope.headline
    return replace(scope, status="partial", headline=headline)


def _third_party(request: Request, records: Records) -> Draft | None:
    """Who watches the third-party bodies, and what follows from serious misconduct."""
    within = records.places.within
    local = [r for r in records.rules("fourth_party") for p in request.places if within(p.code, r.place_code)]
    if local:
        return _fourth_party(request, records)
    third = sorted(records.rules("third_party"), key=lambda rule: rule.date, reverse=True)
    asked = request.mentions(
        "aspect.dishonest", "aspect.consequence", "ask.long", "ask.how", "ask.who", "aspect.document"
    )
    asked = asked or any(word in request.text for word in ("采信", "监管", "抽查", "不良", "作废", "管", "处理", "停"))
    if not third or not asked:
        return None
    if request.has("aspect.document"):
        rule = third[0]
        return _draft(say("document_rule", text=rule.text, date=rule.date, basis=rule.basis), third)
    advice = records.rules("third_party_advice")
    headline = say("third")
    if request.has("ask.who") or "管" in request.text:
        headline = say("rule", text=third[0].text)
    facts = [*(say("rule", text=rule.text) for rule in (*third, *advice)), *_basis(third)]
    facts = [fact for fact in facts if fact != headline]
    change = _changed_since(third, records)
    if change is None:
        return _draft(headline, (*third, *advice), facts)
    newer = [row for row_id in change.newer if isinstance(row := records.timeline.rows.get(row_id), Rule)]
    newer = [rule for rule in newer if rule.number == change.number and records.timeline.holds(rule, records.day)]
    words = change.words.split("；")[-1]
    then = say("then", date=third[0].date, text=headline) + say(
        "since", since=change.since, now=change.now, words=words
    )
    return _draft(then, (*third, *advice, *newer), facts, computed=(change.since, change.now))


def _changed_since(rules: Sequence[Rule], records: Records) -> Change | None:
    """What changed by the day in the matter that some rules are of, where no row says that it replaced them."""
    topics = {rule.topic for rule in rules}
    return next(
        (
            change
            for change in records.timeline.corpus.changes
            if change.kind in REPLACING
            and topics.intersection(TOPIC_ROWS.get(change.topic, ()))
            and not {rule.id for rule in rules}.intersection(change.older)
            and has_begun(change, records.day)
        ),
        None,
    )


def _fourth_party(request: Request, records: Records) -> Draft | None:
    """Where a fourth party watches the third ones; other places are told to have none in the sources."""
    rules = records.rules("fourth_party")
    places = [rule for rule in rules if rule.place_code != WHOLE_COUNTRY]
    named = [rule for rule in places if any(records.places.within(p.code, rule.place_code) for p in request.places)]
    if request.places and not named:
        names = "、".join(place.name for place in request.places)
        told = "".join(say("rule", text=rule.text) for rule in places)
        return _draft(say("no_local", place=names, what=say("what_fourth")) + told, places, status="partial")
    carbon = "碳核查" in request.text
    told_rules = sorted(named or rules, key=lambda rule: (rule.place_code == WHOLE_COUNTRY) != carbon)
    if not told_rules:
        return None
    return _draft(
        say("rule", text=told_rules[0].text), told_rules, [say("rule", text=rule.text) for rule in told_rules[1:]]
    )


def _local(request: Request, records: Records) -> Draft | None:
    rules = records.rules("local_review")
    if request.places:
        codes = {
            code
            for place in request.places
            for code in (place.code, *(p.code for p in records.places.ancestors(place.code)))
        }
        named = tuple(rule for rule in rules if rule.place_code in codes)
        if not named:
            return _local_notice(request, records) or _no_local(request, records)
        facts = [say("rule", text=rule.text) for rule in records.rules("self_declaration", "recheck_cycle")]
        return _draft(
            "".join(say("rule", text=rule.text) for rule in named),
            (*named, *records.rules("self_declaration", "recheck_cycle")),
            facts,
        )
    others = records.rules("self_declaration", "year_label")
    places = "、".join(rule.place for rule in rules)
    facts = [say("rule", text=rule.text) for rule in others]
    return _draft(say("local_all", places=places), (*rules, *others), facts)


def _no_local(request: Request, records: Records) -> Draft | None:
    """That the place's own rule is not in the sources, and the national one."""
    cycle = _cycle(request, records)
    if cycle is None:
        return None
    names = "、".join(place.name for place in request.places)
    headline = say("no_local", place=names, what=say("what_review")) + cycle.headline
    return replace(cycle, headline=headline, status="partial")


def _local_notice(request: Request, records: Records) -> Draft | None:
    """The notices of the place (or its province) that call for a review."""
    codes = {province.code for place in request.places if (province := records.places.province(place.code))}
    found = [policy for policy in records.policies_of(codes) if "复核" in policy.title or "复审" in policy.title]
    if not found:
        return None
    said = "".join(say("local_notice", place=p.place, date=p.date, title=p.title) for p in found)
    cycle = records.rules("recheck_cycle")  # none once another regime has taken its place
    return _draft(said, (*found, *cycle), [say("cycle")] if cycle else [])


def _due(request: Request, records: Records) -> Draft | None:
    """When the batches named are due: three years after their list, and three years on from there."""
    rules = records.rules("recheck_cycle")
    known = _batches_meant(request, records)
    if not rules:
        return None
    until = _replaced_since(rules[0], request, records)
    if (done := DONE.search(request.text)) and not request.batches:
        year = int(done[1])
        if until and str(year + YEARS_BETWEEN) >= until[:4]:
            return _draft(say("due_after_none", year=year, until=until), rules, _basis(rules), computed=(str(year),))
        headline = say("due_after", year=year, due=year + YEARS_BETWEEN)
        return _draft(headline, rules, _basis(rules), computed=(f"{year} + {YEARS_BETWEEN} = {year + YEARS_BETWEEN}",))
    if not known and WHETHER.search(request.asked) and not request.mentions("talk.own"):
        return _cycle(request, records)  # of the lists as such: whether, and how often
    if not known:
        return Draft(status="clarify", intent=NAME, headline=say("due_clarify"), evidence=rules, missing="batch")
    if until:
        return _due_before(known, rules, until)
    said, computed = [], []
    for batch in known:
        due = _three_years_on(batch.list_date)
        following = _three_years_on(due)
        said.append(
            say("due", number=chinese_numeral(batch.number), listed=batch.list_date, due=due, following=following)
        )
        computed += [f"{batch.list_date} + {YEARS_BETWEEN} 年 = {due}", f"{due} + {YEARS_BETWEEN} 年 = {following}"]
    passed = max(_three_years_on(batch.list_date) for batch in known) <= request.as_of.isoformat()[:7]
    calls = records.rules("recheck_call")
    called = {chinese_number(item[1]) for rule in calls for item in rule.items if item.startswith("第")}
    key = "called" if any(batch.number in called for batch in known) else "not_called"
    facts = [say(key, date=rule.date) for rule in calls]
    facts.append(say("due_done" if passed else "due_coming", as_of=request.as_of.isoformat()))
    return _draft("".join(said), (*known, *rules, *calls), facts, computed=computed, caveats=(say("due_note"),))


def _replaced_since(rule: Rule, request: Request, records: Records) -> str:
    """Since when the rule no longer holds on the day asked; "" where it does."""
    state = records.timeline.state(rule, request.as_of)
    return state.since if state.name in ("replaced", "repealed") else ""


def _due_before(known: Sequence[Batch], rules: Sequence[Rule], until: str) -> Draft:
    """What the three years came to before another regime took their place: no list has a recheck after that day."""
    said, computed, due_at_all = [], [], False
    for batch in known:
        due = _three_years_on(batch.list_date)
        slots = {"number": chinese_numeral(batch.number), "listed": batch.list_date, "due": due, "until": until}
        if first_day(batch.list_date) >= first_day(until):
            said.append(say("due_never", **slots))
            continue
        computed.append(f"{batch.list_date} + {YEARS_BETWEEN} 年 = {due}")
        in_time = final_day(due) < first_day(until)
        due_at_all = due_at_all or in_time
        said.append(say("due_before" if in_time else "due_too_late", **slots))
    facts = [say("due_unknown")] if due_at_all else []
    caveats = (say("due_note"),) if computed else ()
    return _draft(
        "".join(said), (*known, *rules), [*facts, *_basis(rules)], computed=(*computed, until), caveats=caveats
    )


def _batches_meant(request: Request, records: Records) -> list[Batch]:
    """The batches of the numbers or of the dates named, or the client's own."""
    numbers = request.batches or ((request.profile.batch,) if getattr(request.profile, "batch", None) else ())
    found = [batch for number in numbers if (batch := records.batch(number))]
    if found:
        return found
    days = [mention.value for mention in request.dates]
    lists = [batch for batch in records.lists if batch.number]
    exact = [b for b in lists if any(b.list_date.startswith(day) for day in days)]
    return exact or [b for b in lists if any(b.call_date.startswith(day) for day in days)]


def _three_years_on(month: str) -> str:
    return f"{int(month[:4]) + YEARS_BETWEEN}{month[4:]}"


def _chinese(number: int) -> str:
    return "零一二三四五六七八九"[number] if number < 10 else str(number)


def _stars(request: Request, records: Records) -> Draft | None:
    system = records.rules("star_system")
    if not system:
        return None
    home = system[0].place_code
    within = records.places.within
    elsewhere = [p for p in request.places if not within(home, p.code) and not within(p.code, home)]
    if elsewhere:
        facts = [say("rule", text=rule.text) for rule in system]
        headline = say("stars_elsewhere", place=elsewhere[0].name, home=system[0].place)
        return _draft(headline, system, facts, status="no_answer")
    topics: list[str] = []
    if (request.has("ask.many", "ask.much") and "国家级" in request.levels) or "家" in request.asked:
        topics.append("star_result")
    if request.mentions("aspect.below_star"):
        topics.append("star_sanction")
    if request.has("aspect.benefit", "aspect.credit", "topic.money", "aspect.gain", "topic.support"):
        topics += ["star_benefit", *(["star_sanction"] if "保障" in request.text else [])]
    if not topics or (request.has("ask.what", "ask.many") and request.stars and not request.has("aspect.gain")):
        return _with_grades(request, records, topics)
    return told(records, *topics)


def _with_grades(request: Request, records: Records, topics: list[str]) -> Draft:
    """What the grades mean, and what else was asked of them."""
    grades = _grades(request, records)
    if not topics or not request.has("ask.what", "ask.which", "ask.how", "ask.many"):
        return grades if not topics else told(records, *topics)
    following = told(records, *topics)
    return replace(
        grades, headline=grades.headline + following.headline, evidence=(*grades.evidence, *following.evidence)
    )


def _grades(request: Request, records: Records) -> Draft:
    """What the grades mean: those asked for, or all of them with what follows from them."""
    grades = records.rules("stars")
    wanted = [rule for rule in grades if any(rule.subject.startswith(_chinese(star)) for star in request.stars)]
    if not request.stars and request.has("operation.most", "operation.least"):
        wanted = [grades[-1] if request.has("operation.most") else grades[0]]
    if request.stars and not wanted:
        system = records.rules("star_system")
        names = "、".join(rule.subject for rule in grades)
        asked = _chinese(request.stars[0])  # of an earlier question perhaps: no record holds what there is none of
        unknown = say("star_unknown", home=system[0].place, star=asked, grades=names)
        computed = (f"星级 = {len(grades)}", f"问的是{asked}星")
        return _draft(unknown, (*system, *grades), status="partial", computed=computed)
    if wanted and len(wanted) < len(grades):
        benefit = records.rules("star_benefit") if any(not rule.subject.startswith("二") for rule in wanted) else ()
        facts = [say("rule", text=rule.text) for rule in benefit]
        return _draft("".join(say("rule", text=rule.text) for rule in wanted), (*wanted, *benefit), facts)
    items = "；".join(say("star_item", subject=rule.subject, items="，".join(rule.items)) for rule in grades)
    follows = records.rules("star_benefit", "star_sanction")
    return _draft(
        say("stars_all", home=grades[0].place, count=len(grades), items=items),
        (*records.rules("star_system"), *grades, *follows),
        [say("rule", text=rule.text) for rule in follows],
        computed=(f"星级 = {len(grades)}",),
    )


def told(records: Records, *topics: str) -> Draft:
    """The rules of some topics, each as its sentence."""
    rules = records.rules(*topics)
    said = [say("rule", text=_whole(rule)) for rule in rules]
    return _draft("".join(said), rules, status="answered" if rules else "no_answer")


def _whole(rule: Rule) -> str:
    """The text of a rule, with its items where the text does not name them."""
    if rule.items and rule.items[0] not in rule.text and "方面" in rule.text:
        return f"{rule.text}：{'；'.join(rule.items)}"
    return rule.text
