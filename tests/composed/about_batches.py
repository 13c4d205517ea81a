"""Questions about the batches of the national list."""

from __future__ import annotations

import random

from tests.composed.figures import NONE_WORDS, cn, num
from tests.composed.oracle import Skip


def months(a: str, b: str) -> int:
    return (int(b[:4]) - int(a[:4])) * 12 + int(b[5:7]) - int(a[5:7])


def q_batch(rng: random.Random, D):
    B = D["batches"]
    n = {int(b["number"]): int(b["count"]) for b in B}
    by = {int(b["number"]): b for b in B}
    kind = rng.choice(
        [
            "sum",
            "mean",
            "diff",
            "ratio",
            "ge",
            "year",
            "calls",
            "industry",
            "noindustry",
            "wait",
            "extreme",
            "share",
            "upto",
            "order",
            "rangelist",
        ]
    )

    def C(x):
        return [f"{x}家", f"{x}个", f"{x}户", f"共{x}", f"{x}"]

    if kind in ("sum", "mean"):
        a = rng.randint(1, 4)
        b = rng.randint(a + 1, 5)
        if (a, b) == (1, 5) and kind == "sum":
            raise Skip
        ks = list(range(a, b + 1))
        t = rng.choice(
            [f"第{cn(a)}批到第{cn(b)}批", f"第{a}到第{b}批", f"{cn(a)}到{cn(b)}批"]
            + ([f"前{cn(b) if b != 2 else '两'}批"] if a == 1 else [])
            + ([f"后{cn(6 - a) if a != 4 else '两'}批"] if b == 5 else [])
        )
        total = sum(n[k] for k in ks)
        if kind == "sum":
            q = rng.choice([f"{t}一共多少家国家级绿色工厂", f"{t}加起来评了多少家", f"{t}合计几家"])
            return q, {"status": ["answered"], "must": [C(total)], "lead": [C(total)], "max_chars": 900}, None, B
        m = total / len(ks)
        q = rng.choice([f"{t}平均每批多少家", f"{t}平均一批评几家国家级", f"{t}的家数取平均是多少"])
        alts = [num(m), f"{m:.1f}", f"{round(m)}家", num(int(m * 100) / 100), f"{int(m * 10) / 10}"]
        return q, {"status": ["answered"], "must": [alts], "lead": [alts], "max_chars": 900}, None, B
    if kind == "diff":
        a, b = rng.sample(range(1, 6), 2)
        q = rng.choice([f"第{cn(a)}批和第{cn(b)}批差多少家", f"第{cn(max(a, b))}批比第{cn(min(a, b))}批多了多少家"])
        d = abs(n[a] - n[b])
        return q, {"status": ["answered"], "must": [C(d)], "lead": [C(d)], "max_chars": 900}, None, B
    if kind == "ratio":
        a, b = rng.choice([(5, 1), (4, 2), (5, 2), (4, 1), (3, 1), (5, 3)])
        k = n[a] / n[b]
        q = rng.choice([f"第{cn(a)}批家数是第{cn(b)}批的几倍", f"第{cn(a)}批相当于第{cn(b)}批的多少倍"])
        alts = [
            f"{k:.2f}倍",
            f"{k:.1f}倍",
            f"{int(k * 10) / 10}倍",
            f"{int(k * 100) / 100}倍",
            f"{k:.3f}倍",
            "约" + f"{k:.0f}倍",
        ]
        return q, {"status": ["answered"], "must": [alts], "lead": [alts], "max_chars": 900}, None, B
    if kind == "ge":
        t = rng.choice([205, 300, 350, 400, 500, 600, 700])
        more = rng.random() < 0.7
        ks = [k for k in n if (n[k] > t) == more]
        q = rng.choice(
            [
                f"哪几批{'超过' if more else '不到'}{t}家",
                f"家数{'在' if more else '不足'}{t}家{'以上' if more else ''}的是哪些批次",
                f"{'多于' if more else '少于'}{t}家的批次有哪些",
            ]
        )
        [str(n[k]) for k in n if k not in ks]
        return (
            q,
            {
                "status": ["answered"],
                "must": [
                    [f"第{cn(k)}批", f"第{k}批", f"{cn(k)}批"]
                    if len(ks) < 3
                    else [f"第{cn(k)}批", f"第{k}批", f"{n[k]}", f"{cn(k)}、", f"、{cn(k)}", f"{cn(k)}批"]
                    for k in ks
                ],
                "max_chars": 900,
            },
            None,
            B,
        )
    if kind in ("year", "calls"):
        f_ = "list_date" if kind == "year" else "call_date"
        y = rng.choice(["2017", "2018", "2019", "2020"])
        ks = [k for k in by if by[k][f_].startswith(y)]
        verb = "公布名单" if kind == "year" else "发推荐通知"
        q = rng.choice(
            [
                f"{y}年{verb}的是第几批",
                f"{y}年有哪几批{verb}",
                f"哪批是{y}年{'公布' if kind == 'year' else '通知推荐'}的，几月",
            ]
        )
        must = [[f"第{cn(k)}批", f"第{k}批", f"{cn(k)}批", f"第{cn(k)}"] for k in ks] if ks else [NONE_WORDS]
        for k in ks:
            d = by[k][f_]
            if "几月" in q:
                must.append([d, f"{d[:4]}年{int(d[5:])}月", f"{int(d[5:])}月", f"{d[:4]}年{d[5:]}月"])
        if "几月" not in q and kind == "year":
            pass
        return (
            q,
            {"status": ["answered"] if ks else ["answered", "partial", "no_answer"], "must": must, "max_chars": 900},
            None,
            B,
        )
    if kind == "industry":
        w = rng.choice(["食品", "医药", "造纸", "钢铁", "化工", "纺织", "轻工", "石化", "建材", "有色金属", "机械"])
        ks = [k for k in by if w in by[k]["industries"].split("；")]
        q = rng.choice([f"哪几批优先鼓励{w}行业", f"{w}出现在第几批的优先行业里", f"优先行业里有{w}的是哪些批次"])
        return (
            q,
            {
                "status": ["answered"],
                "must": [[f"第{cn(k)}批", f"第{k}批", f"{cn(k)}批", f"第{cn(k)}、", f"、{cn(k)}"] for k in ks],
                "max_chars": 1000,
            },
            None,
            B,
        )
    if kind == "noindustry":
        q = rng.choice(["哪几批没有指定优先鼓励的行业", "没点名优先行业的是第几批", "不设优先行业的批次有哪些"])
        return (
            q,
            {
                "status": ["answered"],
                "must": [["第四批", "第四", "第4批"], ["第五批", "五批", "第5批"]],
                "max_chars": 1000,
            },
            None,
            B,
        )
    if kind == "wait":
        w = {k: months(by[k]["call_date"], by[k]["list_date"]) for k in by}
        if rng.random() < 0.5:
            k = rng.choice(list(w))
            q = rng.choice([f"第{cn(k)}批从发推荐通知到公布名单隔了几个月", f"第{cn(k)}批推荐到公布用了多久"])
            return (
                q,
                {
                    "status": ["answered"],
                    "must": [[f"{w[k]}个月", f"{cn(w[k])}个月"] + (["半年"] if w[k] == 6 else [])],
                    "max_chars": 900,
                },
                None,
                B,
            )
        k = max(w, key=w.get) if rng.random() < 0.5 else min(w, key=w.get)
        word = "最久" if w[k] == max(w.values()) else "最短"
        q = rng.choice([f"从推荐通知到公布名单，哪一批间隔{word}，几个月", f"五批里推荐到公布耗时{word}的是哪批"])
        return (
            q,
            {
                "status": ["answered"],
                "must": [[f"第{cn(k)}批", f"第{k}批"], [f"{w[k]}个月", f"{cn(w[k])}个月"]],
                "max_chars": 900,
            },
            None,
            B,
        )
    if kind == "extreme":
        mx = rng.random() < 0.5
        k = max(n, key=n.get) if mx else min(n, key=n.get)
        second = sorted(n, key=n.get, reverse=True)[1]
        if rng.random() < 0.4:
            q, k = rng.choice(["家数第二多的是哪一批", "五批按家数从多到少排，第二是谁"]), second
        else:
            q = rng.choice(
                [f"哪一批家数最{'多' if mx else '少'}", f"五批里评得最{'多' if mx else '少'}的是第几批，多少家"]
            )
        return (
            q,
            {
                "status": ["answered"],
                "must": [[f"第{cn(k)}批", f"第{k}批"], C(n[k])],
                "lead": [[f"第{cn(k)}批", f"第{k}批"]],
                "max_chars": 900,
            },
            None,
            B,
        )
    if kind == "share":
        k = rng.choice([1, 3, 4, 5])
        p = n[k] / sum(n.values()) * 100
        q = rng.choice([f"第{cn(k)}批占五批总数的百分之多少", f"第{cn(k)}批在2121家里占比多少"])
        return (
            q,
            {
                "status": ["answered"],
                "must": [[f"{p:.1f}%", f"{p:.2f}%", f"{p:.0f}%", f"{int(p * 10) / 10}%"]],
                "max_chars": 900,
            },
            None,
            B,
        )
    if kind == "upto":
        k = rng.choice([2, 3, 4])
        d = by[k]["list_date"]
        total = sum(n[i] for i in range(1, k + 1))
        q = rng.choice(
            [f"到第{cn(k)}批为止累计多少家国家级绿色工厂", f"截至{d[:4]}年{int(d[5:])}月第{cn(k)}批公布，累计几家"]
        )
        return q, {"status": ["answered"], "must": [C(total)], "lead": [C(total)], "max_chars": 900}, None, B
    if kind == "rangelist":
        a = rng.randint(1, 3)
        b = a + rng.randint(1, 2)
        q = rng.choice([f"第{cn(a)}到第{cn(b)}批各多少家，啥时候公布的", f"第{cn(a)}批至第{cn(b)}批的公布时间和家数"])
        must = []
        for k in range(a, b + 1):
            d = by[k]["list_date"]
            must += [
                [str(n[k])],
                [
                    d,
                    f"{d[:4]}年{int(d[5:])}月",
                    f"{d[:4]}年{d[5:]}月",
                    f"{d[:4]}.{int(d[5:])}",
                    f"{d[:4]}/{int(d[5:])}",
                ],
            ]
        outside = [str(n[k]) for k in n if not a <= k <= b]
        return (
            q,
            {"status": ["answered"], "must": must, "must_not": [x + "家" for x in outside], "max_chars": 1200},
            None,
            B,
        )
    q = rng.choice(["五批按家数从少到多排一下", "各批家数从高到低排个序"])
    return q, {"status": ["answered"], "must": [[str(v)] for v in n.values()], "max_chars": 1200}, None, B
