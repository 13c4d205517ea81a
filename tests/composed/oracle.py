"""Which rows a right answer holds, may hold and must not hold; the keys of lists and counts.

A row is judged by every condition as one of
  Y  it holds: it must be in a list and is counted
  M  one may count it or not (a ceiling against a bound, a draft, a date of another kind): neither must nor must_not
  A  set aside: not counted, but a careful answer may name it (no figure, no end of validity written)
  N  it doesn't hold: a name for must_not, if it can't stand in a right answer for another reason
Several conditions: any N gives N, else any A gives A, else any M gives M, else Y.
"""

from __future__ import annotations

import random

from tests.composed.figures import NONE_WORDS, counts
from tests.composed.tables import Row, f

TODAY = "2026-11-26"


def worst(marks: list[str]) -> str:
    for m in "NAM":
        if m in marks:
            return m
    return "Y"


def award_mark(a: dict[str, str], test, lower: bool) -> str:
    form, lo, hi = a["form"], f(a["amount_min"]), f(a["amount_max"])
    if form == "fixed":
        return "Y" if test(hi) else "N"
    if form == "ceiling":
        return "M" if test(hi) else ("N" if lower else "A")
    if form == "range":
        both = [test(lo), test(hi)]
        return "M" if any(both) else "N"
    if form == "matching":
        return "M" if test(f(a["relative_amount"])) else "N"
    if form == "extra":
        return "M" if test(hi) or test(hi + f(a["relative_amount"])) else "N"
    return "A"  # a percentage or a proportion is no plain amount


def level_awards(r: Row, level: str | None) -> tuple[list[dict[str, str]], bool]:
    """The awards of a row at a level, and whether counting them is debatable."""
    if not level:
        return r.awards, False
    exact = [a for a in r.awards if a["level"] == level]
    if exact:
        return exact, False
    blank = [a for a in r.awards if not a["level"]]
    if blank:
        return blank, True
    if level == "省级" and r["id"] == "s20-1":  # 重庆 市级: of the same rank as 省级
        return r.awards, True
    return [], False


def amount_mark(r: Row, level: str | None, test, lower: bool) -> str:
    awards, debatable = level_awards(r, level)
    if not awards:
        return "N" if r.awards and any(a["form"] != "proportion" for a in r.awards) else "A"
    marks = [award_mark(a, test, lower) for a in awards]
    best = next((m for m in "YMAN" if m in marks), "N")
    if best == "Y" and (debatable or r.get("draft") == "true"):
        return "M"
    if best == "N" and debatable:
        return "A"
    return best


def fixed_value(r: Row, level: str) -> float | None:
    """The plain fixed amount at a level, if there is exactly one."""
    exact = [a for a in r.awards if a["level"] == level]
    return (
        f(exact[0]["amount_max"])
        if len(exact) == 1 and exact[0]["form"] == "fixed" and r.get("draft") != "true"
        else None
    )


class Skip(Exception):
    """A draw that makes no fair question."""


def span(date: str) -> tuple[str, str]:
    """First and last day a date may mean."""
    if len(date) == 4:
        return date + "-01-01", date + "-12-31"
    if len(date) == 7:
        return date + "-01", date + "-31"
    return date, date


def in_span(date: str, lo: str, hi: str) -> str:
    a, b = span(date)
    return "Y" if lo <= a and b <= hi else ("N" if b < lo or a > hi else "M")


class Cond:
    def __init__(
        self, kind: str, texts: list[str], mark, side: list[str] | None = None, names: list[str] = (), data=None
    ):
        self.kind, self.texts, self.mark, self.side, self.names, self.data = kind, texts, mark, side, list(names), data


def judge(rows: list[Row], conds: list[Cond]) -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = {"Y": [], "M": [], "A": [], "N": []}
    for r in rows:
        out[worst([c.mark(r) for c in conds])].append(r)
    return out


def dropped(
    rng: random.Random,
    rows: list[Row],
    conds: list[Cond],
    got: dict[str, list[Row]],
    question: str,
    name,
    most: int = 4,
) -> list[str]:
    """Names that one forgotten condition would bring in and that can't stand in a right answer."""
    keep = (
        "|".join(r.text() for r in got["Y"] + got["M"] + got["A"])
        + question
        + "|".join(n for c in conds for n in c.names)
    )
    out: list[str] = []
    for c in conds:
        rest = [d for d in conds if d is not c]
        more = [r for r in got["N"] if c.mark(r) == "N" and worst([d.mark(r) for d in rest]) == "Y"]
        rng.shuffle(more)
        picked = 0
        for r in more:
            n = name(r)
            if len(n) >= 2 and n not in keep and n not in out and not any(n in x for x in out) and picked < 3:
                out.append(n)
                picked += 1
    rng.shuffle(out)
    return out[:most]


def list_key(rng, rows, conds, got, question, name, alts=None, most_must=6, chars=2500) -> dict:
    alts = alts or (lambda r: [name(r)])
    yes = got["Y"]
    expect: dict = {"status": ["answered"] if not got["M"] and not got["A"] else ["answered", "partial"]}
    if not yes:
        if got["M"]:
            raise Skip
        return {"status": ["answered", "partial", "no_answer"], "must": [NONE_WORDS], "max_chars": 1500}
    members = list(yes)
    if len(members) > most_must:
        members = rng.sample(members, 5)
        must = [alts(r) for r in members] + [counts(len(yes), len(yes) + len(got["M"]))]
    else:
        must = [alts(r) for r in members]
    expect["must"] = must
    no = dropped(rng, rows, conds, got, question, name)
    if no:
        expect["must_not"] = no
    expect["cite"] = [[a for r in yes for a in alts(r)]]
    expect["max_chars"] = chars
    return expect


def count_key(rng, rows, conds, got, question, name) -> dict:
    n, m = len(got["Y"]), len(got["M"])
    if m > 2:
        raise Skip
    if n == 0:
        if m:
            raise Skip
        return {"status": ["answered", "partial", "no_answer"], "must": [NONE_WORDS], "max_chars": 1500}
    expect = {
        "status": ["answered"] if not m and not got["A"] else ["answered", "partial"],
        "must": [counts(n, n + m)],
        "lead": [counts(n, n + m)],
        "max_chars": 2500,
    }
    if no := dropped(rng, rows, conds, got, question, name):
        expect["must_not"] = no
    return expect
