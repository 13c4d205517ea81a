"""Which rows tell a request: those of its relation, in the way its operation asks, or rules with a duty and a day."""

from __future__ import annotations

from collections.abc import Callable

from assistant.query.records import Records
from assistant.saying import amount, terms
from assistant.saying.awards import with_figure
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.operations import MANY
from assistant.understanding.relations import claimed_total
from assistant.understanding.request import Request
from corpus.patterns import late

COMPARING = ("compare", "difference", "ratio")
AROUND_DEADLINE = {"topic.policy", "aspect.cycle"}
"""what a question for a rule's day may name beside the rule (办法里写的是每年哪天之前)"""
LIST_NAMED = late("第[一二三四五六七八九十]+批")
LONG_TITLE = 8
"""characters from which a title names one rule and not a subject"""
OF_LISTS = (
    "ask.many", "ask.much", "ask.when", "ask.which", "topic.total_count", "topic.industries", "topic.which_batch",
    "topic.listing", "topic.call", "topic.goal", "batch.", "operation.", "aspect.",
)  # fmt: skip
OTHER_SUPPORT = ("aspect.credit", "aspect.fund", "aspect.procurement", "aspect.tax_benefit")
TIMES = ("end", "valid", "issued")


def by_relation(request: Request, records: Records) -> Draft | None:
    """What the rows of the request's relation say; None where it has none, or its rows nothing to say."""
    asks_place = request.has("ask.where", "rank.any", "rank.province", "rank.region", "rank.municipality", "ask.who")
    titled = request.relation not in ("standards", "rules") and asks_place and not request.has("operation.most")
    if titled and (named := _reverse(request, records)) is not None:
        return named
    if request.relation == "subsidies" and request.operation in ("value", "sum", "exists"):
        told = _subsidies(request, records)
        return terms.led(request, told, records) if told is not None else None
    tellers: dict[str, Callable[[Request, Records], Draft | None]] = {
        "subsidies": _subsidies,
        "policies": _policies,
        "standards": _standards,
        "batches": _batches,
        "rules": _rules,
    }
    teller = tellers.get(request.relation)
    return teller(request, records) if teller else None


# each teller is brought in when its question comes: a first answer waits for one alone


def _reverse(request: Request, records: Records) -> Draft | None:
    from assistant.saying import policies

    return policies.reverse(request, records)


def _policies(request: Request, records: Records) -> Draft | None:
    if not request.places and request.dates and (request.levels or request.has("topic.call", "topic.listing")):
        from assistant.saying import batches

        return batches.noticed(request, records)
    from assistant.saying import policies

    told = policies.answer(request, records)
    return told if told.status != "no_answer" else _of_awards(request, records) or told


def _of_awards(request: Request, records: Records) -> Draft | None:
    """2023年以后哪些地方出了新政策: the policies that the awards stand in, where the list of policies holds none."""
    dated = any(where.names_day for where in request.where)
    if not dated or request.operation not in MANY or request.titles or not records.corpus.subsidies:
        return None
    from assistant.saying import lists

    found = lists.answer(request.with_(relation="subsidies", measure="amount", aspects=("issued",)), records)
    return found if found.status == "answered" else None


def _standards(request: Request, records: Records) -> Draft | None:
    from assistant.saying import standards

    return standards.answer(request, records)


def _batches(request: Request, records: Records) -> Draft | None:
    asked = request.batches or request.dates or request.has(*OF_LISTS) or claimed_total(request)
    if request.has("ask.whether") and not asked:
        return None  # whether anything holds of a list is no question for the total
    from assistant.saying import batches

    return batches.answer(request, records)


def _rules(request: Request, records: Records) -> Draft | None:
    from assistant.saying import rules

    return rules.answer(request, records)


def _of_title(request: Request, records: Records) -> Request:
    """The request at the place whose rule it quotes, where it names only other places (我是郑州的，鹤壁的文件…)."""
    quoted = [title for title in request.titles if "《" in request.text and len(title) >= LONG_TITLE]
    named = records.rows_titled(quoted)
    codes = [place.code for place in request.places]
    if not named or not codes or any(records.places.within(row.place_code, code) for row in named for code in codes):
        return request
    place = records.places.get(named[0].place_code)
    return request.with_(places=(place,)) if place else request


def _subsidies(request: Request, records: Records) -> Draft | None:
    from assistant.saying import two_tables

    request = _of_title(request, records)
    if request.measure == "issued" and request.operation in ("extreme", "rank") and not request.places:
        from assistant.saying import policies

        if policies.NATIONAL.search(request.text) and (told := policies.national(request, records)) is not None:
            return told
    if (tables := two_tables.about_tables(request, records)) is not None:
        return tables
    by_time = request.has("operation.earlier", "operation.later") and len(request.places) > 1
    if by_time and "amount" not in request.aspects:
        return _of_place(request, records)
    if request.operation in COMPARING and (len(request.places) > 1 or len(request.levels) > 1):
        from assistant.saying import compare

        return compare.answer(request, records)
    if request.operation in MANY and not request.undecided:
        from assistant.saying import lists

        return lists.answer(request, records)
    from assistant.saying import factories

    if factories.applies(request, records):
        return factories.answer(request, records)
    timed = set(request.aspects) & {*TIMES, "term"} and "amount" not in request.aspects[:1]
    if request.operation == "sum" and not timed:
        from assistant.saying import sums

        if (draft := sums.answer(request, records)) is not None:
            return draft
    return _of_place(request, records)


def _of_place(request: Request, records: Records) -> Draft | None:
    """A fact of the rule of one place, or of several places side by side."""
    from assistant.saying import facts

    if set(request.aspects) & set(facts.FACTS) and "amount" not in request.aspects[:1]:
        draft = facts.answer(request, records)
        if draft is not None:
            return amount.with_date(request, draft)
    if set(request.aspects) & set(TIMES) and "amount" not in request.aspects:
        from assistant.saying import validity

        if len(request.places) > 1:
            return validity.several(request, records)
        draft = validity.answer(request, records)
        return draft if {"end", "valid"} & set(request.aspects) else amount.with_date(request, draft)
    if len(request.places) > 1:
        from assistant.saying import compare

        return compare.answer(request, records)
    if getattr(request.profile, "investment", None) and "amount" in request.aspects and request.places:
        from assistant.saying import sums

        if (share := sums.share(request, records)) is not None:
            return share
    if request.has("operation.least", "operation.most") and (end := _end_of_range(request, records)) is not None:
        return end
    if request.has("operation.most") and _only_below(request, records):
        from assistant.saying import lists

        highest = lists.answer(request.with_(operation="extreme", descending=True), records)
        if highest.status != "no_answer":
            return highest
    return amount.answer(request, records)


def _end_of_range(request: Request, records: Records) -> Draft | None:
    from assistant.saying import sums

    return sums.end_of_range(request, records)


def _only_below(request: Request, records: Records) -> bool:
    """Whether the place itself lists no sum, and places in it do: 江苏最高多少."""
    standing = records.standing(request.places[0]) if request.places else None
    if standing is None:
        return False
    return not any(with_figure(row) for row in standing.own) and any(with_figure(row) for row in standing.below)


def by_duties(request: Request, records: Records) -> Draft | None:
    """What rules with duties and days say; statements that fit the words better go before."""
    of_sum = bool(request.amounts and request.places)  # 桂林那50万要交哪些材料
    paying = (of_sum or request.has("topic.money", "ask.amount")) and not request.has("rule.")
    if paying or not _means_duties(request) or not records.kept("duties held", lambda: _holds_duties(records)):
        return None
    if request.relation == "policies" and "issued" in request.aspects and _names_policy(request, records):
        return None  # 安徽对第一批省级绿色工厂复审的通知是什么时候发的 describes a document by its title
    if request.objects and request.has("rule.eligible") and not request.mentions("subject.factory"):
        return None  # 绿色供应链今年还能报吗 asks whether that recognition still exists
    if request.relation == "standards" and request.product and not request.unsaid:
        return None  # 我们做水泥的，按哪个标准自评 asks for the product's standard
    if request.unsaid and request.has(*OTHER_SUPPORT) and not request.has("rule."):
        return None  # 绿色信贷怎么申请 asks for no step of the recognition
    from assistant.saying import duties, regimes, rules

    dutiful = request.has("rule.duties", "topic.duty") and request.relation != "texts"
    if dutiful and (draft := duties.answer(request, records)) is not None:
        return draft
    if request.relation == "batches" and request.has("batch.", "topic.total_count"):
        return None
    if request.has("rule.eligible", "topic.self_check"):
        from assistant.saying import assessing

        if (assessed := assessing.answer(request, records)) is not None:
            return assessed
    if "还能" in request.text and request.places and not request.mentions("aspect.compliance_facts"):
        return None
    draft = regimes.answer(request, records)
    replaced = request.relation == "rules" and not records.rules("recheck_cycle")
    replaced = replaced and (regimes.asks_older(request) or rules.tells_due(request))
    if draft is None and replaced and request.mentions("topic.recheck", "aspect.due", "aspect.cycle"):
        older = rules.answer(request, records.whole)
        return regimes.now_and_then(request, records, older) if older is not None else None
    if draft is None and request.has("rule.eligible") and request.mentions("aspect.compliance_facts"):
        told = rules.answer(request, records)
        return told or Draft(status="no_answer", intent="rule", headline=load_wording("gate")("eligible_unsaid"))
    if draft is None and request.has("rule.bar") and not request.places:
        return rules.before_bars(request, records.whole)
    return draft


def rule_to_come(request: Request, records: Records) -> bool:
    """Whether what is asked is ruled by nothing on the day, and by a rule that begins later: 企业绿码 asked of 2023."""
    if not request.has("rule.") or request.mentions("topic.recheck", "aspect.due"):
        return False
    from assistant.saying import regimes

    return regimes.only_later(request, records)


def _holds_duties(records: Records) -> bool:
    """Whether anything is held beside the report's own rules: what changed since, or rules that were added."""
    added = any(not records.is_shipped(rule) for rule in records.corpus.rules)
    return added or bool(records.timeline.corpus.changes)


def _names_policy(request: Request, records: Records) -> bool:
    """Whether the words of a question stand together in the title of a policy of its place."""
    words = {*request.unexplained, *LIST_NAMED.findall(request.asked)}
    titles = (policy.title for policy in records.policies_of(place.code for place in request.places))
    return len(words) > 1 and any(all(word in title for word in words) for title in titles)


def _means_duties(request: Request) -> bool:
    """Whether a question can mean a rule with a duty or a day."""
    lexicon_names = request.has("rule.", "topic.duty", "topic.recheck", "aspect.due")
    named = {name for name in request.concepts if name.startswith(("topic.", "aspect.", "std.", "batch."))}
    bare = request.relation in ("", "rules") or named <= AROUND_DEADLINE
    around = bare and request.has("ask.when", "ask.who") and request.mentions("rule.")
    due = request.relation == "rules" and request.mentions("aspect.due", "aspect.cycle")
    return lexicon_names or around or due or bool(request.unsaid or request.rules) or request.mentions("topic.recheck")
