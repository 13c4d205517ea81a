"""Questions about the rows of the subsidy table: dates, ends, states, what is missing."""

from __future__ import annotations

import random

from tests.composed.about_awards import pick_place
from tests.composed.conditions import end_cond, figure_cond, rank_cond, status_cond, sub_date_cond
from tests.composed.figures import money
from tests.composed.oracle import TODAY, Cond, Skip, count_key, judge, list_key, worst
from tests.composed.phrasing import attrs, split
from tests.composed.tables import PROVINCES, SETS, f


def q_sub_list(rng: random.Random, D, op: str):
    rows = D["subsidies"]
    as_of = None
    conds: list[Cond] = []
    case_day = TODAY
    roll = rng.random()
    if roll < 0.3:
        conds.append(sub_date_cond(rng, rows))
    elif roll < 0.55:
        if rng.random() < 0.4:
            case_day = as_of = rng.choice(["2019-06-15", "2020-03-01", "2020-09-10", "2021-02-01", "2022-04-01", TODAY])
        conds.append(status_cond(rng, rows, as_of))
    elif roll < 0.8:
        conds.append(end_cond(rng))
    else:
        conds.append(figure_cond(rng, rng.random() < 0.4))
    conds += pick_place(rng, rows)
    if rng.random() < 0.35 or len(conds) == 1:
        conds.append(rank_cond(rng.choice(["province", "city", "countycity", "county", "sub"])))
    lead, chain, noun = split(rng, conds)
    noun = noun or "地方"
    rest = [rng.choice(c.texts) for c in conds if c.kind in ("date", "status", "end", "figure")]
    places = "".join(
        x
        for x in chain
        if x not in [t for c in conds if c.kind in ("date", "status", "end", "figure") for t in c.texts]
    )
    body = "，".join(rest)
    what = rng.choice(["补贴政策", "奖励政策", "绿色工厂补贴文件", "奖补政策", "绿色工厂奖励文件"])
    ranked = any(c.kind == "rank" for c in conds)
    of = f"{noun}的{what}" if ranked else what
    if op == "list":
        q = lead + rng.choice(
            [
                f"{places}{of}里，{body}的有哪些{'' if ranked else '地方'}",
                f"{places}哪些{noun}的{what}{body}",
                f"{places}{what}{body}的{noun}有哪些",
                f"{places}{what}{body}的都是哪些{noun}",
                f"列一下{places}{what}{body}的{noun}",
            ]
        )
    elif op == "count":
        q = lead + rng.choice(
            [
                f"{places}有几个{noun}的{what}{body}",
                f"{places}{what}{body}的{noun}有多少个",
                f"{places}{of}，{body}的一共几个",
            ]
        )
    else:
        q = lead + rng.choice([f"{places}有没有哪个{noun}的{what}{body}", f"{places}{of}里有{body}的吗"])
    got = judge(rows, conds)

    def name(r):
        return r.name

    if op == "count":
        key = count_key(rng, rows, conds, got, q, name)
    else:
        key = list_key(rng, rows, conds, got, q, name)
        if op == "exists" and got["Y"]:
            key["must"] = [[r.name for r in got["Y"]]]
    key["_as_of"] = case_day
    return q, key, conds, rows


def q_sub_extreme(rng: random.Random, D):
    rows = D["subsidies"]
    conds = pick_place(rng, rows) or [rank_cond(rng.choice(["city", "countycity", "sub", "province"]))]
    field, words = rng.choice(
        [
            ("date", ["印发最早", "印发时间最早", "出台最早"]),
            ("date", ["印发最晚", "最新印发", "印发时间最近"]),
            ("end_date", ["最晚到期", "有效期到得最晚"]),
            ("end_date", ["最早到期", "最先过期"]),
        ]
    )
    latest = words[0] in ("印发最晚", "最晚到期")
    ok = [r for r in rows if worst([c.mark(r) for c in conds]) in "YM" and r[field]]
    sure = [
        r for r in ok if worst([c.mark(r) for c in conds]) == "Y" and (field == "end_date" or r["date_kind"] == "印发")
    ]
    if len(sure) < 3:
        raise Skip
    best = (max if latest else min)(r[field] for r in sure)
    if any(len(r[field]) < 10 for r in ok) or any(
        (r[field] >= best if latest else r[field] <= best) for r in ok if r not in sure
    ):
        raise Skip
    winners = [r for r in sure if r[field] == best]
    if len(winners) > 5:
        raise Skip
    lead, chain, noun = split(rng, conds)
    a, noun = attrs(chain), noun or "地方"
    w = rng.choice(words)
    q = lead + rng.choice(
        [
            f"{a}绿色工厂补贴政策{w}的{noun}是哪个，哪天",
            f"{a}{noun}的奖励文件里{w}的是哪份",
            f"{a}哪个{noun}的补贴政策{w}，日期是哪天",
        ]
    )
    y, m, d = best.split("-")
    dates = [best, f"{y}年{int(m)}月{int(d)}日", f"{y}年{m}月{d}日", f"{y}.{int(m)}.{int(d)}", f"{y}/{int(m)}/{int(d)}"]
    return (
        q,
        {
            "status": ["answered", "partial"],
            "must": [*[[r.name for r in winners] if len(winners) > 3 else [w_.name] for w_ in winners][:5], dates],
            "lead": [[r.name for r in winners]],
            "cite": [[r.name for r in winners]],
            "max_chars": 1500,
        },
        conds,
        rows,
    )


def q_missing(rng: random.Random, D):
    have = {r.prov for r in D["subsidies"]}
    key = rng.choice(["西北", "东北", "五个自治区", "两广", "all", "四个直辖市", "长三角"])
    provs = list(PROVINCES) if key == "all" else SETS[key][0]
    t = "31个省区市" if key == "all" else rng.choice(SETS[key][1])
    gone = [p for p in provs if p not in have]
    q = rng.choice([f"{t}里哪个没有绿色工厂补贴条目", f"{t}有哪些在补贴总结表里没出现", f"{t}当中补贴表没列的是谁"])
    if gone:
        expect = {
            "status": ["answered", "partial"],
            "must": [[PROVINCES[p]] for p in gone],
            "lead": [[PROVINCES[p] for p in gone]],
            "max_chars": 1500,
        }
    else:
        expect = {
            "status": ["answered", "partial", "no_answer"],
            "must": [["都有", "全都", "均有", "都在", "都列", "没有缺", "没有", "无", "全部", "各有"]],
            "max_chars": 1500,
        }
    return q, expect, None, D["subsidies"]


def q_compare_set(rng: random.Random, D):
    key = rng.choice(["四个直辖市", "五个自治区", "京津冀", "川渝", "长三角", "两广"])
    provs, texts, _ = SETS[key]
    rows = [r for r in D["subsidies"] if r.prov in provs and r.rank == "province"]
    t = rng.choice(texts)
    q = rng.choice(
        [
            f"{t}的绿色工厂奖励对比一下",
            f"{t}省一级的补贴各是多少，比一比",
            f"比较一下{t}本级给绿色工厂的钱",
            f"{t}分别给绿色工厂多少奖励",
        ]
    )
    must = [[PROVINCES[p]] for p in provs if p != "54"] if key in ("五个自治区",) else [[PROVINCES[p]] for p in provs]
    for r in rows:
        for a in r.awards:
            if a["form"] in ("fixed", "ceiling"):
                must.append(money(f(a["amount_max"])))
            elif a["form"] == "percentage":
                must.append(["10%", "百分之十"])
    if any(not r.awards for r in rows):
        must.append(
            [
                "未写",
                "没写",
                "没有写",
                "未载",
                "没有具体金额",
                "无金额",
                "没有金额",
                "未列",
                "未给出",
                "没有给出",
                "金额不明",
                "没有列",
                "没有收录",
                "未收录",
                "没说",
                "未明确",
            ]
        )
    must = [m for i, m in enumerate(must) if m not in must[:i]]
    return (
        q,
        {
            "status": ["answered", "partial"],
            "must": must,
            "cite": [[PROVINCES[r.prov] for r in rows]],
            "max_chars": 2500,
        },
        None,
        rows,
    )
