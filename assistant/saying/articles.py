"""What an article of a document says, by its number: 13号文第十五条写了啥."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.query.records import COUNTRY, Records
from assistant.saying.draft import Draft
from assistant.saying.wording import load_wording
from assistant.understanding.numerals import CHINESE, chinese_numeral
from assistant.understanding.request import Request
from corpus.patterns import late
from corpus.types import Rule

NAME = "rule"
say = load_wording("articles")
ASKED = late(rf"第 ?([{CHINESE}]{{1,3}}|\d{{1,3}}) ?条(?:第?[（( ]?([{CHINESE}]|\d)[）) ]?[项款])?", words=("条",))
"""an article that a question names, and a part of it"""
WHERE = late("(?:在|写在|是|就是|出自)第|第[^条]{1,4}条(?:写的|里写的|规定的)?吗")
"""an article that is only offered as the place of something"""
SHORT_NUMBER = late(r"(?<![\d〔第])(\d{1,4})号")


def answer(request: Request, records: Records) -> Draft | None:
    """All that is held of an article, in its order; None where no document that is held is named by it."""
    found = ASKED.search(request.asked)
    if found is None or WHERE.search(request.asked):
        return None
    article = f"第{_in_characters(found[1])}条"
    named, of_place = _of_document(request, records)
    rules = [rule for rule in named or of_place if _stands_in(rule, article)]
    if found[2]:
        part = f"（{_in_characters(found[2])}）"
        rules = [rule for rule in rules if _part(rule, article) == part]
        article += part
    if not rules:
        return _not_held(article, named) if named else None
    rules.sort(key=lambda rule: _place_in(rule, article))
    first = rules[0]
    told = [rule for rule in rules if (rule.basis, rule.number) == (first.basis, first.number)]
    lines = "；".join(say("line", at=_part(rule, article), text=rule.text.rstrip("。")) for rule in told)
    headline = say("headline", title=first.basis, number=_number(first), article=article, lines=lines)
    return Draft(
        status="answered", intent=NAME, headline=headline, evidence=tuple(told), caveats=(say("as_held"),),
        computed=(article,),
    )  # fmt: skip


def _not_held(article: str, rules: Sequence[Rule]) -> Draft:
    first = rules[0]
    headline = say("not_held", title=first.basis, number=_number(first), article=article)
    return Draft(status="no_answer", intent=NAME, headline=headline, computed=(article, first.basis, first.number))


def _number(rule: Rule) -> str:
    return say("number", number=rule.number) if rule.number else ""


def _in_characters(numeral: str) -> str:
    return chinese_numeral(int(numeral)) if numeral.isdecimal() else numeral


def _of_document(request: Request, records: Records) -> tuple[Sequence[Rule], Sequence[Rule]]:
    """The rules of the document named by its number or title, and those of the place asked about or of the country."""
    typed = re.sub(r"[\s〔〕\[\]（）()《》]", "", request.text)
    rules = [rule for rule in records.corpus.rules if rule.article]
    numbered = [rule for rule in rules if rule.number]
    by_number = [rule for rule in numbered if re.sub(r"[〔〕]", "", rule.number) in typed]
    if (short := SHORT_NUMBER.search(request.text)) and not by_number:
        by_number = [
            rule for rule in numbered if rule.number.endswith(f"〕{short[1]}号") and rule.place_code == COUNTRY
        ]
    by_title = [rule for rule in rules if rule.basis and rule.basis in typed]
    codes = {place.code for place in request.places} or {COUNTRY}
    return by_number or by_title, [rule for rule in rules if rule.place_code in codes]


def _stands_in(rule: Rule, article: str) -> bool:
    return any(one.startswith(article) for one in rule.article.split("、"))


def _part(rule: Rule, article: str) -> str:
    """（二） of 第十五条（二）; "" where the rule is the whole article."""
    return next(one for one in rule.article.split("、") if one.startswith(article)).removeprefix(article)


def _place_in(rule: Rule, article: str) -> tuple[str, int]:
    """Documents together, and the parts of an article in their order."""
    part = re.search(rf"[{CHINESE}]", _part(rule, article))
    return rule.number, CHINESE.index(part[0]) if part else 0
