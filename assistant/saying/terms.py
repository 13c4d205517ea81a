"""What a rule says beside its sums: who may have them, how often, with what else; told with the sum, and first where
the question speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.query.records import Records
from assistant.saying import rows
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.lexicon import load_lexicon
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.types import Subsidy

say = load_wording("subsidy")
PARTS = late("[；;]")
SUM = late(r"\d+(?:\.\d+)? ?(?:万元|%)|：.*\d")
NO_TERM = late("^(?:并|如未)|未写|未分|未载明|^已有新文件|就高不重复")
"""parts of a provision that are no term: what it leaves open, and what is told as stacking"""
SHARED = 3
"""characters in a row that a term shares with a question that speaks of it"""
OF_ANY = late(
    r"(?:国家|省|市|区)级|自治区级|国?家?绿色(?:低碳)?工厂(?:名单)?|绿厂|奖[励补金]|补[贴助]|金额|资金|政策|文件|企业|专项|财政"
    r"|印发日|日期|有效期|\d+|[年月日]度?|[^\w]"
)
"""words and signs that say nothing of which term is meant"""
CUT = "\n"
TIME = "subsidy.validity"


def of(row: Subsidy) -> tuple[str, ...]:
    """The terms of a row: the parts of its provision that name no award."""
    if not row.awards:
        return ()
    sums = {award.words for award in row.awards if award.words}
    parts = [part.strip("。 ") for part in PARTS.split(row.provision)]
    gathered = bool(row.holding.seen_on)
    return tuple(
        part
        for part in parts
        if part
        and not NO_TERM.search(part)
        and part != row.stacking_words
        and not any(words in part for words in sums)
        and not any(benefit in part for benefit in row.benefits)
        and (gathered or not SUM.search(part))
    )


def fact(row: Subsidy) -> tuple[str, ...]:
    """The terms of a row as one fact; none where it states none."""
    terms = of(row)
    return (say("terms", terms="；".join(terms)),) if terms else ()


def led(request: Request, draft: Draft, records: Records) -> Draft:
    """The draft after the terms of its rule, or of its place's rules, that the question speaks of."""
    row = next(iter(draft.evidence), None)
    untold = draft.status in ("clarify", "no_answer") or draft.intent == TIME  # that one tells how the rule stands
    if not isinstance(row, Subsidy) or untold or request.place is None:
        return draft
    sought = draft.headline if request.has("ask.much", "ask.amount") else ""  # 配套各多少 is told by the sums
    stated = [part for part in _asked(request, _stated(row, request), records, sought) if part not in draft.headline]
    ruled = [
        (rule, parts)
        for rule in (() if stated else records.rules_of(request.place.code))
        if (parts := _asked(request, (rule.text, *rule.items, *rule.notes), records))
    ]
    if stated:
        headline = say("term_stated", place=row.place, terms="；".join(stated)) + draft.headline
    elif ruled:
        rule, parts = ruled[0]
        text = "；".join(part.rstrip("。") for part in parts)
        headline = say("term_of_rule", basis=rule.basis, date=rule.date, text=text) + draft.headline
    else:
        return draft
    answered = draft.status == "answered" or not request.has("ask.much", "ask.amount")
    return replace(
        draft,
        status="answered" if answered else draft.status,
        headline=headline,
        evidence=(*draft.evidence, *(rule for rule, _ in ruled[:1])),
    )


def speaks_of(request: Request, records: Records) -> bool:
    """Whether a question speaks of a term of the place that it names."""
    if request.place is None:
        return False
    own = rows.governing(records.standing(request.place).own, request.as_of)
    return bool(own and _asked(request, _stated(own[0], request), records))


def _stated(row: Subsidy, request: Request) -> tuple[str, ...]:
    """All that a row says beside its sums: its terms, its notes, and how it was found to stand."""
    notes = (part for note in row.notes for part in PARTS.split(note))
    found = row.holding.standing if rows.standing(row, request.as_of) else ""
    standing = (found.rpartition("：")[2],)
    return tuple(dict.fromkeys(filter(None, (*of(row), *notes, *standing))))


def _asked(request: Request, stated: Iterable[str], records: Records, told: str = "") -> list[str]:
    """The statements that a question speaks of: in their words, in other words that are not ``told`` anyway, or of
    another recognition."""
    own = [place for place in request.places for place in (place, *records.places.ancestors(place.code))]
    names = sorted({name for place in own for name in place.all_names}, key=len, reverse=True)
    asked = _telling(request.asked, names)
    stated = tuple(stated)
    held = "".join(stated)  # no pattern is compiled for a word that stands in none of them
    patterns = load_lexicon().beside_sums
    meant = {
        word
        for word, ways in patterns.items()
        if word not in told and word in held and any(re.search(way, request.asked) for way in ways)
    }
    objects = {word for name in request.objects for word in load_lexicon().objects.get(name, ())}
    words = {word for word in request.leftover if len(word) > 1 and not OF_ANY.search(word)}
    return [
        text
        for text in stated
        if any(word in text for word in (*meant, *objects, *words)) or _shares_run(asked, _telling(text, names))
    ]


def _telling(text: str, names: Iterable[str]) -> str:
    """A text with what tells nothing cut out of it."""
    for name in names:
        text = text.replace(name, CUT)
    return OF_ANY.sub(CUT, text)


def _shares_run(asked: str, text: str) -> bool:
    runs = (asked[at : at + SHARED] for at in range(len(asked) - SHARED + 1))
    return any(CUT not in run and run in text for run in runs)
