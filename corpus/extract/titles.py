"""What a document is called, who issued it, and under which number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.extract.numbers import find_dates
from corpus.frozen import frozen, replace
from corpus.patterns import late
from corpus.readers.blocks import Block
from corpus.readers.metadata import key_of
from corpus.readers.structure import heading_level, tidy, without_number

HEAD_BLOCKS = 25
"""how far into a document its title and number are looked for"""

_OPEN, _CLOSE = "〔［[（(【﹝〈<", "〕］]）)】﹞〉>"
NUMBER = late(
    rf"(?P<code>[\u4e00-\u9fffA-Z]{{1,14}}?(?:[（(][\u4e00-\u9fff]{{1,6}}[）)])?)\s*[{re.escape(_OPEN)}]\s*(?P<year>(?:19|20)\d{{2}})(?:年)?\s*"
    rf"[{re.escape(_CLOSE)}]\s*(?:第\s*)?(?P<count>\d{{1,5}})\s*号"
)
_OPENS_SUBJECT = late(r"关于|(?:联合)?(?:印发|转发|发布)(?=[《〈])")
"""what stands between the bodies of a title and what it is about"""
_LEAD = late(r"^(?:原|根据|依据|按照|以及|及|和|与|对|将)+(?=.)")
ORGANISATION = late(
    r"(?!办公)[\u4e00-\u9fff·]{2,24}?(?:人民政府(?:办公[室厅])?|党委|党工委|管理?委员?会(?:办公室)?|管委会|委员会|领导小组(?:办公室)?"
    r"|工业和信息化[厅局部委]|经济和信息化[厅局委]|财政[厅局部]|税务局|统计局|办公[室厅]|协会|学会|联合会|[厅局部院署])"
)
_KIND = (
    "通知|意见|办法|方案|政策|政策措施|措施|细则|规定|公告|通告|计划|决定|批复|函|规划|条例|规则|标准|指南|指引|要点|清单|"
    "名单|目录|公示|通报|十条|[一二三四五六七八九十]+条|政策汇编|汇编|汇总表?|一览表?|明细表?|表|问答|解读|须知|说明|答复|纲要|导则|制度|标准"
)
TITLE = late(rf".*(?:{_KIND})[”」]?(?:[（(〔\[][^（()）]{{1,24}}[）)〕\]])*(?:[（(][^（()）]{{1,24}}[）)])?")
DRAFT = late(
    r"征求意见稿|公开征求.{0,60}意见|征求.{0,60}意见的(?:函|通知|公告|通告)|征集.{0,40}意见的|送审稿|[（(]草案|讨论稿|意见征集稿"
)
_DRAFT_LINE = late(r"[（(]?(?:公开)?(?:征求意见稿|送审稿|讨论稿|草案|征求意见)[）)]?")
_ASKS_FOR_OPINIONS = late(
    r"(?:现|特|拟|正在?)(?:面)?(?:向|就|将)?[^。；]{0,40}(?:公开)?(?:征求|征集)[^。；]{0,16}意见|公开征求意见的?(?:时间|期限|截止)"
    r"|意见(?:和?建议)?[^。；]{0,10}(?:请|可)?[^。；]{0,6}于[^。；]{4,24}(?:前|之前)[^。；]{0,16}(?:反馈|反映|提出|报送)"
)
DRAFT_BLOCKS = 12
"""how far into a text it may say that it is out for comment"""
_NAME = r"《(?P<name>(?:[^《》]|《[^《》]*》)+)》"
INNER = late(
    r"(?:印发|转发|发布|修订|公布|制定|实施|执行|出台)\s*[《〈<](?P<name>.+)[》〉>]\s*(?:（[^（）]{2,12}）)?的?(?:通知|公告|决定|函)?"
)
_ABOUT = late(
    rf"(?:修改|修订|调整|延长|废止|征求|征集|对)[^《》]{{0,12}}{_NAME}|^{_NAME}[^《》]{{0,12}}(?:解读|问答|说明|图解|答记者问|修改稿|读懂)"
    rf"|(?:解读|读懂|图解)[^《》]{{0,8}}{_NAME}".replace("(?P<name>", "(")
)
_COLUMN = late(
    r"^(?:【[^】]{2,10}】|\[[^\]]{2,10}\])\s*|^(?:一图(?:读懂|看懂|解读)|图解|政策解读|解读)\s*[|｜丨：:]\s*"
)
"""the column of a site in front of a title: 【政策问答】, 一图读懂｜"""
INNER_BARE = late(
    r"关于印发(?P<name>[^《》〈〉]{4,60}?(?:办法|细则|意见|方案|政策|措施|规定|计划)(?:[（(][^（()）]{2,12}[）)])?)的?通知$"
)


@frozen
class Heading:
    """What stands above the text of an official document; "" or () where it could not be read."""

    title: str = ""
    number: str = ""
    bodies: tuple[str, ...] = ()
    blocks: frozenset[int] = frozenset()
    """indices of the blocks that are head, not text"""


def read_heading(blocks: Sequence[Block]) -> Heading:
    """The title, number and issuing bodies that the first blocks show."""
    region = _region(blocks)
    number, number_at = _own_number(region)
    title, title_at = _title(region)
    taken = set(title_at) | ({number_at} if number_at is not None else set())
    for index, block in region:
        if title_at and index < title_at[-1] and _is_letterhead(block.text):
            taken.add(index)
    return Heading(title=_bodies_apart(title), number=number, bodies=_bodies(title, region), blocks=frozenset(taken))


def _bodies_apart(title: str) -> str:
    """A title with a space between the bodies that issue it together; readers take the space for one set for looks."""
    opening = _OPENS_SUBJECT.search(title)
    named = bodies_in(title[: opening.start()]) if opening else ()
    return " ".join(named) + title[opening.start() :] if opening and len(named) > 1 else title


def normal_number(text: str) -> str:
    """A 文号 in one form, ``义政发〔2021〕15号``; "" when the text holds none."""
    match = NUMBER.search(re.sub(r"\s+", "", text))
    return f"{_LEAD.sub('', match['code'])}〔{match['year']}〕{match['count']}号" if match else ""


def titled(text: str) -> tuple[str, str]:
    """A title and its number, apart: ``《…》（…号）``, also without the marks."""
    number = NUMBER.search(text)
    quoted = re.match(r"\s*(?:《(?P<title>.+)》|(?P<bare>[^《》（(]{4,}))\s*[（(]", text) if number else None
    if not number or not quoted or number.start() < quoted.end() - 1:
        return text.strip("《》"), ""
    return (quoted["title"] or quoted["bare"]).strip(), normal_number(number.group())


@frozen
class Quoted:
    """A policy that a clause opens with and speaks of: 《…》（…号），有效期至…：…"""

    title: str
    number: str
    term: str
    """what stands between the number and what it gives"""


_QUOTED_POLICY = late(
    rf"《(?P<title>[^《》]{{4,80}})》\s*[（(](?P<number>[^（()）]*{NUMBER.pattern})[）)]\s*[，,]?(?P<term>[^：:。；]{{0,60}})"
)


def quoted_policy(text: str, own: str) -> Quoted | None:
    """The other policy whose clause a text is, as in a compilation; ``own`` is the name of the document's rule."""
    found = _QUOTED_POLICY.match(without_number(text))
    if not found or re.search(r"修改|调整|废止|延长|停止|第.{1,4}条", found["term"]) or found["title"] in own:
        return None
    return Quoted(title=found["title"], number=normal_number(found["number"]), term=found["term"])


def inner_title(title: str) -> str:
    """Of ``关于印发《…》的通知`` the name of what is issued, else ""."""
    match = INNER.search(title)
    if match:
        return match["name"].strip()
    bare = INNER_BARE.search(title)
    return bare["name"] if bare else ""


def known_as(title: str) -> str:
    """The name of the rule that a document sets, changes, extends or explains; else its own title."""
    inner = inner_title(title)
    if inner:
        return inner
    bare = _COLUMN.sub("", title)
    about = _ABOUT.search(bare)
    return next(filter(None, about.groups())) if about else bare or title


def is_comment(title: str) -> bool:
    """Whether a title is that of a comment on a rule (《…》政策解读), which sets none itself."""
    return bool(re.search(r"解读|读懂|图解|答记者问|政策问答$|》问答$", title))


def is_draft(title: str, blocks: Sequence[Block] = ()) -> bool:
    """Whether a document is out for comment: by its title, on a line of its own, or in its first sentences."""
    if DRAFT.search(title):
        return True
    first = [block.text.strip() for block in blocks if block.kind != "table"][:DRAFT_BLOCKS]
    return any(_DRAFT_LINE.fullmatch(text) or _ASKS_FOR_OPINIONS.search(text) for text in first)


def bodies_in(text: str) -> tuple[str, ...]:
    """The issuing bodies that a line consists of, () when it is anything else."""
    parts = [body for part in re.split(r"[\s、，,;；/]+", text.strip()) if part for body in _joined_bodies(part)]
    return tuple(dict.fromkeys(parts)) if all(parts) else ()


def _joined_bodies(text: str) -> Sequence[str]:
    """Bodies printed without a space between them, or the one body; ("",) when it is none."""
    found = ORGANISATION.findall(text)
    if "".join(found) == text:
        return found
    return [text] if ORGANISATION.fullmatch(text) else [""]


def signature(blocks: Sequence[Block]) -> tuple[tuple[str, ...], str]:
    """The bodies that sign at the end, and the date below them (成文日期)."""
    tail = [line for block in blocks for line in _lines_of(block)]
    for index in range(len(tail) - 1, 0, -1):
        text = tail[index].text
        dates = list(find_dates(text))
        if not dates or len(dates[0].iso) != 10:
            continue
        beside = re.sub(r"[（()）]", "", text[: dates[0].start] + text[dates[0].end :]).strip()
        # Lines of one signature may have been joined: the bodies and the day below them.
        signed = bodies_in(beside) if beside and dates[0].end == len(text.rstrip("（()） ")) else ()
        if signed:
            return signed, dates[0].iso
        if not beside:
            bodies: list[str] = []
            for above in reversed(tail[max(0, index - 8) : index]):
                found = bodies_in(above.text)
                if not found:
                    break
                bodies[:0] = found
            return tuple(bodies), dates[0].iso
    return (), ""


def _lines_of(block: Block) -> Iterator[Block]:
    """A paragraph; of a table the rows with one cell alone: a sheet has its signature below its columns."""
    if block.kind != "table":
        yield block
    for row in block.rows:
        told = [cell for cell in dict.fromkeys(row.cells) if cell.strip()]
        if len(told) == 1 and _is_signed(told[0]):
            yield replace(block, kind="paragraph", text=told[0], rows=())


def _is_signed(text: str) -> bool:
    dates = list(find_dates(text))
    return len(dates) == 1 and bool(bodies_in((text[: dates[0].start] + text[dates[0].end :]).strip(" （()）")))


def _region(blocks: Sequence[Block]) -> list[tuple[int, Block]]:
    region: list[tuple[int, Block]] = []
    for index, block in enumerate(blocks[:HEAD_BLOCKS]):
        if block.kind != "table" and not (block.kind == "heading" and block.at.sheet):
            region.append((index, block))
    return region


def _own_number(region: Sequence[tuple[int, Block]]) -> tuple[str, int | None]:
    for index, block in region:
        text = block.text.strip(" （()）〔〕")
        label, mark, value = block.text.partition("：")
        if mark and key_of(label) == "number":
            text = value
        match = NUMBER.search(text)
        # A number inside a sentence is another document's: 根据《…》（浙政发〔2018〕1号）.
        if match and "《" not in text and len(text) - len(match.group()) <= 16:
            return normal_number(match.group()), index
    return "", None


_TAIL = late(
    r"(?:[（(][^（()）]{2,16}[）)])?的?(?:通知|决定|公告|通告|意见|函)"
    r"|[（(](?:(?:19|20)\d{2}年?(?:度)?(?:版|修订版?|修正版?|本)|试行|暂行|修订版?)[）)]"
)
"""the end of a title on a line of its own: 的通知, （2025年修订）的通知, （2026年版）"""


def _with_tails(region: Sequence[tuple[int, Block]]) -> tuple[list[tuple[int, Block]], dict[int, int]]:
    """The lines with the end of a title joined to what it ends, and which line that was."""
    joined: list[tuple[int, Block]] = []
    tails: dict[int, int] = {}
    for index, block in region:
        text = block.text.strip()
        last = joined[-1][1].text.strip() if joined else ""
        if joined and index == joined[-1][0] + 1 and _TAIL.fullmatch(text):
            ends = (
                "关于" in last or last.startswith(("印发", "转发"))
                if text.endswith(_OF_NOTICE)
                else TITLE.fullmatch(last)
            )
            if ends and _may_be_title(last):
                tails[joined[-1][0]] = index
                joined[-1] = (joined[-1][0], replace(joined[-1][1], text=last + text))
                continue
        joined.append((index, block))
    return joined, tails


_OF_NOTICE = ("通知", "决定", "公告", "通告", "意见", "函")


def _title(region: Sequence[tuple[int, Block]]) -> tuple[str, list[int]]:
    region, tails = _with_tails(region)
    title, used = _title_in(region)
    return title, [at for index in used for at in (index, *([tails[index]] if index in tails else []))]


def _title_in(region: Sequence[tuple[int, Block]]) -> tuple[str, list[int]]:
    quick = _stated_title(region)
    if quick:
        return quick
    for position, (index, block) in enumerate(region):
        text = _unwrapped(block.text.strip())
        if not _may_be_title(text):
            if len(text) > 60 and "。" in text:
                break  # the body has begun
            continue
        if not TITLE.fullmatch(text) or (_is_announcing_head(text) and _titled_below(region[position + 1 :])):
            continue
        whole, used = text, [index]
        for above_index, above in reversed(region[:position]):
            if not _leads_into(above.text.strip(), whole):
                break
            whole, used = above.text.strip() + whole, [above_index, *used]
        return tidy(whole).strip("《》") if whole.count("《") != whole.count("》") else _unwrapped(tidy(whole)), used
    return "", []


def _is_announcing_head(text: str) -> bool:
    """Whether a line is the head of a gazette's paper and no title: 某市工业和信息化局公告."""
    return any(text.endswith(end) and bool(bodies_in(text.removesuffix(end))) for end in ("公告", "通告", "令"))


def _titled_below(region: Sequence[tuple[int, Block]]) -> bool:
    """Whether a title of its own stands below such a head, before the text begins."""
    for _, block in region:
        text = block.text.strip()
        if "。" in text:
            return False
        if "关于" in text and _may_be_title(text) and TITLE.fullmatch(text):
            return True
    return False


def _unwrapped(title: str) -> str:
    return title[1:-1] if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else title


def _stated_title(region: Sequence[tuple[int, Block]]) -> tuple[str, list[int]] | None:
    for index, block in region:
        label, mark, value = block.text.partition("：")
        if mark and key_of(label) == "title" and len(value.strip()) > 4:
            return _unwrapped(value.strip()), [index]
        if (
            block.kind == "heading"
            and block.level == 1
            and not heading_level(block.text)
            and TITLE.fullmatch(block.text)
        ):
            return _unwrapped(block.text), [index]
    return None


def _may_be_title(text: str) -> bool:
    label, mark, _ = text.partition("：")
    if mark and (key_of(label) or len(label) < 8):
        return False
    return (
        4 <= len(text) <= 120
        and not text.endswith(("。", "；", "：", ":"))
        and not NUMBER.fullmatch(text.strip("（）()"))
    )


def _leads_into(above: str, title: str) -> bool:
    """Whether the line above is the first half of a title that runs over two lines."""
    if not above or len(above) > 60 or NUMBER.search(above) or above.endswith(("。", "：", "；", "文件", ":")):
        return False
    if any(True for _ in find_dates(above)) and len(above) < 14:
        return False
    if "关于" in title and not title.startswith("关于"):
        return _joins_in(above, title)
    return ("关于" in above or bool(bodies_in(above))) and not TITLE.fullmatch(above)


def _joins_in(above: str, title: str) -> bool:
    """Whether the line above is one more department that issues together with those a title opens with."""
    named = bodies_in(title.partition("关于")[0])
    return bool(named) and above not in named and bool(_DEPARTMENT.fullmatch(above))


_DEPARTMENT = late(r"[\u4e00-\u9fff]{4,24}(?<!政府)(?:局|厅|委员会)")


def _is_letterhead(text: str) -> bool:
    stripped = text.strip()
    return len(stripped) < 40 and (stripped.endswith("文件") or bool(bodies_in(stripped)))


def _bodies(title: str, region: Sequence[tuple[int, Block]]) -> tuple[str, ...]:
    for _, block in region:
        label, mark, value = block.text.partition("：")
        if mark and key_of(label) == "issuer" and bodies_in(value):
            return bodies_in(value)
    opening = _OPENS_SUBJECT.search(title)
    named = bodies_in(title[: opening.start()]) if opening else ()
    above = next(_letterheads(region), ()) or next(_lines_of_bodies(region), ())
    # 市政府办公室关于… says less than the letterhead above it.
    return above if not named or (is_short(named) and above) else named


def is_short(bodies: Sequence[str]) -> bool:
    """Whether bodies are named without their place: 市政府办公室."""
    return all(re.match(r"[省市县区州]", body) for body in bodies)


def fuller(named: Sequence[str], signed: Sequence[str]) -> tuple[str, ...]:
    """The bodies that a title names, or those that sign where the title only has their short names."""
    return tuple(signed) if signed and (not named or is_short(named)) else tuple(named)


def _lines_of_bodies(region: Sequence[tuple[int, Block]]) -> Iterator[tuple[str, ...]]:
    """Lines of two bodies and nothing else, below a title that names none."""
    for _, block in region:
        if len(bodies_in(block.text)) > 1:
            yield bodies_in(block.text)


def _letterheads(region: Sequence[tuple[int, Block]]) -> Iterator[tuple[str, ...]]:
    for _, block in region:
        text = re.sub(r"\s", "", block.text)
        for end in ("文件", "令", "公告", "通告"):
            if text.endswith(end) and bodies_in(text.removesuffix(end)):
                yield bodies_in(text.removesuffix(end))
