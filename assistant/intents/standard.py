"""Evaluation standards: number to title and back, products, status, lists, and what there is none for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.desk import FACTORY, Claim, Desk, Draft
from assistant.figures import number_key
from assistant.question import Question
from assistant.wording import load_wording
from corpus.types import Standard

NAME = "standard"
TOPIC = "standard"

say = load_wording("standard")
GENERAL = "GB/T 36132-2018"
STATUS_CUES = {
    "status_project": "approved_project",
    "status_draft": "comment_draft",
    "status_approval": "approval_publicity",
    "status_reviewed": "reviewed",
    "status_published": "published",
}
STATUSES = ("published", "approved_project", "comment_draft", "approval_publicity", "reviewed")
KINDS = {
    "国家标准": ("国家标准", "国标"),
    "行业标准": ("行业标准", "行标"),
    "团体标准": ("团体标准", "团标"),
    "地方标准": ("地方标准", "地标"),
}
PREFIX = r"(?i)(?<![A-Za-z])(T/?CESA|GB/?T|JC/?T|HG/?T|FZ/?T|YS/?T|SJ/?T|DB37)(?![A-Za-z])"
FOUR_DIGITS = r"(?<!\d)(\d{4,5})(?!\d|年|[-/.]\d)"
POINTING = r"[这那该此]个?标准"
PRODUCT = (
    r"(?:做|生产|搞|造|加工|从事|经营)([一-鿿A-Za-z0-9]{1,10}?)(?:的|类)",
    r"(?:^|[，,。！?？\s是家们个的])([一-鿿A-Za-z0-9]{1,8}?)"
    r"(?:行业|制造业|制造|厂家|生产企业|加工厂|企业|厂|产品|领域|生产线)",
    r"([一-鿿A-Za-z0-9]{1,10}?)(?:有没有|有无|有|的)(?:专门的|单独的)?(?:绿色工厂|评价标准|标准)",
)
"""Where a question names a product that no standard is named for."""
PARTICLES = ("的", "了", "啊", "呢", "吗", "该", "对", "在", "有", "产品")
NO_PRODUCT = (
    r"绿色|我们|我司|公司|企业|工厂|标准|哪|什么|啥|请问|行业|国家|已发布|发布|专门|这个|那个|目前|现在|现有|全部|多少|"
    r"你们|一家|咱|该|其他|各|申报|评价|有没有|资料|报告"
)


def claim(question: Question, desk: Desk) -> Claim | None:
    """A standard's number, or a word for standards beside a product, a status, a date or a list."""
    if question.numbers:
        return Claim(score=90, reason=f"提到标准号 {question.numbers[0]}")
    if question.topic == "standard":
        return Claim(score=85, reason="接着上一问的标准")
    if question.has("money") and not question.has("standard"):
        return None
    if not question.has("standard", "release", "status_approval", "status_reviewed", "status_project") or question.has(
        "standard_money", "stars", "abroad", "committee"
    ):
        return None
    if question.has("recheck", "removal", "third_party") or (question.has("money") and question.places):
        return None
    if question.standards and not (question.titles and not question.has("standard")):
        return Claim(score=85, reason=f"问{question.product}的标准")
    if not question.has("standard") or (question.has("policy", "goal", "batch") and not question.has("count", "which")):
        return None
    if _mentions_number(question, desk) or _filtered(question, desk) is not None or _unknown_product(question):
        return Claim(score=80, reason="问标准")
    if question.has("which", "count") and FACTORY in question.text:
        return Claim(score=75, reason="问标准的清单或数量")
    if question.has("number_asked") or len(question.text) < 14 or question.has("own_factory"):
        return Claim(score=70, reason="问标准，但没有说行业")
    return None


def answer(question: Question, desk: Desk) -> Draft:
    """The standard of the number or product; a list; or that there is none, with what is nearest."""
    if question.numbers or _mentions_number(question, desk):
        return _by_number(question, desk)
    if re.search(POINTING, question.text) and not question.standards:
        return _which_standard()
    noticed = _by_notice(question, desk)
    if noticed:
        return _by_product(question.with_(standards=noticed, product=noticed[0].subject), desk)
    listed = _filtered(question, desk)
    wants_list = (question.has("which", "count") and not _one_product(question)) or _of_other_kind(question)
    if listed is not None and (wants_list or not question.standards):
        return _listing(question, desk, *listed)
    if question.standards:
        return _by_product(question, desk)
    if question.has("count", "which") and not _unknown_product(question):
        return _listing(question, desk, say("what_all"), desk.corpus.standards)
    product = _unknown_product(question)
    if product:
        return _none_for(product, question, desk)
    return _which_standard()


def _which_standard() -> Draft:
    return Draft(
        status="clarify",
        intent=NAME,
        headline=say("clarify"),
        explain=("standard",),
        suggestions=(say("suggest", subject="水泥行业"), say("suggest_general")),
    )


def _of_other_kind(question: Question) -> bool:
    """Whether the question names a kind of standard that the product's own standard is not of."""
    kinds = [kind for kind, words in KINDS.items() if any(word in question.text for word in words)]
    return (
        bool(kinds)
        and question.has("series", "who_issued", "count")
        and all(standard.kind not in kinds for standard in question.standards)
    )


def _by_notice(question: Question, desk: Desk) -> tuple[Standard, ...]:
    """The standards whose notes name the announcement of that number."""
    number = re.search(r"第?\s*(\d+)\s*号", question.text) if question.has("notice") else None
    if number is None:
        return ()
    wanted = f"第 {number[1]} 号"
    return tuple(standard for standard in desk.corpus.standards if any(wanted in note for note in standard.notes))


def _one_product(question: Question) -> bool:
    return bool(question.standards) and len(question.standards) <= 3


# by number


def _numbered(desk: Desk) -> dict[str, Standard]:
    return {number_key(standard.number): standard for standard in desk.corpus.standards if standard.number}


def _digits(key: str) -> str:
    return re.sub(r"\D", "", key)


def _mentions_number(question: Question, desk: Desk) -> Standard | None:
    """A standard whose bare number stands in the question (1089 是哪个标准)."""
    bare = {_digits(key): standard for key, standard in _numbered(desk).items()}
    found = (match[1] for match in re.finditer(FOUR_DIGITS, question.text))
    return next((bare[digits] for digits in found if digits in bare and not 1990 <= int(digits) <= 2035), None)


def _by_number(question: Question, desk: Desk) -> Draft:
    known = _numbered(desk)
    found: list[Standard] = []
    unknown: list[str] = []
    for number in question.numbers:
        standard = _lookup(number, known)
        (found.append(standard) if standard else unknown.append(number))
    if not question.numbers and (standard := _mentions_number(question, desk)):
        found.append(standard)
    if not found:
        return _unknown_number(unknown[0], desk)
    headlines = [_number_sentence(standard) for standard in found]
    others = tuple(standard for standard in question.standards[:2] if standard not in found)
    if question.product and not set(question.standards) & set(found):
        headlines += [say("not_that", product=question.product), *(_sentence(standard) for standard in others)]
        found += others
    facts = [_year_note(number, standard) for number in question.numbers for standard in found]
    facts += [say("unknown_number", number=number) for number in unknown]
    facts += [note for standard in found for note in standard.notes]
    return Draft(
        status="answered" if not unknown else "partial",
        intent=NAME,
        headline="".join(headlines),
        facts=tuple(fact for fact in facts if fact),
        evidence=tuple(found),
        suggestions=(say("suggest_list"),),
    )


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


def _unknown_number(number: str, desk: Desk) -> Draft:
    key = number_key(number)
    prefix, digits = re.sub(r"\d", "", key), int(_digits(key) or 0)
    same = [standard for other, standard in _numbered(desk).items() if re.sub(r"\d", "", other) == prefix]
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


def _by_product(question: Question, desk: Desk) -> Draft:
    exact = tuple(standard for standard in question.standards if not _only_near(standard, question.product))
    if exact and question.has("which") and len(question.standards) > len(exact):
        exact = question.standards
    near = tuple(standard for standard in question.standards if standard not in exact)
    if not exact:
        items = "、".join(f"《{standard.title}》（{standard.number or _status(standard)}）" for standard in near[:2])
        return Draft(
            status="no_answer" if question.has("dedicated") else "partial",
            intent=NAME,
            headline=say("near", product=question.product, near=items),
            facts=(say("general"),),
            evidence=(*near[:2], *_general(desk)),
            suggestions=(say("suggest_general"),),
        )
    if len(exact) == 1:
        headline = _sentence(exact[0])
        facts = list(exact[0].notes)
        facts += [say("body_fact", body=exact[0].body)] if exact[0].body else []
    else:
        headline = say(
            "several", product=question.product, count=len(exact), items="；".join(_line(s) for s in exact[:6])
        )
        facts = []
    unpublished = any(standard.status != "published" for standard in exact)
    if unpublished:
        facts.append(say("general"))
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=tuple(facts),
        evidence=(*exact[:6], *(_general(desk) if unpublished else ())),
        caveats=tuple(note for standard in exact[1:3] for note in standard.notes),
        suggestions=(say("suggest_list"), say("suggest_general")),
        computed=(f"项数 = {len(exact)}",),
    )


def _general(desk: Desk) -> tuple[Standard, ...]:
    return tuple(standard for standard in desk.corpus.standards if standard.number == GENERAL)


def _only_near(standard: Standard, product: str) -> bool:
    return product in {word.lower() for word in standard.related}


def _sentence(standard: Standard) -> str:
    key = standard.status
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


# lists


def _filtered(question: Question, desk: Desk) -> tuple[str, tuple[Standard, ...]] | None:
    """What a list is of, in words, and the standards; None when nothing narrows the list."""
    status = next((STATUS_CUES[cue] for cue in STATUS_CUES if question.has(cue)), "")
    kind = next((kind for kind, words in KINDS.items() if any(word in question.text for word in words)), "")
    date = question.dates[0].value if question.dates else ""
    prefix = re.search(PREFIX, question.text)
    found = desk.corpus.standards
    if date:
        dated = tuple(standard for standard in found if standard.date.startswith(date))
        narrowed = tuple(standard for standard in dated if standard.status == status) if status else dated
        found = narrowed or dated
        status_name = say(f"name_{status}") if status and narrowed else ""
        key = "what_date_status" if status_name else "what_date"
        what = say(key, date=date, status=status_name)
    elif status and (question.has("which", "count") or not question.standards):
        found = tuple(standard for standard in found if standard.status == status)
        what = say("what_status", status=say(f"name_{status}"))
    elif prefix:
        wanted = re.sub("/", "", prefix[1].upper())
        found = tuple(standard for standard in found if re.sub(r"[/\s]", "", standard.number).startswith(wanted))
        what = say("what_prefix", prefix=prefix[1])
    elif kind and (_of_other_kind(question) or (question.has("which", "count") and not _unknown_product(question))):
        what = say("what_kind", kind=kind)
    else:
        return None
    if kind and any(standard.kind == kind for standard in found):
        found = tuple(standard for standard in found if standard.kind == kind)
    if question.standards and len(question.standards) > 3:
        found = tuple(standard for standard in found if standard in question.standards) or found
    return what, found


def _listing(question: Question, desk: Desk, what: str, found: Sequence[Standard]) -> Draft:
    if not found:
        return Draft(
            status="no_answer",
            intent=NAME,
            headline=say("list_none", what=what),
            suggestions=(say("suggest_list"),),
        )
    if len(found) == len(desk.corpus.standards):
        return _all(desk)
    items = "、".join(_item(standard) for standard in found)
    dates = {standard.date for standard in found}
    key = "list_dated" if len(dates) == 1 and "" not in dates else "list"
    headline = say(key, what=what, count=len(found), items=items, date=found[0].date)
    bodies = tuple(dict.fromkeys(standard.body for standard in found if standard.body))
    if question.has("who_issued") and bodies:
        headline = say("list_by", bodies="、".join(bodies)) + headline
    return Draft(
        status="answered",
        intent=NAME,
        headline=headline,
        facts=() if question.has("who_issued") else tuple(say("body_fact", body=body) for body in bodies),
        evidence=tuple(found),
        caveats=tuple(dict.fromkeys(note for standard in found for note in standard.notes)),
        computed=(f"项数 = {len(found)}",),
    )


def _item(standard: Standard) -> str:
    subject = re.sub(r"(制造业|行业)$", "", standard.subject)
    return say("item_numbered", number=standard.number, subject=subject) if standard.number else subject


def _all(desk: Desk) -> Draft:
    standards = desk.corpus.standards
    counts = [(say(f"name_{status}"), sum(s.status == status for s in standards)) for status in STATUSES]
    parts = "，".join(say("part", name=name, count=count) for name, count in counts if count)
    return Draft(
        status="answered",
        intent=NAME,
        headline=say("count_all", count=len(standards), parts=parts),
        evidence=standards,
        computed=(" + ".join(str(count) for _, count in counts) + f" = {len(standards)}",),
        suggestions=(say("suggest_list"),),
    )


# none


def _unknown_product(question: Question) -> str:
    """The word for a product or industry that no standard is named for; "" when the question names none."""
    if question.standards:
        return ""
    for pattern in PRODUCT:
        for match in re.finditer(pattern, question.text):
            word = re.sub(r"^(?:我们|我司|我厂|是|一家|请问|咱|想问|问下|那|家|个|做)+", "", match[1])
            if word and word not in PARTICLES and not re.search(NO_PRODUCT, word):
                return word
    return ""


def _none_for(product: str, question: Question, desk: Desk) -> Draft:
    near = _similar(product, desk)
    facts = [say("nearest_title", items="；".join(_line(standard) for standard in near))] if near else []
    return Draft(
        status="no_answer",
        intent=NAME,
        headline=say("unknown_product", product=product),
        facts=(*facts, say("general")),
        evidence=(*near, *_general(desk)),
        suggestions=(say("suggest_general"), say("suggest_list")),
    )


def _similar(product: str, desk: Desk) -> tuple[Standard, ...]:
    """Standards whose subject shares a telling pair of characters with the product."""
    pairs = {product[i : i + 2] for i in range(len(product) - 1)}
    return tuple(standard for standard in desk.corpus.standards if any(pair in standard.subject for pair in pairs))[:2]
