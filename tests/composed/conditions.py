"""Conditions of a question: the ways to say each, and how it judges a row."""

from __future__ import annotations

import random
import re

from tests.composed.figures import cn
from tests.composed.oracle import Cond, amount_mark, in_span, level_awards, span
from tests.composed.tables import PROVINCES, SETS, Row


def place_cond(rng: random.Random, rows: list[Row], deep: bool = False) -> Cond:
    """Within one province, chosen among those that have several rows when deep."""
    provs = sorted({r.prov for r in rows})
    if deep:
        provs = [p for p in provs if sum(r.prov == p for r in rows) >= 4] or provs
    p = rng.choice(provs)
    return in_prov(p)


def in_prov(p: str) -> Cond:
    n = PROVINCES[p]
    full = n + ("省" if n not in ("北京", "天津", "上海", "重庆", "内蒙古", "广西", "西藏", "宁夏", "新疆") else "")
    return Cond(
        "place",
        [n, full, n + "这边", n + "境内", f"在{n}，"],
        lambda r: "Y" if r.prov == p else "N",
        [f"只看{n}的", f"{n}的呢", f"只要{n}", f"{n}呢", f"{n}有哪些"],
        [n],
        p,
    )


def in_set(key: str) -> Cond:
    provs, texts, own = SETS[key]

    def mark(r: Row) -> str:
        if r.prov not in provs:
            return "N"
        return "M" if own and r.rank != "province" else "Y"

    return Cond(
        "place",
        texts,
        mark,
        [f"只看{t}的" for t in texts] + [f"{t}的呢" for t in texts],
        [PROVINCES[p] for p in provs],
        key,
    )


def not_prov(p: str) -> Cond:
    n = PROVINCES[p]
    return Cond(
        "not",
        [f"除了{n}，", f"除{n}以外", f"不算{n}，", f"{n}除外，", f"抛开{n}不看，", f"把{n}刨掉，"],
        lambda r: "N" if r.prov == p else "Y",
        [f"去掉{n}", f"把{n}的去掉", f"不要{n}的", f"{n}的不算", f"排除{n}以后还有哪些"],
        [n],
        p,
    )


def rank_cond(key: str) -> Cond:
    table = {
        "province": (
            ["省级层面", "省一级", "省、自治区、直辖市这一级"],
            {"province": "Y"},
            ["只看省一级的", "省一级的有哪些"],
        ),
        "city": (["地级市", "地市", "设区市"], {"city": "Y"}, ["只看地级市", "里面地级市有哪些", "地级市呢"]),
        "countycity": (["县级市"], {"countycity": "Y"}, ["只看县级市", "里面的县级市有哪些", "县级市呢"]),
        "county": (
            ["区县", "县区", "县（区）"],
            {"county": "Y", "district": "Y", "countycity": "M", "zone": "M"},
            ["只看区县", "区县的呢", "里面有哪些区县"],
        ),
        "sub": (
            ["市县区", "市、县、区", "省以下的市县区", "市县"],
            {"city": "Y", "countycity": "Y", "county": "Y", "district": "Y", "zone": "M"},
            ["只看市县区", "省一级的不要", "省本级去掉"],
        ),
    }
    texts, ok, side = table[key]
    return Cond("rank", texts, lambda r: ok.get(r.rank, "N"), side, [], key)


def say_amount(rng: random.Random, n: int) -> str:
    return (
        rng.choice([f"{n}万", f"{n}万", f"{n}万元", f"{cn(n)}万", f"{n}w"])
        if n != 200
        else rng.choice(["200万", "两百万"])
    )


def amount_cond(rng: random.Random, level: str | None) -> Cond:
    op = rng.choice(["ge", "ge", "ge", "gt", "le", "lt", "eq", "between"])
    pool = {"国家级": [20, 30, 40, 50, 80, 100, 200], "省级": [10, 15, 20, 30, 50], None: [20, 50, 100, 200]}[
        level if level in ("国家级", "省级") else None
    ]
    n = rng.choice(pool)
    s = say_amount(rng, n)
    if op == "ge":
        texts, test, lower = (
            [f"{s}以上", f"不低于{s}", f"不少于{s}", f"至少{s}", f"达到{s}及以上", f"{s}起步"],
            lambda v: v >= n,
            True,
        )
    elif op == "gt":
        texts, test, lower = [f"超过{s}", f"高于{s}", f"大于{s}", f"比{s}多"], lambda v: v > n, True
    elif op == "le":
        texts, test, lower = [f"{s}以下（含）", f"{s}以内", f"不高于{s}", f"顶多{s}"], lambda v: v <= n, False
    elif op == "lt":
        texts, test, lower = [f"不到{s}", f"低于{s}", f"少于{s}", f"不足{s}"], lambda v: v < n, False
    elif op == "eq":
        texts, test, lower = [f"正好{s}", f"刚好{s}", f"就是{s}", f"恰好是{s}"], lambda v: v == n, True
    else:
        m = rng.choice([x for x in [20, 30, 50, 80, 100, 200] if x > n] or [500])
        texts, test, lower = (
            [f"{n}万到{m}万之间", f"在{n}到{m}万之间", f"介于{n}万和{m}万（含两头）", f"{n}-{m}万"],
            lambda v: n <= v <= m,
            True,
        )
        op = "between"
    return Cond(
        "amount",
        texts,
        lambda r: amount_mark(r, level, test, lower),
        [rng.choice(texts) + "的呢", "只留" + rng.choice(texts) + "的", "其中" + rng.choice(texts) + "的有哪些"],
        [],
        (op, n),
    )


def level_cond(level: str) -> Cond:
    """Has an award of this level (used alone; with an amount the amount judges the level)."""

    def mark(r: Row) -> str:
        awards, debatable = level_awards(r, level)
        if not awards:
            return "A" if not r.awards else "N"
        if all(a["form"] == "proportion" for a in awards):
            return "A"
        return (
            "M"
            if debatable
            or r.get("draft") == "true"
            or any(a["form"] in ("percentage", "ceiling", "extra", "matching") for a in awards)
            else "Y"
        )

    return Cond("level", [level], mark, [f"那{level}呢", f"{level}的呢", f"换成{level}", f"要是{level}呢"], [], level)


def date_texts(
    rng: random.Random, lo_year: int, hi_year: int, months: list[str], verb: str
) -> tuple[list[str], str, str]:
    kind = rng.choice(["year", "year", "month", "since", "until", "between", "half"])
    y = rng.randint(lo_year, hi_year)
    if kind == "month" and months:
        m = rng.choice(months)
        y, mm = int(m[:4]), int(m[5:7])
        return (
            [f"{y}年{mm}月{verb}", f"{y}年{mm}月份{verb}", f"{y}.{mm}{verb}", f"{y}年{cn(mm)}月{verb}"],
            f"{y}-{mm:02d}-01",
            f"{y}-{mm:02d}-31",
        )
    if kind == "since":
        return (
            [f"{y}年起{verb}", f"{y}年1月1日以后{verb}", f"{y}年（含）以后{verb}", f"从{y}年开始{verb}"],
            f"{y}-01-01",
            "2099-12-31",
        )
    if kind == "until":
        return [f"{y}年底以前{verb}", f"{y}年12月31日之前{verb}", f"{y}年（含）以前{verb}"], "1900-01-01", f"{y}-12-31"
    if kind == "between" and hi_year > lo_year:
        y = min(y, hi_year - 1)
        return (
            [f"{y}到{y + 1}年{verb}", f"{y}年至{y + 1}年{verb}", f"{y}、{y + 1}这两年{verb}"],
            f"{y}-01-01",
            f"{y + 1}-12-31",
        )
    if kind == "half":
        if rng.random() < 0.5:
            return [f"{y}年上半年{verb}", f"{y}上半年{verb}"], f"{y}-01-01", f"{y}-06-30"
        return [f"{y}年下半年{verb}", f"{y}下半年{verb}"], f"{y}-07-01", f"{y}-12-31"
    return [f"{y}年{verb}", f"{y}年当年{verb}", f"{y}{verb}"], f"{y}-01-01", f"{y}-12-31"


def sub_date_cond(rng: random.Random, rows: list[Row]) -> Cond:
    months = sorted({r["date"][:7] for r in rows if len(r["date"]) >= 7 and r["date_kind"] == "印发"})
    strict = rng.random() < 0.7
    verb = rng.choice(["印发", "印发"] if strict else ["出台", "发的", "出的"])
    verb = {"发的": "发", "出的": "出"}.get(verb, verb)
    texts, lo, hi = date_texts(rng, 2016, 2020, months, verb)

    def mark(r: Row) -> str:
        if not r["date"]:
            return "A"
        m = in_span(r["date"], lo, hi)
        if "两个日期" in r["notes"] or "表 3.1 发布时间" in r["notes"]:
            other = re.search(r"表 3\.1 发布时间为 ([\d-]+)", r["notes"])
            if other and in_span(other[1], lo, hi) != m:
                return "M"
        if m == "Y" and r["date_kind"] != "印发":
            return "M"
        return m

    return Cond("date", texts, mark, [t + "的呢" for t in texts] + ["只看" + t + "的" for t in texts], [], (lo, hi))


def day_text(day: str, rng: random.Random) -> str:
    y, m, d = day.split("-")
    return rng.choice([f"{y}年{int(m)}月{int(d)}日", f"{y}-{m}-{d}", f"{y}年{int(m)}月{int(d)}号"])


def status_cond(rng: random.Random, rows: list[Row], as_of: str | None) -> Cond:
    day = as_of or rng.choice(
        [
            "2019-03-15",
            "2019-09-01",
            "2020-02-10",
            "2020-07-01",
            "2020-11-10",
            "2021-03-20",
            "2021-09-15",
            "2022-06-01",
            "2023-03-01",
        ]
    )
    when = "现在" if as_of else day_text(day, rng)
    alive = rng.random() < 0.6

    def mark(r: Row) -> str:
        if not r["end_date"] or r.get("draft") == "true":
            return "A"
        if r["date"] and span(r["date"])[0] > day:
            return "A"
        return "Y" if (r["end_date"] >= day) == alive else "N"

    if alive:
        texts = (
            [f"{when}还在有效期内", f"{when}仍然有效", f"{when}没过期", f"{when}还在有效期里"]
            if not as_of
            else ["现在还在有效期内", "目前还没过期", "眼下还有效", "还没到期"]
        )
    else:
        texts = (
            [f"{when}已经过期", f"到{when}已失效", f"{when}已过有效期", f"截至{when}已到期"]
            if not as_of
            else ["现在已经过期", "目前已失效", "如今已过有效期", "已经到期"]
        )
    return Cond(
        "status", texts, mark, ["其中" + t + "的有哪些" for t in texts] + [t + "的呢" for t in texts], [], (day, alive)
    )


def end_cond(rng: random.Random) -> Cond:
    kind = rng.choice(["year", "year", "since", "until", "day"])
    y = rng.choice([2018, 2019, 2020, 2020, 2021, 2022, 2023])
    if kind == "since":
        y = rng.choice([2020, 2021, 2022])
        texts, lo, hi = (
            [f"有效期到{y}年以后（含{y}年）", f"{y}年1月1日以后才到期", f"{y}年或更晚到期"],
            f"{y}-01-01",
            "2099-12-31",
        )
    elif kind == "until":
        y = rng.choice([2019, 2020, 2021])
        texts, lo, hi = (
            [f"{y}年底以前就到期", f"有效期没撑过{y}年底", f"到期日不晚于{y}年12月31日"],
            "1900-01-01",
            f"{y}-12-31",
        )
    elif kind == "day":
        y = rng.choice([2019, 2020, 2021])
        texts, lo, hi = (
            [f"有效期到{y}年12月31日", f"{y}年12月31日到期", f"{y}-12-31这天到期"],
            f"{y}-12-31",
            f"{y}-12-31",
        )
    else:
        texts, lo, hi = [f"{y}年到期", f"{y}年内到期", f"有效期截止在{y}年", f"{y}年失效"], f"{y}-01-01", f"{y}-12-31"

    def mark(r: Row) -> str:
        if not r["end_date"]:
            return "A"
        m = "Y" if lo <= r["end_date"] <= hi else "N"
        if r["end_basis"] == "computed" and r["end_date"][5:] in ("12-31", "01-01") and kind == "day":
            return "M"  # the day before or after would be as good
        return m

    return Cond(
        "end", texts, mark, ["其中" + t + "的有哪些" for t in texts] + ["只看" + t + "的" for t in texts], [], (lo, hi)
    )


def figure_cond(rng: random.Random, written: bool) -> Cond:
    def mark(r: Row) -> str:
        forms = {a["form"] for a in r.awards}
        if forms & {"percentage", "matching"} or r.get("draft") == "true":
            return "M"
        has = bool(forms - {"proportion"})
        if "proportion" in forms:
            return "A" if written else "M"
        return "Y" if has == written else "N"

    texts = (
        ["写明了奖励金额", "有具体金额", "给了具体数字", "明确写了给多少钱"]
        if written
        else ["没写金额", "没有具体金额", "没说给多少钱", "没给出奖励数额"]
    )
    return Cond(
        "figure", texts, mark, ["其中" + t + "的有哪些" for t in texts] + [t + "的呢" for t in texts], [], written
    )
