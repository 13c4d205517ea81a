"""How the parts of a question are put together as people type them."""

from __future__ import annotations

import random
import re

from tests.composed.oracle import Cond

OPENERS = [
    "",
    "",
    "",
    "",
    "",
    "麻烦问下，",
    "请问",
    "帮我查一下，",
    "领导要个表，",
    "老师好，",
    "做方案用，",
    "问一下哈，",
    "我想了解下，",
    "写材料要用，",
]
CLOSERS = ["", "", "", "", "？", "？", "，谢谢", "，急", "啊", "呢？"]


def wrap(rng: random.Random, text: str) -> str:
    text = rng.choice(OPENERS) + text
    text = re.sub(r"，+", "，", text)
    if not text.endswith(("？", "?", "。", "！", "呢", "吗", "不", "没")):
        text += rng.choice(CLOSERS)
    return text.replace("的的", "的")


def split(rng: random.Random, conds: list[Cond]) -> tuple[str, str, str]:
    """Leading clause, the chain of attributes, the noun."""
    lead, chain, noun = "", [], ""
    for kind in ("not", "place", "date", "status", "end", "figure"):
        for c in conds:
            if c.kind == kind:
                t = rng.choice(c.texts)
                if kind == "not":
                    lead += t if t.endswith("，") else t + "，"
                elif t.startswith("在") and t.endswith("，"):
                    lead += t
                else:
                    chain.append(t)
    for c in conds:
        if c.kind == "rank":
            noun = rng.choice(c.texts)
    return lead, chain, noun


def attrs(chain: list[str]) -> str:
    """Place names stand bare; further attributes are joined by 、or 且."""
    return "".join(chain[:1]) + "".join(("，" if len(c) > 9 else "") + c for c in chain[1:])


def papers(rng: random.Random, conds: list[Cond], chain: list[str]) -> str:
    """Place first, then what is said of the paper as a clause of its own."""
    said = [t for c in conds if c.kind in ("date", "status", "end", "figure") for t in c.texts]
    place = "".join(t for t in chain if t not in said)
    rest = "、".join(t for t in chain if t in said)
    if not rest:
        return place
    return place + rng.choice([f"{rest}的补贴政策里，", f"{rest}的奖励文件中，", f"{rest}的政策里面，"])


def award_phrase(rng: random.Random, level: str | None, amount: Cond | None) -> str:
    lv = {
        "国家级": ["国家级", "国家级", "国家级绿色工厂", "国家级绿厂", "部里认定的国家级"],
        "省级": ["省级", "省级", "省级绿色工厂", "省级绿厂"],
        "市级": ["市级", "市级绿色工厂"],
        None: ["绿色工厂", ""],
    }[level]
    t = rng.choice(lv)
    if amount:
        return t + rng.choice(["奖励", "奖", "补贴", "给", "奖金", "奖补"]) + rng.choice(amount.texts)
    return t + rng.choice(["有奖励金额", "写了奖励数额", "明确给钱"])
