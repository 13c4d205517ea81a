"""Conversations that narrow, swap and count what was listed before."""

from __future__ import annotations

import random
import re

from tests.composed.about_policies import title_alts
from tests.composed.about_standards import std_alts, std_name, std_prefix, std_status
from tests.composed.conditions import in_prov, in_set, not_prov, rank_cond
from tests.composed.figures import cn, counts, money
from tests.composed.oracle import Cond, Skip, amount_mark, count_key, fixed_value, in_span, judge, list_key
from tests.composed.phrasing import wrap
from tests.composed.tables import PROVINCES


def turn(q: str, expect: dict) -> dict:
    return {"q": q, "expect": {k: v for k, v in expect.items() if not k.startswith("_")}}


def talk_award(rng: random.Random, D):
    rows = D["subsidies"]
    state: dict[str, Cond] = {}
    level = rng.choice(["国家级", "省级"])
    n0 = rng.choice([20, 30, 50, 100] if level == "国家级" else [10, 20, 30, 50])
    seed_place = rng.choice([None, in_set("长三角"), in_prov("33"), in_prov("34"), in_set("中部六省")])

    def ge(level: str, n: int) -> Cond:
        return Cond(
            "amount",
            [f"{n}万以上"],
            lambda r: amount_mark(r, level, lambda v: v >= n, True),
            [f"{n}万以上的呢", f"只留{n}万以上的", f"其中不低于{n}万的有哪些"],
            [],
            n,
        )

    if seed_place:
        state["place"] = seed_place
    state["amount"] = ge(level, n0)
    a = rng.choice(seed_place.texts[:2]) if seed_place else ""
    q = rng.choice(
        [
            f"{a}{level}奖励{n0}万以上的地方有哪些",
            f"{a}哪些地方{level}绿色工厂奖{n0}万以上",
            f"列一下{a}{level}奖{n0}万及以上的地方",
        ]
    )
    turns = []

    def name(r):
        return r.name

    def snap(question: str, op: str = "list"):
        conds = list(state.values())
        got = judge(rows, conds)
        if op == "count":
            key = count_key(rng, rows, conds, got, question, name)
            key.pop("must_not", None)
            return key
        if not got["Y"] and not got["M"]:
            raise Skip
        key = list_key(rng, rows, conds, got, question, name)
        key.pop("cite", None)
        return key

    turns.append(turn(wrap(rng, q), snap(q)))
    steps = rng.sample(["not", "rank", "amount", "level", "place", "count", "max", "sort"], rng.choice([1, 2, 2, 3]))
    steps.sort(key=lambda s: s in ("count", "max", "sort"))
    if sum(s in ("count", "max", "sort") for s in steps) > 1:
        steps = (
            [s for s in steps if s not in ("max", "sort")] if "count" in steps else [s for s in steps if s != "sort"]
        )
    for s in steps:
        conds = list(state.values())
        got = judge(rows, conds)
        if s == "not":
            provs = sorted({r.prov for r in got["Y"]})
            if len(provs) < 2:
                continue
            c = not_prov(rng.choice(provs))
            state["not"] = c
            q = rng.choice(c.side)
        elif s == "rank":
            c = rank_cond(rng.choice(["city", "countycity", "sub"]))
            state["rank"] = c
            q = rng.choice(c.side)
        elif s == "amount":
            n1 = rng.choice([x for x in ([50, 80, 100, 200] if level == "国家级" else [20, 30, 50]) if x > n0] or [0])
            if not n1:
                continue
            n0 = n1
            state["amount"] = ge(level, n1)
            q = rng.choice(state["amount"].side)
        elif s == "level":
            if level == "国家级" and n0 > 50:
                continue
            level = "省级" if level == "国家级" else "国家级"
            state["amount"] = ge(level, n0)
            q = rng.choice([f"那{level}呢", f"换成{level}呢", f"{level}的呢？同样的条件"])
        elif s == "place":
            c = in_prov(rng.choice(["33", "34", "32", "35", "44"]))
            if ("not" in state and state["not"].data == c.data) or ("place" in state and state["place"].data == c.data):
                continue
            if "place" in state:
                state["place"] = c
                q = rng.choice([f"换成{c.names[0]}", f"{c.names[0]}呢"])
                state.pop("not", None)
            else:
                state["place"] = c
                q = rng.choice(c.side)
        elif s == "count":
            q = rng.choice(["一共几个", "总共多少个？", "数一下有几个", "这些一共是几个地方"])
            turns.append(turn(q, snap(q, "count")))
            continue
        elif s in ("max", "sort"):
            plain = [(r, fixed_value(r, level)) for r in got["Y"] if fixed_value(r, level) is not None]
            if len(plain) < 2 or got["M"]:
                continue
            best = max(v for _, v in plain)
            win = [r.name for r, v in plain if v == best]
            if len(win) > 5:
                continue
            q = rng.choice(
                ["其中最高的是哪个", "里头给得最多的是谁，多少"]
                if s == "max"
                else ["按金额从高到低排一下", "按金额排个序，高的在前"]
            )
            must = [[w] for w in win] + [money(best)] if s == "max" else [[r.name] for r, _ in plain][:8]
            turns.append(turn(q, {"status": ["answered", "partial"], "must": must, "lead": [win], "max_chars": 2500}))
            continue
        turns.append(turn(q, snap(q)))
    if len(turns) < 2:
        raise Skip
    return turns


def talk_value(rng: random.Random, D):
    """One place, then another level, another place, the difference."""
    rows = D["subsidies"]
    both = [r for r in rows if fixed_value(r, "国家级") is not None and fixed_value(r, "省级") is not None]
    a, b = rng.sample(both, 2)
    if a.name in b.text() or b.name in a.text() or a["id"] == "s11-5" or b["id"] == "s11-5":
        raise Skip

    def v(r, level):
        return fixed_value(r, level)

    turns = [
        turn(
            wrap(
                rng,
                rng.choice(
                    [f"{a.name}国家级绿色工厂奖多少", f"{a.name}国家级给多少钱", f"我们在{a.name}，国家级能拿多少"]
                ),
            ),
            {
                "status": ["answered"],
                "must": [money(v(a, "国家级"))],
                "lead": [money(v(a, "国家级"))],
                "cite": [[a.name]],
            },
        )
    ]
    turns.append(
        turn(
            rng.choice(["那省级呢", "省级的呢？", "省级又是多少"]),
            {"status": ["answered"], "must": [money(v(a, "省级"))], "lead": [money(v(a, "省级"))], "cite": [[a.name]]},
        )
    )
    r = rng.random()
    if r < 0.4:
        turns.append(
            turn(
                rng.choice([f"换成{b.name}呢", f"{b.name}呢", f"那{b.name}呢？"]),
                {"status": ["answered"], "must": [money(v(b, "省级"))], "cite": [[b.name]]},
            )
        )
        if rng.random() < 0.5:
            turns.append(
                turn(
                    rng.choice(["两个地方省级差多少", "这两地省级相差几万"]),
                    {
                        "status": ["answered"],
                        "must": [money(abs(v(a, "省级") - v(b, "省级")))]
                        if v(a, "省级") != v(b, "省级")
                        else [["一样", "相同", "没有差", "0万", "持平", "相等", "一致", "都是", "不差", "无差"]],
                    },
                )
            )
    elif r < 0.7:
        turns.append(
            turn(
                rng.choice(["两级差多少", "两级相差几万", "国家级比省级多多少"]),
                {"status": ["answered"], "must": [money(v(a, "国家级") - v(a, "省级"))]},
            )
        )
    else:
        y = a["end_date"]
        if y:
            d = y.split("-")
            alts = [
                y,
                f"{d[0]}年{int(d[1])}月{int(d[2])}日",
                f"{d[0]}年{d[1]}月{d[2]}日",
                f"{d[0]}.{int(d[1])}.{int(d[2])}",
            ]
            if a["end_basis"] == "computed":
                alts += [a["end_words"].split("：")[-1], a["end_words"], d[0]]
            turns.append(
                turn(
                    rng.choice(["这个政策有效期到哪天", "啥时候到期", "文件什么时候失效"]),
                    {"status": ["answered", "partial"], "must": [alts]},
                )
            )
        else:
            turns.append(
                turn(
                    rng.choice(["这个政策有效期到哪天", "啥时候到期", "文件什么时候失效"]),
                    {
                        "status": ["answered", "partial", "no_answer"],
                        "must": [
                            [
                                "未载明",
                                "没有写",
                                "没写",
                                "未写",
                                "没有载明",
                                "未注明",
                                "没有说明",
                                "没有给出",
                                "未给出",
                                "未标",
                                "没有标",
                                "没有有效期",
                                "查不到",
                                "没载",
                            ]
                        ],
                    },
                )
            )
    return turns


def talk_policy(rng: random.Random, D):
    rows = D["policies"]
    p = rng.choice([x for x in sorted({r.prov for r in rows}) if sum(r.prov == x for r in rows) >= 4])
    c = in_prov(p)
    got = judge(rows, [c])
    q = rng.choice(
        [f"{c.names[0]}发过哪些绿色制造政策", f"{c.names[0]}有哪些绿色制造文件", f"汇总表里{c.names[0]}的政策列一下"]
    )
    k = list_key(rng, rows, [c], got, q, lambda r: r["title"], title_alts, 7, 3000)
    k.pop("cite", None)
    k.pop("must_not", None)
    turns = [turn(q, k)]
    years = sorted({r["date"][:4] for r in got["Y"] if r["date"]})
    y = rng.choice(years)
    d = Cond(
        "date",
        [y],
        lambda r: (
            "A"
            if not r["date"]
            else ("M" if "表 3.2" in r["notes"] and False else in_span(r["date"], y + "-01-01", y + "-12-31"))
        ),
        [],
        [],
        y,
    )
    g2 = judge(rows, [c, d])
    q2 = rng.choice([f"只看{y}年的", f"{y}年的有哪些", f"{y}年发的呢"])
    k2 = list_key(rng, rows, [c, d], g2, q2, lambda r: re.sub(r"\s", "", r["title"]), title_alts, 7, 2500)
    k2.pop("cite", None)
    k2["must_not"] = [
        t
        for t in k2.get("must_not", [])
        if PROVINCES[p] in t or any(re.sub(r"\s", "", r["title"]) == t for r in got["Y"])
    ]
    if not k2["must_not"]:
        del k2["must_not"]
    turns.append(turn(q2, k2))
    if rng.random() < 0.6:
        n = len(g2["Y"])
        turns.append(
            turn(rng.choice(["一共几份", "共几件？", "这是几份"]), {"status": ["answered"], "must": [counts(n)]})
        )
    return turns


def talk_batch(rng: random.Random, D):
    B = {int(b["number"]): b for b in D["batches"]}
    a, b = rng.sample(range(1, 6), 2)
    na, nb = int(B[a]["count"]), int(B[b]["count"])
    turns = [
        turn(
            rng.choice([f"第{cn(a)}批国家级绿色工厂多少家", f"第{cn(a)}批评了几家"]),
            {"status": ["answered"], "must": [[str(na)]], "lead": [[str(na)]]},
        )
    ]
    turns.append(
        turn(
            rng.choice([f"第{cn(b)}批呢", f"那第{cn(b)}批呢？"]),
            {"status": ["answered"], "must": [[str(nb)]], "lead": [[str(nb)]]},
        )
    )
    r = rng.random()
    if r < 0.4:
        turns.append(
            turn(rng.choice(["两批差多少", "这两批相差几家"]), {"status": ["answered"], "must": [[str(abs(na - nb))]]})
        )
    elif r < 0.7:
        turns.append(
            turn(rng.choice(["两批加起来呢", "这两批一共多少"]), {"status": ["answered"], "must": [[str(na + nb)]]})
        )
    else:
        d = B[b]["list_date"]
        turns.append(
            turn(
                rng.choice(["什么时候公布的", "哪年哪月公布的？"]),
                {
                    "status": ["answered"],
                    "must": [
                        [
                            d,
                            f"{d[:4]}年{int(d[5:])}月",
                            f"{d[:4]}年{d[5:]}月",
                            f"{d[:4]}.{int(d[5:])}",
                            f"{d[:4]}/{int(d[5:])}",
                        ]
                    ],
                },
            )
        )
    return turns


def talk_standard(rng: random.Random, D):
    rows = D["standards"]
    c = rng.choice([std_status("published"), std_status("approval_publicity")])
    got = judge(rows, [c])
    q = rng.choice(
        [
            f"{c.texts[0]}的绿色工厂标准有哪些",
            f"哪些行业的绿色工厂标准{c.texts[0] if c.data == 'published' else '在报批公示'}",
        ]
    )
    k = list_key(rng, rows, [c], got, q, std_name, std_alts, 7, 3000)
    k.pop("cite", None)
    turns = [turn(q, k)]
    pre = rng.choice(["HG/T", "JC/T", "FZ/T"] if c.data == "published" else ["HG/T", "YS/T"])
    d = std_prefix(pre)
    g2 = judge(rows, [c, d])
    g2 = {**g2, "A": []}
    q2 = rng.choice([f"只看{pre}开头的", f"{pre}的呢"])
    k2 = list_key(rng, rows, [c, d], g2, q2, std_name, std_alts)
    k2.pop("cite", None)
    turns.append(turn(q2, k2))
    if rng.random() < 0.5:
        turns.append(turn("一共几项", {"status": ["answered"], "must": [counts(len(g2["Y"]))]}))
    return turns
