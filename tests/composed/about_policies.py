"""Questions about the regional policies: by place, date and title."""

from __future__ import annotations

import random
import re

from tests.composed.conditions import date_texts, in_set, not_prov, place_cond
from tests.composed.figures import NONE_WORDS, counts
from tests.composed.oracle import Cond, Skip, in_span, judge, list_key, worst
from tests.composed.phrasing import attrs, split
from tests.composed.tables import PROVINCES, SETS, Row

WORDS = {
    "复核": ["标题里有“复核”", "题目带复核二字", "标题提到复核"],
    "第三批": ["标题里写了“第三批”", "题目带第三批", "标题提到第三批"],
    "第二批": ["标题里写了“第二批”", "题目带第二批"],
    "第一批": ["标题里写了“第一批”", "题目里有第一批三个字"],
    "行动计划": ["标题叫“行动计划”", "名字里带行动计划"],
    "实施方案": ["标题是“实施方案”", "名字里带实施方案"],
    "中国制造2025": ["标题里有“中国制造2025”", "名字带中国制造2025"],
    "指导意见": ["标题带“指导意见”", "名字里有指导意见"],
    "暂行办法": ["标题是暂行办法", "名字里带暂行办法"],
    "三年行动计划": ["标题里有“三年行动计划”", "名字带三年行动计划"],
    "专项资金": ["标题带“专项资金”", "名字里有专项资金"],
}


def squeeze(t: str) -> str:
    return re.sub(r"[\s<>〈〉《》“”\"]", "", t)


def word_cond(w: str) -> Cond:
    def mark(r: Row) -> str:
        t = squeeze(r["title"])
        if w in t:
            return "Y"
        return "N"

    return Cond("word", WORDS[w], mark, [f"其中{WORDS[w][0]}的呢", f"{WORDS[w][0]}的有哪些"], [w], w)


def pol_date_cond(rng: random.Random, rows: list[Row]) -> Cond:
    months = sorted({r["date"][:7] for r in rows if r["date"]})
    texts, lo, hi = date_texts(rng, 2015, 2020, months, rng.choice(["发布", "发布", "出台", "发"]))

    def mark(r: Row) -> str:
        if not r["date"]:
            return "M" if lo <= "2017-12-31" and hi >= "2017-01-01" else "A"
        m = in_span(r["date"], lo, hi)
        other = re.search(r"表 3\.2 (?:印发|实施)日期为 ([\d-]+)", r["notes"])
        return "M" if other and in_span(other[1], lo, hi) != m else m

    return Cond("date", texts, mark, [t + "的呢" for t in texts] + ["只看" + t + "的" for t in texts], [], (lo, hi))


def title_alts(r: Row) -> list[str]:
    t = r["title"]
    out = [t, re.sub(r"\s", "", t)]
    core = re.sub(
        r"^.*?(?:委员会办公室|委员会|厅办公室|工信委|工信厅|财政厅|信息化厅|信息化局|人民政府)(?=关于)", "", t
    )
    core = re.sub(r"[\s<>〈〉“”\"]", "", core)
    out.append(core)
    return list(dict.fromkeys(x for x in out if x))


def q_pol_list(rng: random.Random, D, op: str):
    rows = D["policies"]
    conds: list[Cond] = []
    roll = rng.random()
    if roll < 0.4:
        conds = [place_cond(rng, rows), pol_date_cond(rng, rows)]
    elif roll < 0.6:
        conds = [in_set(rng.choice(list(SETS))), pol_date_cond(rng, rows)]
    elif roll < 0.8:
        conds = [word_cond(rng.choice(list(WORDS)))] + (
            [pol_date_cond(rng, rows)] if rng.random() < 0.7 else [in_set(rng.choice(list(SETS)))]
        )
    else:
        conds = [not_prov(rng.choice(["33", "34", "11", "36", "45", "41"])), pol_date_cond(rng, rows)]
    got = judge(rows, conds)
    place_asked = conds[0].kind == "place" and len(conds[0].names) == 1
    lead, chain, _ = split(rng, [c for c in conds if c.kind != "word"])
    word = "".join(rng.choice(c.texts) for c in conds if c.kind == "word")
    a = attrs(chain)
    what = rng.choice(["绿色制造政策", "政策", "文件", "绿色制造文件"])
    by_place = not place_asked and op == "list" and rng.random() < 0.6
    w = ("，" if a else "") + word + "的" if word else "的"
    if op == "count":
        q = lead + rng.choice(
            [f"{a}{w}{what}有几份", f"{a}{w}{what}一共多少件", f"按3.1那张汇总表，{a}{w}{what}有几件"]
        )
    elif op == "exists":
        q = lead + rng.choice([f"{a}{w}{what}有没有", f"{a}{w}{what}有吗，是哪份", f"有没有{a}{w}{what}，叫什么"])
    elif by_place:
        dated = any(c.kind == "date" for c in conds) and not any(c.kind == "place" for c in conds)
        q = lead + rng.choice(
            [
                f"{a}{w}{what}涉及哪些省份",
                f"哪些省{a}过{word + '的' if word else ''}{what}" if dated else f"{a}{w}{what}是哪几个省的",
                f"{a}{w}{what}都是哪些省的",
            ]
        )
    else:
        q = lead + rng.choice(
            [f"{a}{w}{what}有哪些", f"列一下{a}{w}{what}", f"{a}{w}{what}都有哪些", f"{a}{w}{what}都叫什么名字"]
        )
    q = q.replace("的的", "的")
    chars = 3000
    if op == "count":
        n, m = len(got["Y"]), len(got["M"])
        if m > 2 or n > 60:
            raise Skip
        if n == 0:
            if m:
                raise Skip
            return (
                q,
                {"status": ["answered", "partial", "no_answer"], "must": [NONE_WORDS], "max_chars": 2000},
                conds,
                rows,
            )
        return (
            q,
            {
                "status": ["answered", "partial"] if m or got["A"] else ["answered"],
                "must": [counts(n, n + m)],
                "lead": [counts(n, n + m)],
                "max_chars": 3500,
            },
            conds,
            rows,
        )
    if by_place:
        provs = sorted({r.prov for r in got["Y"]})
        loose = {r.prov for r in got["M"] + got["A"]} - set(provs)
        if not provs:
            raise Skip
        pick = provs if len(provs) <= 6 else rng.sample(provs, 5)
        keep = (
            "|".join(r.text() for r in got["Y"] + got["M"] + got["A"]) + q + "".join(n for c in conds for n in c.names)
        )
        more = []
        for c in conds:
            rest = [d for d in conds if d is not c]
            more += [
                r
                for r in got["N"]
                if c.mark(r) == "N"
                and worst([d.mark(r) for d in rest]) == "Y"
                and r.prov not in provs
                and r.prov not in loose
            ]
        # a place whose papers of another table fall in the same span may be named rightly
        lohi = next((c.data for c in conds if c.kind == "date"), None)
        other = {s.prov for s in D["subsidies"] if lohi and s["date"] and in_span(s["date"], *lohi) != "N"}
        bad = sorted({PROVINCES[r.prov] for r in more if PROVINCES[r.prov] not in keep and r.prov not in other})
        rng.shuffle(bad)
        expect = {
            "status": ["answered"] if not got["M"] and not got["A"] else ["answered", "partial"],
            "must": [[PROVINCES[p]] for p in pick],
            "cite": [[PROVINCES[p] for p in provs]],
            "max_chars": chars,
        }
        if bad:
            expect["must_not"] = bad[:3]
        return q, expect, conds, rows
    if len(got["Y"]) > 14:
        raise Skip
    key = list_key(
        rng,
        rows,
        conds,
        got,
        q,
        lambda r: max(title_alts(r), key=len) if len(r["title"]) < 40 else r["title"],
        title_alts,
        6,
        chars,
    )
    if key.get("must_not"):
        # a title that is a part of another right title, or of the second table's policy, is no fault
        subs = "|".join(
            re.sub(r"\s", "", s["policy"]) for s in D["subsidies"] if any(s.prov == r.prov for r in got["Y"])
        )
        key["must_not"] = [t for t in key["must_not"] if re.sub(r"\s", "", t) not in subs and len(t) > 8]
        if not key["must_not"]:
            del key["must_not"]
    if "cite" in key:
        key["cite"] = [key["cite"][0] + [r.name for r in got["Y"]]]
    return q, key, conds, rows


def q_pol_extreme(rng: random.Random, D):
    rows = D["policies"]
    conds = [
        rng.choice(
            [
                place_cond(rng, rows),
                in_set(rng.choice(["京津冀", "东北", "川渝", "两广", "苏浙", "江浙沪", "西北"])),
                word_cond(rng.choice(["中国制造2025", "实施方案", "行动计划", "专项资金", "复核"])),
            ]
        )
    ]
    got = judge(rows, conds)
    pool = [r for r in got["Y"] if r["date"]]
    if len(pool) < 2:
        raise Skip
    late = rng.random() < 0.5
    best = (max if late else min)(r["date"][:7] for r in pool)
    winners = [r for r in pool if r["date"][:7] == best]
    if len(winners) > 2 or (any("表 3.2" in r["notes"] for r in pool) and any("表 3.2" in r["notes"] for r in winners)):
        raise Skip
    word = conds[0].kind == "word"
    a = rng.choice(conds[0].texts)
    a = a.rstrip("，")
    w = rng.choice(["最近", "最晚", "最新"] if late else ["最早", "头一份", "最先"])
    w = {"头一份": "最早"}.get(w, w)
    q = rng.choice(
        [
            f"{a}{'的' if word else ''}绿色制造政策里{w}的是哪份，什么时候发的",
            f"{a}{'的' if word else ''}政策，{w}发布的是哪个",
            f"汇总表里{a}{'的' if word else ''}文件{w}一份叫什么",
        ]
    )
    y, m = best.split("-")
    dates = [best, f"{y}年{int(m)}月", f"{y}年{m}月", f"{y}.{int(m)}", f"{y}/{int(m)}"]
    return (
        q,
        {
            "status": ["answered"],
            "must": [[title for r in winners for title in title_alts(r)], dates],
            "max_chars": 1500,
        },
        conds,
        rows,
    )


def q_pol_group(rng: random.Random, D):
    rows = D["policies"]
    d = pol_date_cond(rng, rows)
    conds = [d] if rng.random() < 0.8 else []
    if rng.random() < 0.3:
        conds.append(in_set(rng.choice(["长三角", "中部六省", "西北", "东北"])))
    got = judge(rows, conds)
    tally: dict[str, int] = {}
    for r in got["Y"]:
        tally[r.prov] = tally.get(r.prov, 0) + 1
    loose: dict[str, int] = {}
    for r in got["M"]:
        loose[r.prov] = loose.get(r.prov, 0) + 1
    if len(tally) < 2:
        raise Skip
    n = max(tally.values())
    tops = [p for p, k in tally.items() if k == n]
    if len(tops) > 3 or n < 2 or any(tally.get(p, 0) + k >= n for p, k in loose.items()):
        raise Skip
    _lead, chain, _ = split(rng, conds)
    a = attrs(chain)
    q = rng.choice(
        [
            f"{a}{'的' if a else ''}绿色制造政策，哪个省最多，几份",
            f"汇总表里{a}{'的' if a else ''}文件哪个省发得最多",
            f"按省数，{a}{'的' if a else ''}政策最多的是谁，有几件",
        ]
    )
    return (
        q,
        {
            "status": ["answered", "partial"],
            "must": [[PROVINCES[p]] for p in tops] + [counts(n)],
            "lead": [[PROVINCES[p] for p in tops]],
            "max_chars": 2500,
        },
        conds,
        rows,
    )
