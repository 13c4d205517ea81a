"""Evaluation standards: number to title and back, products, status, lists, and what there is none for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.pairs import pairs_shared
from assistant.query import days
from assistant.query.records import COUNTRY, FACTORY, Records
from assistant.saying.conditions import say_day, say_period
from assistant.saying.draft import LISTED, Draft
from assistant.saying.wording import load_wording
from assistant.understanding.numerals import number_key
from assistant.understanding.request import Request
from assistant.understanding.spans import TITLE_WORD
from corpus.frozen import replace
from corpus.patterns import late
from corpus.timeline import Around, has_begun
from corpus.types import Standard
from corpus.validity import first_day

NAME = "standard"
SHOWN = 6
ALIKE = 3
"""pairs of characters shared from which a subject is told as the nearest to a product (防水卷材, 防水材料)"""
MANY = 3
"""products beyond which the words name a group"""

say = load_wording("standard")
GENERAL = "绿色工厂"
"""the subject of the general standard"""
STATUSES = ("published", "approved_project", "comment_draft", "approval_publicity", "reviewed")
KINDS = {
    "国家标准": ("国家标准", "国标"),
    "行业标准": ("行业标准", "行标"),
    "团体标准": ("团体标准", "团标"),
    "地方标准": ("地方标准", "地标"),
}
TRADES = {"建材": "JC/T", "化工": "HG/T", "纺织": "FZ/T", "有色": "YS/T", "轻工": "QB/T", "电子行业标准": "SJ/T"}
"""trades by the letters that the standards of their ministry's branch bear (GB/T code of trade standards)"""
FAMILIES = r"T/?CESA|GB/?T?|JC/?T?|HG/?T?|FZ/?T?|YS/?T?|SJ/?T?|QB/?T?|DB37"
"""letters that the numbers of standards begin with"""
PREFIX = rf"(?i)(?<![A-Za-z])({FAMILIES})(?![A-Za-z])"
NUMBER_RANGE = (
    r"(?i)((?:[A-Z]{1,3})/?T?(?:\s*/?\s*CESA)?)\s*(\d{3,6})(?:-\d{4})?\s*(?:号)?(?:到|至|[~～—–])"
    r"\s*(?:[A-Z/]*\s*)?(\d{3,6})(?:-\d{4})?"
)
FOUR_DIGITS = r"(?<!\d)(\d{4,5})(?!\d|年|[-/.]\d)"
NOT_PREFIX = (
    r"(?i)(?:不含|不算|除了?|不包括|除去|去掉|排除|撇开|不要|刨掉)"
    rf"[一-鿿]{{0,3}}?((?:{FAMILIES}))(?![A-Za-z])"
)
PREFIX_OUT = rf"(?i)((?:{FAMILIES}))(?:开头|打头|编号|系列)?的?(?:除外|不算|以外|之外|刨掉|去掉)"
HOLDS = late("废止|代替|替代|取代|作废|失效|还能用|还有效|还管用|还作数|还适用")
"""whether a standard still holds"""
MADE = late(
    "(?:我们|我厂|我司|公司|厂里|咱们?|是)(?:主要)?(?:做|生产|制造|加工|搞)(?!绿色|评价|咨询)([一-鿿]{2,8}?)的?(?:[，,。]|产品|企业|工厂)"
)
"""what one's own factory makes, said before the question: 我们做电缆的，按哪个标准"""
NATIONAL = "国家级"
APPLIED = late("按照?|依据|对照|用[哪什啥]|执行|适用")
"""how it is asked by which standard one is evaluated"""
KIND_OF_TITLE = late("导则|评价要求|通则|规范")
"""how the titles of standards end, by which one of several for a product is meant"""
FEW = 3
"""standards told one by one"""
PAIR = 2
TAKES_PLACE = late("代替|替代|取代|替换|顶替")
POINTING = r"[这那该此]个?标准"


def answer(request: Request, records: Records) -> Draft:
    """The standard of the number or product; a list; or that there is none, with what is nearest."""
    draft = _with_content(request, _answer(request, records), records)
    return _with_basis(request, _with_standing(request, draft, records), records)


def _with_basis(request: Request, draft: Draft, records: Records) -> Draft:
    """申报国家级按哪个标准: the rule that says by what one is evaluated on the day, before the standards themselves."""
    asked = NATIONAL in request.levels and APPLIED.search(request.asked) is not None
    if not asked or request.places or not draft.evidence or draft.status == "no_answer":
        return draft
    rules = [rule for rule in records.rules("evaluation_basis") if rule.place_code == COUNTRY]
    rule = next((rule for rule in rules if records.timeline.holds(rule, records.day)), None)
    if rule is None:
        return draft
    told = say("basis", text=rule.text.split("：")[-1], date=rule.date, title=rule.basis, number=rule.number)
    listed = (say("basis_list_unseen"),) if request.product and request.standards else ()
    return replace(
        draft, headline=told + draft.headline, evidence=(*draft.evidence, rule), caveats=(*listed, *draft.caveats)
    )


def _answer(request: Request, records: Records) -> Draft:
    between = _number_range(request, records)
    if between is not None:
        return _listing(request, records, *between)
    if (replaced := _replaced(request, records)) is not None:
        return replaced
    if request.numbers or _mentions_number(request, records):
        return _with_pair(request, _by_number(request, records))
    if re.search(POINTING, request.text) and not request.standards:
        return _which_standard(records)
    noticed = _by_notice(request, records)
    if noticed:
        return _by_product(request.with_(standards=noticed, product=noticed[0].subject), records)
    product = unknown_product(request)
    if product and request.has("operation.exists", "ask.whether", "ask.which") and _is_trade(product, request.text):
        return _none_for(product, request, records)
    listed = _filtered(request, records)
    titled = bool(_title_words(request))
    wants_list = request.operation in ("list", "count") and (titled or not _one_product(request))
    if listed is not None and (wants_list or not request.standards or _of_other_kind(request)):
        return _listing(request, records, *listed)
    if request.standards:
        return _by_product(request, records)
    product = unknown_product(request)
    if product:
        return _none_for(product, request, records)
    plural = request.operation == "count" or re.search("哪些|哪几|有哪|列|都有", request.text)
    if request.operation in ("list", "count") and plural and not request.mentions("talk.own"):
        return _listing(request, records, say("what_all"), records.corpus.standards)
    general = _general(records)
    own = request.mentions("talk.own") or (request.mentions("talk.this") and not request.has("talk.follow"))
    own = own and not request.has("std.general")
    if general and not own and (request.has("std.general") or FACTORY in request.text or "评价" in request.text):
        return _by_product(request.with_(standards=general, product=general[0].subject), records)
    return _which_standard(records)


def _with_content(request: Request, draft: Draft, records: Records) -> Draft:
    """新旧版有什么不同: the answer with what is stated of the newer one, and that a comparison stands nowhere."""
    newest = draft.evidence[0] if draft.evidence else None
    alone = all(isinstance(one, Standard) and one.subject == GENERAL for one in draft.evidence)
    alone = alone and all(one.subject == GENERAL for one in request.standards)
    compared = request.has("operation.compare", "aspect.change")
    if not (alone and compared and isinstance(newest, Standard) and newest.number):
        return draft
    stated = tuple(p for p in records.passages if newest.number in p.source.section and newest.number not in p.text)
    return replace(
        draft,
        status="partial",
        headline=say("differences_unsaid", title=newest.title) + draft.headline,
        facts=(*(passage.text.rstrip("。") for passage in stated), *draft.facts),
        evidence=(*draft.evidence, *stated),
    )


def _with_standing(request: Request, draft: Draft, records: Records) -> Draft:
    """还有效吗, 被代替了吗: first what has taken the place of each standard told, or that no such words were seen."""
    told = [row for row in draft.evidence if isinstance(row, Standard) and row.status == "published"]
    asked = request.has("aspect.valid") or HOLDS.search(request.asked) is not None
    held = all(records.timeline.holds(row, records.day) for row in told)
    if not asked or not held or draft.status != "answered" or not 0 < len(told) <= FEW or request.operation == "count":
        return draft
    meant = [row for row in told if any(kind in row.title for kind in KIND_OF_TITLE.findall(request.asked))] or told
    said = [_standing(row, records) for row in meant]
    beside = tuple(row for _, row in said if row is not None and row not in draft.evidence)
    headline = "".join(sentence for sentence, _ in said)
    return replace(draft, headline=headline + draft.headline, evidence=(*draft.evidence, *beside))


def _standing(row: Standard, records: Records) -> tuple[str, Standard | None]:
    """How a standard stands, and the row that this sentence needs beside it."""
    before = [one for one in records.timeline.around(row, records.day).before if isinstance(one, Standard)]
    if before:
        return _replacement(before[0], row, records), before[0]
    slots = {"number": row.number or say("unnumbered"), "title": row.title}
    for change in records.timeline.changes_of(row):
        newer = [records.timeline.rows.get(row_id) for row_id in change.newer if row.id in change.older]
        other = next((one for one in newer if isinstance(one, Standard)), None)
        if change.kind == "beside" and other is not None and has_begun(change, records.day):
            return say(
                "stands_beside", **slots, other=f"{other.number} " if other.number else f"《{other.title}》"
            ), other
        known = other is not None and other in records.corpus.standards
        if change.kind == "explicit" and other is not None and known and not has_begun(change, records.day):
            until = say("stands_until", **slots, since=change.since, other=other.number or say("unnumbered"))
            return until, other
    return say("stands", **slots), None


def _number_range(request: Request, records: Records) -> tuple[str, tuple[Standard, ...]] | None:
    """JC/T 2562-2020 到 2565-2020: the standards of that family with a number from one to the other."""
    match = re.search(NUMBER_RANGE, request.text)
    if match is None:
        return None
    prefix = re.sub(r"[/\s]", "", match[1].upper())
    low, high = int(match[2]), int(match[3])
    found = tuple(
        standard
        for standard in records.corpus.standards
        if number_key(standard.number).startswith(prefix)
        and low <= int(_digits(number_key(standard.number)) or 0) <= high
    )
    return say("what", words=say("in_range", prefix=match[1], low=low, high=high)), found


def _replaced(request: Request, records: Records) -> Draft | None:
    """A standard that is named by its number or its year and that something newer has replaced by the day."""
    named_new = {number for number in request.numbers if _held_exactly(number, records)}
    keys = {number_key(number) for number in request.numbers if number not in named_new}
    year = re.search(r"((?:19|20)\d\d) ?年?版", request.text)
    general = request.mentions("std.general") or "通则" in request.text
    held = set(records.corpus.standards)
    for old in records.timeline.corpus.standards:
        named = bool(old.number) and any(_same_number(old.number, key) for key in keys)
        of_year = bool(year) and general and old.subject == GENERAL and old.number.endswith(year[1] if year else "")
        if old in held or not (named or of_year):
            continue
        around = records.timeline.around(old, records.day)
        if old in around.before and around.now:
            return _replaced_by(request, old, around, records)
    return None


def _with_pair(request: Request, draft: Draft) -> Draft:
    """2562-2020被2634-2021代替了吗: of two that both hold, that no source says one took the place of the other."""
    pair = [one for one in draft.evidence if isinstance(one, Standard)][:PAIR]
    if len(pair) < PAIR or not TAKES_PLACE.search(request.asked) or draft.status != "answered":
        return draft
    headline = say("no_replacing", first=pair[0].number, second=pair[1].number) + draft.headline
    return replace(draft, headline=headline)


def _same_number(number: str, key: str) -> bool:
    """Whether a number is the one of a key, which may be its digits alone (36132-2018)."""
    found = number_key(number)
    return found == key or (key.isdigit() and found.endswith(key) and not found[: -len(key)][-1:].isdigit())


def _held_exactly(number: str, records: Records) -> bool:
    """Whether a number is, with its year, that of a standard that holds."""
    return any(number.replace(" ", "") == one.number.replace(" ", "") for one in records.corpus.standards)


def _replaced_by(request: Request, old: Standard, around: Around, records: Records) -> Draft:
    new = next(one for one in around.now if isinstance(one, Standard))
    headline = _replacement(old, new, records)
    asked, whole = _asked_of(request, old)
    facts = (say("effective", date=new.effective_date),) if new.effective_date else ()
    return Draft(
        status="answered" if whole else "partial",
        intent=NAME,
        headline=asked + headline,
        facts=facts,
        evidence=(new, old),
    )


def _replacement(old: Standard, new: Standard, records: Records) -> str:
    """That a newer standard took the place of an older one, or came after it, and from which day."""
    change = records.timeline.state(old, records.day).change
    key = "replaced" if change and change.kind == "explicit" else "succeeded"
    since = change.since or change.holding.holds_from if change else ""
    return say(
        key, old=old.number or _status(old), title=old.title, new=new.number or say("unnumbered"), new_title=new.title,
        since=since,
    )  # fmt: skip


def _which_standard(records: Records) -> Draft:
    subjects = [
        standard.subject for standard in records.corpus.standards if standard.number and standard.subject != GENERAL
    ]
    return Draft(
        status="clarify",
        intent=NAME,
        headline=say("clarify"),
        missing="standard",
        suggestions=(*(say("suggest", subject=subject) for subject in subjects[2:3]), say("suggest_general")),
    )


NO_PRODUCT = ("关系", "区别", "不同", "联系", "内容", "意思", "作用", "背景")
"""what is asked of standards and is no product"""


def unknown_product(request: Request) -> str:
    """The word for a product or industry that no standard is named for; "" when the question names none."""
    words = [
        word
        for word in request.leftover
        if len(word) > 1 and not word.isascii() and not re.search("[A-Z]{2}", word) and word not in NO_PRODUCT
    ]
    words += MADE.findall(request.text)
    return words[0] if words and not request.standards else ""


def _is_trade(word: str, text: str) -> bool:
    """Whether a word that no standard is named for is that of an industry: 造船厂, 煤炭开采行业."""
    behind = text[text.find(word) + len(word) :] if word in text else ""
    return (
        word.endswith(("厂", "业", "行业", "企业"))
        or word in MADE.findall(text)
        or bool(re.match("[^，。]{0,3}?(?:厂|行业|业|企业)", behind))
    )


def _of_other_kind(request: Request) -> bool:
    """Whether the request names a kind of standard that the product's own standard is not of."""
    kinds = [kind for kind, words in KINDS.items() if any(word in request.text for word in words)]
    asked = request.has("aspect.body", "ask.who", "ask.many", "operation.count", "ask.which")
    return bool(kinds) and asked and all(standard.kind not in kinds for standard in request.standards)


def _by_notice(request: Request, records: Records) -> tuple[Standard, ...]:
    """The standards whose notes name the announcement of that number."""
    number = re.search(r"第?\s*(\d+)\s*号", request.text) if request.has("aspect.number") else None
    if number is None:
        return ()
    wanted = f"第 {number[1]} 号"
    return tuple(standard for standard in records.corpus.standards if any(wanted in note for note in standard.notes))


def _one_product(request: Request) -> bool:
    return bool(request.standards) and len(request.standards) <= MANY


# by number


def _numbered(records: Records) -> dict[str, Standard]:
    return {number_key(standard.number): standard for standard in records.corpus.standards if standard.number}


def _digits(key: str) -> str:
    return re.sub(r"\D", "", key)


def _mentions_number(request: Request, records: Records) -> Standard | None:
    """A standard whose bare number stands in the request (1089 是哪个标准)."""
    bare = {_digits(key): standard for key, standard in _numbered(records).items()}
    found = (match[1] for match in re.finditer(FOUR_DIGITS, request.text))
    return next((bare[digits] for digits in found if digits in bare and not 1990 <= int(digits) <= 2035), None)


def _by_number(request: Request, records: Records) -> Draft:
    known = _numbered(records)
    if (step := re.search("([下上])一个(?:编号|号)", request.text)) and request.numbers:
        request = request.with_(numbers=(_beside(request.numbers[0], 1 if step[1] == "下" else -1),))
    found: list[Standard] = []
    unknown: list[str] = []
    for number in request.numbers:
        standard = _edition(number, records) or _lookup(number, known)
        (found.append(standard) if standard else unknown.append(number))
    if not request.numbers and (standard := _mentions_number(request, records)):
        found.append(standard)
    if not found:
        return _unknown_number(unknown[0], records)
    found = list(dict.fromkeys(found))
    asked = [_asked_of(request, standard) for standard in found]
    whole = all(each for _, each in asked)
    headlines = [told + _number_sentence(standard) for (told, _), standard in zip(asked, found, strict=True)]
    others = tuple(standard for standard in request.standards[:2] if standard not in found)
    if request.product and not set(request.standards) & set(found):
        headlines += [say("not_that", product=request.product), *(_sentence(standard) for standard in others)]
        found += others
    facts = [_year_note(number, standard) for number in request.numbers for standard in found]
    facts += [say("unknown_number", number=number) for number in unknown]
    begin = () if request.has("aspect.start") else (s.effective_date for s in found if s.effective_date)
    facts += [say("effective", date=date) for date in begin]
    facts += [note for standard in found for note in standard.notes]
    return Draft(
        status="answered" if whole and not unknown else "partial",
        intent=NAME,
        headline="".join(headlines),
        facts=tuple(fact for fact in facts if fact),
        evidence=tuple(found),
        suggestions=(say("suggest_list"),),
    )


def _asked_of(request: Request, standard: Standard) -> tuple[str, bool]:
    """What is asked of a standard by its number beside what it is: who approved it, when it came out, from when it
    is in force; and whether all of that is stated."""
    named = {"title": standard.title, "number": standard.number}
    told, whole = "", True
    if request.has("aspect.start"):
        told, whole = told + _effective(standard), whole and bool(standard.effective_date)
    if request.has("aspect.body", "ask.who"):
        drafted = "起草" in request.asked
        told += say("no_drafter", **named) if drafted else "" if standard.body else say("no_body", **named)
        whole = whole and bool(standard.body) and not drafted
    if request.has("ask.when") and not request.has("aspect.start") and not standard.date:
        told, whole = told + say("no_date", **named), False
    return told, whole


def _beside(number: str, step: int) -> str:
    """The number before or after, without its year."""
    parts = re.search(r"^(.*?)(\d+)(?:-\d{4})?$", number)
    return f"{parts[1]}{int(parts[2]) + step}" if parts else number


def _edition(number: str, records: Records) -> Standard | None:
    """The standard of exactly that number and year: of two editions that both stand, the one that is named."""
    exact = (standard for standard in records.corpus.standards if standard.number)
    return next((each for each in exact if _plain(each.number) == _plain(number)), None)


def _plain(number: str) -> str:
    return re.sub(r"[—–－]", "-", re.sub(r"\s", "", number.upper()))


def _lookup(number: str, known: dict[str, Standard]) -> Standard | None:
    key = number_key(number)
    if key in known:
        return known[key]
    ends = [standard for other, standard in known.items() if _digits(other) == _digits(key)]
    has_prefix = bool(re.sub(r"[\d-]", "", key))
    if len(ends) == 1 and (not has_prefix or any(re.sub(r"\d", "", o).endswith(re.sub(r"\d", "", key)) for o in known)):
        return ends[0]
    return None


def _number_sentence(standard: Standard) -> str:
    key = "by_number_body" if standard.body else "by_number"
    return say(
        key,
        number=standard.number,
        title=standard.title,
        kind=standard.kind or say("kind_unknown"),
        body=standard.body,
        status=_status(standard),
    )


def _year_note(number: str, standard: Standard) -> str:
    typed = re.search(r"-(\d{4})$", number)
    if typed is None or number_key(number) != number_key(standard.number) or standard.number.endswith(typed[1]):
        return ""
    return say("other_year", typed=typed[1], number=standard.number)


def _unknown_number(number: str, records: Records) -> Draft:
    key = number_key(number)
    prefix, digits = re.sub(r"\d", "", key), int(_digits(key) or 0)
    same = [standard for other, standard in _numbered(records).items() if re.sub(r"\d", "", other) == prefix]
    near = sorted(same, key=lambda standard: abs(int(_digits(number_key(standard.number))) - digits))[:2]
    facts = (say("nearest", items="；".join(_line(standard) for standard in near)),) if near else ()
    return Draft(
        status="no_answer",
        intent=NAME,
        headline=say("unknown_number", number=number),
        facts=facts,
        evidence=tuple(near),
        suggestions=(say("suggest_general"),),
    )


# by product


def _by_product(request: Request, records: Records) -> Draft:
    exact = tuple(s for s in request.standards if not _only_near(s, request.product)) or ()
    if exact and request.operation == "list" and "body" not in request.aspects and len(request.standards) > len(exact):
        exact = request.standards
    if not exact:
        return _only_nearest(request.product, request.standards[:2], records, of_its_own="专门" in request.text)
    headline, facts = _told(request, exact)
    if len(exact) == 1 and _end_unseen(request, exact[0], records):
        facts.append(say("later_unseen"))
    unpublished = any(standard.status != "published" for standard in exact)
    general = _general(records) if unpublished else ()
    facts += [say("general", number=s.number, title=s.title) for s in general]
    too_late = _late(request, exact)
    unnumbered = request.has("topic.standard_number") and any(
        standard.status == "published" and not standard.number for standard in exact
    )
    return Draft(
        status="partial" if too_late or unnumbered else "answered",
        intent=NAME,
        headline=too_late + headline,
        facts=tuple(facts),
        evidence=(*exact[:SHOWN], *general),
        caveats=tuple(note for standard in exact[1:3] for note in standard.notes),
        suggestions=(say("suggest_list"), *_ask_general((*exact, *general))),
        computed=(f"项数 = {len(exact)}",),
    )


def _end_unseen(request: Request, standard: Standard, records: Records) -> bool:
    """Whether nothing is held of what became of a standard that was not published by the day, on later days either."""
    past = bool(standard.date) and standard.date < request.as_of.isoformat()[:7]
    return standard.status != "published" and past and not records.timeline.around(standard, records.day).coming


def _told(request: Request, exact: Sequence[Standard]) -> tuple[str, list[str]]:
    if request.has("aspect.start") and any(s.effective_date for s in exact):
        return "".join(map(_effective, exact[:SHOWN])), [_line(standard) for standard in exact[:SHOWN]]
    if len(exact) > 1:
        items = "；".join(_line(standard) + _to_come(standard, request) for standard in exact[:SHOWN])
        return _also_asked(request, exact) + say("several", product=request.product, count=len(exact), items=items), []
    standard = exact[0]
    facts = list(standard.notes)
    if standard.effective_date:
        facts.insert(0, say("effective", date=standard.effective_date))
    if "body" in request.aspects and standard.body:
        number = f"（{standard.number}）" if standard.number else ""
        slots = {"body": standard.body, "title": standard.title, "number": number}
        return say("by_body", **slots, status=_status(standard)), facts
    if standard.body:
        facts.append(say("body_fact", body=standard.body))
    if "issued" in request.aspects and standard.date:
        return say("dated", title=standard.title, number=standard.number, status=_status(standard)), facts
    return _sentence(standard), facts


def _effective(standard: Standard) -> str:
    """From when a standard is in force, or that this is not stated."""
    number = f"（{standard.number}）" if standard.number else say("unnumbered")
    slots = {"title": standard.title, "number": number, "date": standard.effective_date}
    return say("effective_from" if standard.effective_date else "effective_unstated", **slots)


def _also_asked(request: Request, exact: Sequence[Standard]) -> str:
    """Who approved several standards and of what kind they are, where that is asked."""
    told = ""
    bodies = "、".join(dict.fromkeys(standard.body for standard in exact if standard.body))
    if bodies and ("body" in request.aspects or request.has("ask.who")):
        told += say("list_by", bodies=bodies)
    kinds = "、".join(dict.fromkeys(standard.kind for standard in exact if standard.kind))
    if kinds and any(form in request.text for forms in KINDS.values() for form in forms):
        told += say("are_of_kind", kinds=kinds)
    return told


def _late(request: Request, exact: Sequence[Standard]) -> str:
    """That none of the standards bears the date that the question names; "" when one does, or no date is named."""
    values = [where.value for where in request.where if isinstance(where.value, str) and where.test == "eq"]
    if not values or any(s.date.startswith(value) or value in s.number for s in exact for value in values):
        return ""
    return say("not_dated", when=say_day(values[0]), product=request.product)


def _only_nearest(product: str, near: Sequence[Standard], records: Records, *, of_its_own: bool = False) -> Draft:
    """That no standard goes by a product's name, and those nearest; ``of_its_own``: 有没有专门的."""
    items = "、".join(f"《{standard.title}》（{standard.number or _status(standard)}）" for standard in near)
    general = _general(records)
    return Draft(
        status="no_answer" if of_its_own else "partial",
        intent=NAME,
        headline=say("near", product=product, near=items),
        facts=tuple(say("general", number=s.number, title=s.title) for s in general),
        evidence=(*near, *general),
        suggestions=_ask_general(general) or (say("suggest_list"),),
    )


def _general(records: Records) -> tuple[Standard, ...]:
    return tuple(standard for standard in records.corpus.standards if standard.subject == GENERAL)


def _ask_general(told: Sequence[Standard]) -> tuple[str, ...]:
    """The general standard to ask about next, unless its number was just told."""
    return () if any(standard.subject == GENERAL for standard in told) else (say("suggest_general"),)


def _only_near(standard: Standard, product: str) -> bool:
    return product in {word.lower() for word in standard.related}


def _sentence(standard: Standard) -> str:
    key = standard.status
    if key == "published" and not standard.number:
        return say("published_no_number", title=standard.title, kind=standard.kind, date=f"{standard.date} ")
    if key == "published" and not re.search(r"\d{2,}-\d{4}", standard.number):
        key = "published_unnumbered"  # type: ignore[assignment]
    date = f"{standard.date} " if standard.date else ""
    return say(
        key,
        subject=standard.subject,
        title=standard.title,
        number=standard.number,
        kind=standard.kind or say("kind_unknown"),
        date=date,
    )


def _status(standard: Standard) -> str:
    date = f"{standard.date} " if standard.date else ""
    return say(f"status_{standard.status}", date=date)


def _line(standard: Standard) -> str:
    date = f" {standard.date} " if standard.date else ""
    return say(f"line_{standard.status}", number=standard.number, title=standard.title, date=date).strip()


def _to_come(standard: Standard, request: Request) -> str:
    """From when a standard that is out is to be applied, where that day lies ahead."""
    ahead = bool(standard.effective_date) and first_day(standard.effective_date) > request.as_of
    return say("line_ahead", date=standard.effective_date) if ahead else ""


# lists


def _filtered(request: Request, records: Records) -> tuple[str, tuple[Standard, ...]] | None:
    """What a list is of, in words, and the standards; None when nothing narrows the list."""
    found = records.corpus.standards
    words: list[str] = []
    listing = request.operation in ("list", "count") or request.has("aspect.body", "ask.who", "ask.many")
    status = next((name for name in STATUSES if request.mentions(f"std.{name}")), "")
    kind = next((kind for kind, forms in KINDS.items() if any(form in request.text for form in forms)), "")
    dates = [where for where in request.where if where.names_day]
    prefix = re.search(PREFIX, request.text)
    trade = next((name for name in TRADES if name in request.text and not request.product), "")
    trade = "" if re.search(f"(?:不含|不算|除了?|去掉|不要|不包括){trade}", request.text) else trade
    excluded = [m[1] for m in re.finditer(NOT_PREFIX, request.text)] or [
        m[1] for m in re.finditer(PREFIX_OUT, request.text)
    ]
    for name in excluded:
        unwanted = re.sub("/", "", name.upper()).removesuffix("T")
        found = tuple(s for s in found if not re.sub(r"[/\\s]", "", s.number).upper().startswith(unwanted))
        words.append(say("not_prefix", prefix=name))
    prefix = None if excluded else prefix
    for phrase in _title_words(request):
        found = tuple(s for s in found if phrase in s.title)
        words.append(say("in_title", words=phrase))
    for where in request.wheres("body"):
        found = tuple(s for s in found if s.body == where.value)
        words.append(where.value)
    for where in dates:
        found = tuple(s for s in found if days.meets(s.date, where.test, where.value))
        words.append(say("in_date", when=say_period(where.value), test=say(f"test_{where.test}")))
    if status and (listing or not request.standards):
        narrowed = tuple(standard for standard in found if standard.status == status)
        if narrowed or not dates:
            found = narrowed
            words.append(say("in_status", status=say(f"name_{status}")))
    if prefix and not request.numbers:
        wanted = re.sub("/", "", prefix[1].upper())
        found = tuple(s for s in found if re.sub(r"[/\s]", "", s.number).upper().startswith(wanted))
        words.append(say("in_prefix", prefix=prefix[1]))
    if trade and listing and not (prefix or request.numbers):
        letters = TRADES[trade]
        found = tuple(s for s in found if s.number.startswith(letters))
        words.append(say("in_trade", trade=trade, letters=letters))
    if kind and (words or listing):
        found = tuple(standard for standard in found if standard.kind == kind)
        words.append(say("in_kind", kind=kind))
    for where in request.wheres("product"):
        found = tuple(s for s in found if s.id not in where.value)
        words.append(say("without", words=where.words))
    if not words or (kind and len(words) == 1 and not listing):
        return None
    if len(request.standards) > MANY and not _title_words(request):
        found = tuple(standard for standard in found if standard in request.standards) or found
    return say("what", words="、".join(word.strip() for word in words)), found


def _title_words(request: Request) -> list[str]:
    """What the title of a standard is said to hold."""
    quoted = re.findall(r"[“‘「『\"]([^”’」』\"]+)[”’」』\"]", request.text)
    named = re.search("名称|标题|名字|题目|带|含", request.text)
    return quoted if named else [match[1] for match in TITLE_WORD.finditer(request.text)]


def _listing(request: Request, records: Records, what: str, found: Sequence[Standard]) -> Draft:
    if not found:
        return Draft(
            status="no_answer",
            intent=NAME,
            headline=say("list_none", what=what),
            suggestions=(say("suggest_list"),),
        )
    if len(found) == len(records.corpus.standards):
        return _all(request, records)
    items = "、".join(_item(standard) for standard in found)
    dates = {standard.date for standard in found}
    key = "list_dated" if len(dates) == 1 and "" not in dates else "list"
    headline = say(key, what=what, count=len(found), items=items, date=found[0].date)
    bodies = tuple(dict.fromkeys(standard.body for standard in found if standard.body))
    if "body" in request.aspects and bodies:
        headline = say("list_by", bodies="、".join(bodies)) + headline
    gone = _gone_further(request, found, records)
    by_body = () if "body" in request.aspects else tuple(say("body_fact", body=body) for body in bodies)
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=(*(text for text, _ in gone), *by_body),
        evidence=(*found, *(standard for _, standard in gone)),
        caveats=tuple(dict.fromkeys(note for standard in found for note in standard.notes)),
        computed=(f"项数 = {len(found)}",),
        used=frozenset((LISTED,)),
    )


def _gone_further(request: Request, found: Sequence[Standard], records: Records) -> list[tuple[str, Standard]]:
    """Those that stood in a list of drafts or of publicity and are out by now: they are no more of it."""
    status = next((name for name in STATUSES if name != "published" and request.mentions(f"std.{name}")), "")
    dates = {standard.date for standard in found}
    before = (s for s in records.whole.corpus.standards if s.status == status and s not in found and s.date in dates)
    told = []
    for old in before:
        new = next((s for s in records.standing_for(old) if s.status == "published" and s is not old), None)
        if new is not None:
            key = "gone_further" if new.date else "gone_further_undated"
            text = say(key, subject=old.subject, number=new.number or new.title, date=new.date)
            told.append((text, new))
    return told


def _item(standard: Standard) -> str:
    subject = re.sub(r"(制造业|行业)$", "", standard.subject)
    return say("item_numbered", number=standard.number, subject=subject) if standard.number else subject


def _all(request: Request, records: Records) -> Draft:
    standards = records.corpus.standards
    counts = [(say(f"name_{status}"), sum(s.status == status for s in standards)) for status in STATUSES]
    parts = "，".join(say("part", name=name, count=count) for name, count in counts if count)
    other = [word for word in request.unexplained if word in request.objects or word.startswith("绿色")]
    lead = say("none_of", words="、".join(other)) if other else ""
    return Draft(
        status="partial" if other else "answered",
        intent=NAME,
        headline=lead + say("count_all", count=len(standards), parts=parts),
        evidence=standards,
        computed=(" + ".join(str(count) for _, count in counts) + f" = {len(standards)}",),
        suggestions=(say("suggest_list"),),
    )


# none


def _none_for(product: str, request: Request, records: Records) -> Draft:
    near = _similar(product, records)
    whole = request.asked.startswith(product)  # 制品 of 乳制品 is no product
    within = [standard for standard in near if whole and product in standard.subject]
    if near and (within or pairs_shared(product, near[0].subject) >= ALIKE):
        return _only_nearest(product, within or near[:1], records)
    facts = [say("nearest_title", items="；".join(_line(standard) for standard in near))] if near else []
    return Draft(
        status="no_answer",
        intent=NAME,
        headline=say("unknown_product", product=product),
        facts=(*facts, *(say("general", number=s.number, title=s.title) for s in _general(records))),
        evidence=(*near, *_general(records)),
        suggestions=(*_ask_general(_general(records)), say("suggest_list")),
    )


def _similar(product: str, records: Records) -> tuple[Standard, ...]:
    """Standards whose subject shares telling pairs of characters with the product, those that share most first."""
    sharing = [standard for standard in records.corpus.standards if pairs_shared(product, standard.subject)]
    return tuple(sorted(sharing, key=lambda standard: -pairs_shared(product, standard.subject))[:2])
