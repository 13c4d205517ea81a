"""Questions about the standards: by stage, kind, number and date."""

from __future__ import annotations

import random
import re

from tests.composed.oracle import Cond, Skip, count_key, in_span, judge, list_key
from tests.composed.tables import Row

STATUS_WORDS = {
    "published": ["已发布", "已经发布实施", "正式发布"],
    "approved_project": ["已立项还没发布", "立项未发布", "刚立项"],
    "comment_draft": ["征求意见", "还在征求意见", "征求意见稿阶段"],
    "approval_publicity": ["报批公示", "处于报批公示", "做了报批公示"],
    "reviewed": ["通过审查", "审查通过", "已过审查"],
}
KIND_WORDS = {"团体标准": ["团体标准", "团标"], "行业标准": ["行业标准", "行标"], "地方标准": ["地方标准", "地标"]}


def std_alts(r: Row) -> list[str]:
    s = r["subject"]
    core = re.sub(r"(制造业|行业|加工行业)$", "", s.split(" ")[-1])
    return [x for x in dict.fromkeys([r["title"], s, core, r["number"]]) if x and x != "DB37"]


def std_name(r: Row) -> str:
    return r["title"]


def std_status(key: str) -> Cond:
    def mark(r: Row) -> str:
        if r["status"] != key:
            return "N"
        return "M" if r["id"] in ("std01", "std70") else "Y"

    return Cond(
        "stage",
        STATUS_WORDS[key],
        mark,
        [f"{t}的呢" for t in STATUS_WORDS[key]] + [f"只看{t}的" for t in STATUS_WORDS[key]],
        [],
        key,
    )


def std_kind(key: str) -> Cond:
    def mark(r: Row) -> str:
        if not r["kind"]:
            return "A"
        return "Y" if r["kind"] == key else "N"

    return Cond(
        "kind",
        KIND_WORDS[key],
        mark,
        [f"其中{t}呢" for t in KIND_WORDS[key]] + [f"{t}有哪些" for t in KIND_WORDS[key]],
        [],
        key,
    )


def std_prefix(key: str) -> Cond:
    loose = key.replace("/", "")
    return Cond(
        "prefix",
        [f"{key}开头", f"编号{key}打头", f"{loose}", f"标准号是{key}"],
        lambda r: "Y" if r["number"].startswith(key + " ") else ("N" if r["number"] else "A"),
        [f"{key}的呢", f"只看{key}开头的"],
        [],
        key,
    )


def std_range(rng: random.Random) -> Cond:
    kind = rng.choice(["T", "T", "T", "JC", "YS"])
    if kind == "T":
        lo = rng.randint(1080, 1094)
        hi = rng.randint(lo + 2, min(lo + 6, 1097))
        pre = "T/CESA"
    elif kind == "JC":
        pre, lo, hi = "JC/T", 2562, rng.choice([2564, 2565])
    else:
        pre, lo, hi = "YS/T", 1406, 1408

    def mark(r: Row) -> str:
        m = re.match(re.escape(pre) + r" (\d+)-", r["number"])
        return "Y" if m and lo <= int(m[1]) <= hi else "N"

    return Cond(
        "range",
        [f"{pre} {lo}到{hi}", f"{pre} {lo}至{pre} {hi}", f"{pre} {lo}-2020到{hi}-2020之间（含）", f"{pre}{lo}~{hi}"],
        mark,
        [f"{lo}到{hi}的呢"],
        [],
        (pre, lo, hi),
    )


def std_date(rng: random.Random) -> Cond:
    y, m, texts = rng.choice(
        [
            (2020, 6, ["2020年6月批准", "2020年6月发布", "2020年6月20日批准发布"]),
            (2020, 4, ["2020年4月发布", "2020年4月24日发布实施"]),
            (2019, 0, ["2019年发布", "2019年出的"]),
            (2020, 10, ["2020年10月报批公示", "2020年10月21日报批公示"]),
            (2020, 5, ["2020年5月征求意见", "2020年5月出征求意见稿"]),
            (2020, 11, ["2020年11月立项", "2020年11月6日列为立项未发布"]),
        ]
    )
    lo, hi = (f"{y}-{m:02d}-01", f"{y}-{m:02d}-31") if m else (f"{y}-01-01", f"{y}-12-31")

    def mark(r: Row) -> str:
        if not r["date"]:
            return "A"
        k = in_span(r["date"], lo, hi)
        return "M" if k == "Y" and r["id"] == "std70" else k

    return Cond("date", texts, mark, [t + "的呢" for t in texts], [], (lo, hi))


def q_std_list(rng: random.Random, D, op: str):
    rows = D["standards"]
    pick = rng.choice(
        ["stage+word", "stage+kind", "prefix", "range", "date", "kind+date", "prefix+not", "stage+prefix"]
    )
    conds: list[Cond]
    if pick == "stage+word":
        w = rng.choice(
            ["食品", "机械", "陶瓷", "橡胶", "玻璃", "锂", "冶炼", "电源", "板", "热处理", "压力机", "服装", "涂"]
        )
        conds = [
            std_status(rng.choice(["published", "approved_project", "approval_publicity", "comment_draft"])),
            Cond("word", [f"名称里带“{w}”"], lambda r: "Y" if w in r["title"] else "N", [], [w], w),
        ]
    elif pick == "stage+kind":
        conds = [std_status("published"), std_kind(rng.choice(list(KIND_WORDS)))]
    elif pick == "prefix":
        conds = [std_prefix(rng.choice(["HG/T", "JC/T", "FZ/T", "YS/T", "SJ/T"]))]
    elif pick == "stage+prefix":
        conds = [std_prefix("HG/T"), std_status(rng.choice(["published", "approval_publicity"]))]
    elif pick == "range":
        conds = [std_range(rng)]
    elif pick == "date":
        conds = [std_date(rng)]
    elif pick == "kind+date":
        conds = [std_kind("行业标准"), std_date(rng)]
    else:
        conds = [
            std_status("published"),
            std_kind("行业标准"),
            Cond(
                "not",
                ["不含化工HG的", "去掉HG/T的", "HG/T开头的除外"],
                lambda r: "N" if r["number"].startswith("HG") else "Y",
                [],
                ["HG"],
                "HG",
            ),
        ]
    got = judge(rows, conds)
    ts = [rng.choice(c.texts) for c in conds]
    body = ts[0] + "".join(("，" if len(t) > 4 else "") + t for t in ts[1:])
    if op == "count":
        q = rng.choice(
            [f"{body}的绿色工厂标准有几项", f"{body}的绿色工厂评价标准一共多少个", f"数数{body}的绿色工厂标准有多少"]
        )
        key = count_key(rng, rows, conds, got, q, std_name)
        key.pop("must_not", None)
    elif op == "exists":
        q = rng.choice([f"有没有{body}的绿色工厂评价标准", f"{body}的绿色工厂标准有吗"])
        key = list_key(rng, rows, conds, got, q, std_name, std_alts)
        if got["Y"]:
            key["must"] = [[a for r in got["Y"] for a in std_alts(r)]]
    else:
        q = rng.choice(
            [
                f"{body}的绿色工厂标准有哪些",
                f"{body}的绿色工厂评价标准都是哪些行业",
                f"列一下{body}的绿色工厂标准",
                f"{body}的绿色工厂标准分别是什么",
            ]
        )
        key = list_key(rng, rows, conds, got, q, std_name, std_alts)
    return q, key, conds, rows


def q_std_value(rng: random.Random, D):
    rows = [r for r in D["standards"] if re.match(r"[A-Z/]+ [\d]+-\d{4}$", r["number"])]
    r = rng.choice(rows)
    kind = rng.choice(["number", "backward", "next", "gap"])
    subject = re.sub(r"(制造业|行业)$", "", r["subject"].split(" ")[-1])
    if kind == "number":
        q = rng.choice(
            [f"{subject}的绿色工厂评价标准号是多少", f"{subject}绿厂标准编号", f"做{subject}的，绿色工厂对哪个标准"]
        )
        return (
            q,
            {
                "status": ["answered"],
                "must": [[r["number"]]],
                "lead": [[r["number"]]],
                "cite": [std_alts(r)],
                "max_chars": 900,
            },
            None,
            rows,
        )
    if kind == "backward":
        n = rng.choice([r["number"], r["number"].replace(" ", ""), r["number"].lower(), r["number"].split("-")[0]])
        q = rng.choice([f"{n}是哪个行业的标准", f"{n}管什么的", f"标准号{n}对应什么名称"])
        return (
            q,
            {
                "status": ["answered"],
                "must": [[subject, r["title"]]],
                "lead": [[subject, r["title"]]],
                "max_chars": 900,
            },
            None,
            rows,
        )
    t = [x for x in rows if x["number"].startswith("T/CESA")]
    r = rng.choice(t[:-1])
    nxt = t[t.index(r) + 1]
    if kind == "next":
        q = f"{r['number']}的下一个编号是哪个行业的标准"
        return q, {"status": ["answered", "partial"], "must": [std_alts(nxt)], "max_chars": 900}, None, rows
    raise Skip
