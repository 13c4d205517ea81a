"""Questions about sums: lists, counts, extremes, sums, pairs, gaps, groups."""

from __future__ import annotations

import random

from tests.composed.conditions import amount_cond, in_set, not_prov, place_cond, rank_cond, status_cond, sub_date_cond
from tests.composed.figures import cn, counts, money, num
from tests.composed.oracle import Cond, Skip, amount_mark, count_key, fixed_value, judge, level_awards, list_key, worst
from tests.composed.phrasing import attrs, award_phrase, papers, split
from tests.composed.tables import PROVINCES, Row, f


def pick_place(rng: random.Random, rows: list[Row]) -> list[Cond]:
    roll = rng.random()
    if roll < 0.3:
        return [place_cond(rng, rows, deep=True)]
    if roll < 0.55:
        return [
            in_set(
                rng.choice(
                    [
                        "长三角",
                        "江浙沪",
                        "浙皖",
                        "苏浙",
                        "中部六省",
                        "闽粤",
                        "两广",
                        "四个直辖市",
                        "五个自治区",
                        "京津冀",
                        "西北",
                    ]
                )
            )
        ]
    if roll < 0.75:
        return [not_prov(rng.choice(["33", "34", "32", "44", "35"]))]
    if roll < 0.85:
        p = in_set(rng.choice(["长三角", "中部六省", "江浙沪"]))
        return (
            [p, not_prov(rng.choice(["33", "34"] if p.data != "中部六省" else ["34", "41"]))]
            if p.data != "江浙沪"
            else [p, not_prov("33")]
        )
    return []


def q_award_list(rng: random.Random, D, op: str):
    rows = D["subsidies"]
    level = rng.choice(["国家级", "国家级", "省级"])
    conds = pick_place(rng, rows)
    if rng.random() < 0.35:
        conds.append(rank_cond(rng.choice(["province", "city", "countycity", "county", "sub"])))
    if rng.random() < 0.25:
        conds.append(sub_date_cond(rng, rows))
    elif rng.random() < 0.15:
        conds.append(status_cond(rng, rows, None))
    amount = amount_cond(rng, level)
    if not conds and rng.random() < 0.5:
        conds.append(rank_cond(rng.choice(["city", "countycity", "sub"])))
    conds.append(amount)
    lead, chain, noun = split(rng, conds[:-1])
    noun = noun or rng.choice(["地方", "地区", "地方", "地方"])
    aw = award_phrase(rng, level, amount)
    a = papers(rng, conds, chain)
    if op == "list":
        q = lead + rng.choice(
            [
                f"{a}{aw}的{noun}有哪些",
                f"{a}哪些{noun}{aw}",
                f"{a}{aw}的{noun}都有谁",
                f"列一下{a}{aw}的{noun}",
                f"{a}有哪几个{noun}{aw}",
                f"找找{a}{aw}的{noun}",
                f"{a}{aw}的都是哪些{noun}",
            ]
        )
    elif op == "count":
        q = lead + rng.choice(
            [
                f"{a}{aw}的{noun}有几个",
                f"{a}有多少个{noun}{aw}",
                f"{a}{aw}的{noun}一共多少个",
                f"数一下{a}{aw}的{noun}有几个",
            ]
        )
    else:
        q = lead + rng.choice(
            [
                f"{a}有没有{aw}的{noun}",
                f"{a}存在{aw}的{noun}吗",
                f"{a}有{aw}的{noun}吗",
                f"{a}哪个{noun}{aw}，还是一个都没有",
            ]
        )
    got = judge(rows, conds)

    def name(r):
        return r.name

    if op == "count":
        return q, count_key(rng, rows, conds, got, q, name), conds, rows
    if op == "exists" and got["Y"]:
        key = list_key(rng, rows, conds, got, q, name)
        key["must"] = [[r.name for r in got["Y"]]]
        return q, key, conds, rows
    return q, list_key(rng, rows, conds, got, q, name), conds, rows


def level_values(rows: list[Row], conds: list[Cond], level: str):
    """(row, value) of plain fixed amounts; the debatable ones with their highest value; rows without."""
    plain, loose = [], []
    for r in rows:
        m = worst([c.mark(r) for c in conds]) if conds else "Y"
        if m == "N":
            continue
        v = fixed_value(r, level)
        if v is not None and m == "Y":
            plain.append((r, v))
            continue
        awards, _ = level_awards(r, level)
        for a in awards:
            tops = [x for x in (f(a["amount_max"]), f(a["relative_amount"]), f(a["amount_min"])) if x is not None]
            if a["form"] == "extra":
                tops.append(sum(tops[:2]))
            if tops:
                loose.append((r, min(tops), max(tops), a["form"]))
    return plain, loose


def q_award_extreme(rng: random.Random, D):
    rows = D["subsidies"]
    level = rng.choice(["国家级", "国家级", "省级"])
    conds = pick_place(rng, rows)
    if rng.random() < 0.4 or not conds:
        conds.append(rank_cond(rng.choice(["province", "city", "countycity", "county", "sub"])))
    if rng.random() < 0.2:
        conds.append(sub_date_cond(rng, rows))
    plain, loose = level_values(rows, conds, level)
    if len(plain) < 3:
        raise Skip
    high = rng.random() < 0.65
    nth = rng.choice([1, 1, 1, 2])
    values = sorted({v for _, v in plain}, reverse=high)
    if nth > len(values):
        raise Skip
    if nth == 2 and sum(v == values[0] for _, v in plain) > 1:
        raise Skip
    target = values[nth - 1]
    for _r, lo, hi, form in loose:
        if (high and hi >= target) or (not high and lo <= target) or (not high and form == "ceiling"):
            raise Skip
    winners = [r for r, v in plain if v == target]
    if len(winners) > 7:
        raise Skip
    lead, chain, noun = split(rng, conds)
    noun = noun or rng.choice(["地方", "地区"])
    a = attrs(chain)
    lv = rng.choice([level, level + "绿色工厂"])
    if nth == 1:
        w = rng.choice(["最高", "最多", "给得最多"] if high else ["最低", "最少", "给得最少"])
        q = lead + rng.choice(
            [
                f"{a}{lv}奖励{w}的{noun}是哪个，多少",
                f"{a}哪个{noun}{lv}奖励{w}",
                f"{a}{lv}奖金{w}的是哪儿，有并列的都说出来",
                f"{a}要说{lv}补贴，谁{w}",
                f"{a}的{noun}里{lv}奖励{w}的是谁，给多少钱",
            ]
        )
    else:
        w = rng.choice(["第二高", "排第二"] if high else ["倒数第二低", "第二低"])
        w = "第二低" if not high else w
        q = lead + rng.choice(
            [
                f"{a}{lv}奖励{w}的{noun}是哪个，多少",
                f"{a}{lv}奖金{w}的是哪儿",
                f"{a}{lv}补贴从{'高到低' if high else '低到高'}排，第二是谁",
            ]
        )
    if len(chain) == 0 and q.startswith(("的",)):
        raise Skip
    keep = "|".join(r.text() for r in winners)
    must = [[r.name] for r in winners[:6]] + [money(target)]
    expect = {
        "status": ["answered", "partial"],
        "must": must,
        "cite": [[r.name for r in winners]],
        "max_chars": 1500,
    }
    if nth == 1:
        expect["lead"] = [[r.name for r in winners], money(target)]
    # a forgotten condition gives another winner
    wrong = []
    for c in conds:
        rest = [d for d in conds if d is not c]
        p2, _ = level_values(rows, rest, level)
        vs = sorted({v for _, v in p2}, reverse=high)
        if vs and vs[0] != values[0]:
            wrong += [
                r.name
                for r, v in p2
                if v == vs[0]
                and r.name not in keep
                and r.name not in q
                and r.name not in [n for d in conds for n in d.names]
            ][:2]
    if wrong and nth == 1:
        expect["must_not"] = wrong[:3]
    return q, expect, conds, rows


def q_award_sum(rng: random.Random, D):
    rows = D["subsidies"]
    level = rng.choice(["国家级", "省级"])
    conds = [c for c in pick_place(rng, rows) if c.kind != "not" or rng.random() < 0.3]
    if not conds:
        conds = [place_cond(rng, rows, deep=True)]
    if rng.random() < 0.7:
        conds.append(rank_cond(rng.choice(["city", "countycity", "sub", "county"])))
    plain, loose = level_values(rows, conds, level)
    if loose or not 3 <= len(plain) <= 12 or any(worst([c.mark(r) for c in conds]) == "M" and r.awards for r in rows):
        raise Skip
    total = sum(v for _, v in plain)
    mean = rng.random() < 0.5
    lead, chain, noun = split(rng, conds)
    noun = noun or rng.choice(["地方", "地区"])
    a = attrs(chain)
    lv = rng.choice([level, level + "绿色工厂"])
    if mean:
        q = lead + rng.choice(
            [
                f"{a}写了金额的{noun}，{lv}奖励平均多少",
                f"{a}有数的{noun}{lv}奖励平均下来是多少万",
                f"{a}各{noun}{lv}奖金的平均值是多少",
                f"{a}{noun}{lv}平均给多少万（没写金额的不算）",
            ]
        )
        value = total / len(plain)
    else:
        q = lead + rng.choice(
            [
                f"{a}写了金额的{noun}，{lv}奖励加起来多少",
                f"{a}各{noun}的{lv}奖励加一块是多少万",
                f"{a}{noun}{lv}奖金合计多少",
                f"把{a}各{noun}的{lv}奖励加总是多少",
            ]
        )
        value = total
    expect = {
        "status": ["answered", "partial"],
        "must": [money(value)],
        "lead": [money(value)],
        "cite": [[r.name for r, _ in plain]],
        "max_chars": 1800,
    }
    bad = []
    for c in conds:
        p2, _ = level_values(rows, [d for d in conds if d is not c], level)
        other = (sum(v for _, v in p2) / len(p2)) if mean else sum(v for _, v in p2)
        if abs(other - value) > 0.5 and other not in [v for _, v in plain] and abs(round(other) - round(value)) > 0:
            bad.append(num(other) + "万")
    if bad:
        expect["must_not"] = bad
    return q, expect, conds, rows


def q_award_pair(rng: random.Random, D):
    rows = D["subsidies"]
    level = rng.choice(["国家级", "国家级", "省级"])
    pool = [(r, fixed_value(r, level)) for r in rows if fixed_value(r, level) is not None]
    (r1, v1), (r2, v2) = rng.sample(pool, 2)
    if r1.name in r2.text() or r2.name in r1.text():
        raise Skip
    kind = rng.choice(["diff", "ratio", "compare", "sum2"])
    lv = rng.choice([level, level + "绿色工厂", level + "绿厂"])
    a, b = r1.name, r2.name
    cite = [[a], [b]]
    if kind == "diff":
        q = rng.choice(
            [
                f"{a}和{b}{lv}奖励差多少",
                f"{lv}奖励，{a}比{b}{'多' if v1 >= v2 else '少'}多少",
                f"同样是{lv}，{a}跟{b}相差几万",
                f"{a}的{lv}奖金减去{b}的是多少万",
            ]
        )
        if v1 == v2:
            q = rng.choice([f"{a}和{b}{lv}奖励差多少", f"同样是{lv}，{a}跟{b}相差几万"])
            must = [
                money(v1),
                ["一样", "相同", "相等", "没有差", "无差", "0万", "持平", "一致", "不差", "没差", "同为", "都是"],
            ]
        else:
            must = [money(abs(v1 - v2))]
        expect = {
            "status": ["answered"],
            "must": must,
            "lead": [money(abs(v1 - v2))] if v1 != v2 else [],
            "cite": cite,
            "max_chars": 900,
        }
    elif kind == "ratio":
        hi, lo, x, y = (a, b, v1, v2) if v1 > v2 else (b, a, v2, v1)
        k = x / y
        if v1 == v2 or (abs(k * 2 - round(k * 2)) > 1e-9 and abs(k * 4 - round(k * 4)) > 1e-9):
            raise Skip
        q = rng.choice([f"{hi}的{lv}奖励是{lo}的几倍", f"{lv}奖金{hi}是{lo}的多少倍", f"{hi}{lv}给的钱相当于几个{lo}"])
        alts = (
            [num(k) + "倍", num(k) + "个"]
            + (
                [
                    cn(int(k)) + "倍",
                ]
                if k == int(k)
                else [f"{k:.1f}倍"]
            )
            + (["两倍", "两个"] if k == 2 else [])
        )
        if k == int(k):
            alts += [cn(int(k)) + "个"]
        expect = {"status": ["answered"], "must": [alts], "lead": [alts], "cite": cite, "max_chars": 900}
    elif kind == "compare":
        q = rng.choice(
            [
                f"{a}和{b}比，{lv}谁给得多",
                f"{lv}奖励{a}高还是{b}高",
                f"厂设在{a}还是{b}，{lv}拿得多，各多少",
                f"对比一下{a}和{b}的{lv}奖励",
                f"{a} vs {b}，{lv}奖励哪个高",
            ]
        )
        must = [[a], [b], money(v1), money(v2)]
        if v1 == v2:
            must.append(["一样", "相同", "相等", "持平", "一致", "都是", "均为", "同样", "都为", "并列"])
        expect = {
            "status": ["answered"],
            "must": must,
            "lead": [] if v1 == v2 else [[a if v1 > v2 else b]],
            "cite": cite,
            "max_chars": 1200,
        }
    else:
        if len({r1.prov, r2.prov}) == 1 and "province" in (r1.rank, r2.rank):
            raise Skip
        q = rng.choice(
            [
                f"我们在{a}和{b}各有一个厂，都评上{level}，两地奖励加起来多少",
                f"{a}和{b}的{lv}奖励合计多少",
                f"集团在{a}、{b}各评上一家{level}，一共能拿几万（按当地那一行算）",
            ]
        )
        expect = {
            "status": ["answered", "partial"],
            "must": [money(v1 + v2)],
            "lead": [money(v1 + v2)],
            "cite": cite,
            "max_chars": 1200,
        }
    if not expect.get("lead"):
        expect.pop("lead", None)
    return q, expect, None, rows


def q_award_gap(rng: random.Random, D):
    """国家级 minus 省级: one place, or the place with the widest gap within a region."""
    rows = D["subsidies"]
    pairs = [(r, fixed_value(r, "国家级"), fixed_value(r, "省级")) for r in rows]
    pairs = [(r, x, y) for r, x, y in pairs if x is not None and y is not None]
    if rng.random() < 0.5:
        r, x, y = rng.choice(pairs)
        what = rng.choice(["diff", "ratio"])
        n = r.name
        if what == "diff":
            q = rng.choice(
                [f"{n}国家级比省级多奖多少", f"{n}的国家级和省级奖励差几万", f"在{n}，从省级升到国家级，奖励标准差多少"]
            )
            alts = money(x - y)
        else:
            k = x / y
            if abs(k * 4 - round(k * 4)) > 1e-9:
                raise Skip
            q = rng.choice([f"{n}国家级奖励是省级的几倍", f"{n}那边国家级相当于省级的多少倍"])
            alts = [num(k) + "倍"] + ([cn(int(k)) + "倍"] if k == int(k) else []) + (["两倍"] if k == 2 else [])
        return q, {"status": ["answered"], "must": [alts], "lead": [alts], "cite": [[n]], "max_chars": 900}, None, rows
    conds = pick_place(rng, rows)
    if not conds:
        conds = [rank_cond(rng.choice(["city", "countycity"]))]
    pool = [(r, x - y) for r, x, y in pairs if worst([c.mark(r) for c in conds]) == "Y"]
    if len(pool) < 3:
        raise Skip
    high = rng.random() < 0.7
    best = (max if high else min)(g for _, g in pool)
    winners = [r for r, g in pool if g == best]
    loose = [
        r
        for r in rows
        if worst([c.mark(r) for c in conds]) != "N"
        and {"国家级", "省级"} <= {a["level"] for a in r.awards}
        and r not in [p for p, _ in pool]
        and any(a["form"] not in ("proportion",) for a in r.awards)
    ]
    if len(winners) > 4 or loose:
        raise Skip
    lead, chain, noun = split(rng, conds)
    a, noun = attrs(chain), noun or "地方"
    w = "最大" if high else "最小"
    q = lead + rng.choice(
        [
            f"{a}哪个{noun}国家级和省级奖励差距{w}",
            f"{a}国家级减省级差额{w}的{noun}是哪个，差多少",
            f"{a}两级奖励（国家级、省级）相差{w}的是哪里",
        ]
    )
    return (
        q,
        {
            "status": ["answered", "partial"],
            "must": [[r.name] for r in winners] + [money(best)],
            "lead": [[r.name for r in winners]],
            "cite": [[r.name for r in winners]],
            "max_chars": 1500,
        },
        conds,
        rows,
    )


def q_award_two(rng: random.Random, D):
    """Both levels at once: equal to two sums, or one level written and the other not."""
    rows = D["subsidies"]
    conds = pick_place(rng, rows) if rng.random() < 0.6 else []
    if rng.random() < 0.4:
        conds.append(rank_cond(rng.choice(["city", "countycity", "sub", "county", "province"])))

    def eq(v):
        return lambda x: x == v

    if rng.random() < 0.65:
        pairs = sorted(
            {
                (fixed_value(r, "国家级"), fixed_value(r, "省级"))
                for r in rows
                if fixed_value(r, "国家级") and fixed_value(r, "省级")
            }
        )
        x, y = rng.choice(pairs)
        c = Cond(
            "amount",
            [f"国家级{num(x)}万、省级{num(y)}万"],
            lambda r: worst([amount_mark(r, "国家级", eq(x), True), amount_mark(r, "省级", eq(y), True)]),
            [],
            [],
            None,
        )
        body = rng.choice(
            [
                f"国家级{num(x)}万、省级{num(y)}万",
                f"国家级奖{num(x)}万而且省级奖{num(y)}万",
                f"国家级给{num(x)}、省级给{num(y)}万",
            ]
        )
    else:

        def has(r, level):
            return any(a["level"] == level for a in r.awards)

        def mark(r: Row) -> str:
            if not r.awards or any(not a["level"] for a in r.awards):
                return "A"
            if has(r, "国家级") and not has(r, "省级"):
                return "M" if r.get("draft") == "true" or any(a["form"] == "extra" for a in r.awards) else "Y"
            return "N"

        c = Cond("amount", ["只写了国家级"], mark, [], [], None)
        body = rng.choice(["只写了国家级奖励没写省级", "有国家级的金额、没有省级金额", "只奖国家级、没提省级"])
    conds.append(c)
    lead, chain, noun = split(rng, [d for d in conds if d is not c])
    a, noun = papers(rng, conds, chain), noun or "地方"
    q = lead + rng.choice([f"{a}{body}的{noun}有哪些", f"{a}哪些{noun}{body}", f"{a}{body}的都有谁"])
    got = judge(rows, conds)
    if not got["Y"]:
        raise Skip
    return q, list_key(rng, rows, conds, got, q, lambda r: r.name), conds, rows


def q_award_group(rng: random.Random, D):
    rows = D["subsidies"]
    level = rng.choice(["国家级", "省级"])
    amount = amount_cond(rng, level)
    conds = [rank_cond(rng.choice(["sub", "city", "countycity"])), amount]
    if rng.random() < 0.4:
        conds.append(not_prov(rng.choice(["33", "34"])))
    got = judge(rows, conds)
    tally, loose = {}, {}
    for r in got["Y"]:
        tally[r.prov] = tally.get(r.prov, 0) + 1
    for r in got["M"]:
        loose[r.prov] = loose.get(r.prov, 0) + 1
    if len(tally) < 2:
        raise Skip
    order = sorted(tally.items(), key=lambda x: -x[1])
    (p, n), (_, _second) = order[0], order[1]
    if any(tally.get(x, 0) + loose.get(x, 0) >= n for x in set(tally) | set(loose) if x != p):
        raise Skip
    lead, _chain, noun = split(rng, [c for c in conds if c.kind != "amount"])
    aw = award_phrase(rng, level, amount)
    q = lead + rng.choice(
        [f"哪个省{aw}的{noun}最多，有几个", f"按省数一数，{aw}的{noun}哪个省最多", f"{aw}的{noun}集中在哪个省，几个"]
    )
    return (
        q,
        {
            "status": ["answered", "partial"],
            "must": [[PROVINCES[p]], counts(n, n + loose.get(p, 0))],
            "lead": [[PROVINCES[p]]],
            "max_chars": 2000,
        },
        conds,
        rows,
    )
