"""What a page has around its document: the way to it, its neighbours, what else the site offers. None of it is text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.patterns import late
from corpus.readers.blocks import Block

LINE_CHARACTERS = 120

_LINE = late(
    r"(?:上|下)一[篇条页则个][：:\s]|(?:上|下)一[篇条页则个]$"
    r"|(?:您?(?:的|现在)?(?:当前)?(?:所在)?(?:的)?位置|当前栏目|导航)\s*[：:是]"
    r"|(?:分享(?:到|至)?|扫一扫|扫码|打印(?:本页)?|关闭(?:窗口|本页)?|收藏|返回(?:顶部|首页|列表)?|我要纠错|无障碍|繁体|简体)\s*(?:[：:|｜/\s].{0,40})?$"
    r"|[【\[]?(?:字体|字号)\s*[：:】\]]|(?:浏览|点击|阅读|访问)(?:次数|量|数)?\s*[：:]\s*\d*"
    r"|(?:责任)?编辑\s*[：:].{0,12}$|版权所有|主办单位\s*[：:]|承办单位\s*[：:]|网站(?:标识码|地图)|.{0,12}(?:ICP备|公网安备)"
)
_PATH = late(r"(?:首页|网站首页|主页)\s*[>›»＞/].{1,80}|[^>›»＞]{1,16}(?:\s*[>›»＞]\s*[^>›»＞]{1,40}){2,6}")
_MORE = late(
    r"[【\[]?(?:相关|推荐|延伸|热门|最新|更多|关联|猜你)(?:的)?(?:阅读|链接|文章|文件|新闻|信息|政策|解读|资讯|内容|推荐|喜欢|稿件|附件)+[】\]]?\s*[：:]?"
    r"|您可能(?:还)?(?:感兴趣|喜欢).{0,8}|为您推荐|(?:相关)?政策解读链接"
)
_DATED = late(r"\s*[（(\[]?(?:19|20)?\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?[)）\]]?\s*$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A block with the share of it that is a link."""

    block: Block
    linked: float = 0.0


def without_furniture(printed: Sequence[Printed]) -> Iterator[Block]:
    """The blocks that belong to the document."""
    whole = sum(len(one.block.text) for one in printed) or 1
    # A page that is one link from end to end has its text in it.
    linked = sum(len(one.block.text) for one in printed if one.linked >= 0.8)
    links_are_text = linked > 0.6 * whole
    offering = False
    for one in printed:
        block = one.block
        if block.kind != "table" and opens_offers(block.text):
            offering = True
            continue
        offering = offering and block.kind != "table" and _is_offer(one)
        if offering or is_furniture(block):
            continue
        if one.linked >= 0.8 and block.kind == "paragraph" and not links_are_text:
            continue
        yield block


def is_furniture(block: Block) -> bool:
    """Whether a line is the site's: where one is, what comes before and after, what one may do with the page."""
    text = block.text
    if block.kind == "table" or len(text) > LINE_CHARACTERS:
        return False
    return bool(_LINE.match(text)) or (bool(_PATH.fullmatch(text)) and not text.endswith("。"))


def opens_offers(text: str) -> bool:
    """Whether a line stands over links to other pages (相关阅读)."""
    return bool(_MORE.fullmatch(text.strip()))


def _is_offer(one: Printed) -> bool:
    text = one.block.text
    return one.linked >= 0.4 or bool(_DATED.search(text)) or (len(text) <= 60 and not re.search(r"[。；：]$|【", text))
