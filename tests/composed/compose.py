"""Draws questions of every kind with their keys; the same seed draws the same ones."""

from __future__ import annotations

import random

from tests.composed.about_awards import (
    q_award_extreme,
    q_award_gap,
    q_award_group,
    q_award_list,
    q_award_pair,
    q_award_sum,
    q_award_two,
)
from tests.composed.about_batches import q_batch
from tests.composed.about_policies import q_pol_extreme, q_pol_group, q_pol_list
from tests.composed.about_standards import q_std_list, q_std_value
from tests.composed.about_subsidies import q_compare_set, q_missing, q_sub_extreme, q_sub_list
from tests.composed.figures import NONE_WORDS
from tests.composed.oracle import TODAY, Skip
from tests.composed.phrasing import wrap
from tests.composed.talks import talk_award, talk_batch, talk_policy, talk_standard, talk_value

MAKERS = [
    ("awards-list", 14, lambda r, D: q_award_list(r, D, "list")),
    ("awards-count", 6, lambda r, D: q_award_list(r, D, "count")),
    ("awards-exists", 4, lambda r, D: q_award_list(r, D, "exists")),
    ("awards-extreme", 8, q_award_extreme),
    ("awards-sum", 6, q_award_sum),
    ("awards-pair", 7, q_award_pair),
    ("awards-gap", 4, q_award_gap),
    ("awards-two", 4, q_award_two),
    ("awards-group", 3, q_award_group),
    ("subsidies-list", 9, lambda r, D: q_sub_list(r, D, "list")),
    ("subsidies-count", 4, lambda r, D: q_sub_list(r, D, "count")),
    ("subsidies-exists", 2, lambda r, D: q_sub_list(r, D, "exists")),
    ("subsidies-extreme", 3, q_sub_extreme),
    ("subsidies-missing", 1, q_missing),
    ("subsidies-compare", 2, q_compare_set),
    ("policies-list", 8, lambda r, D: q_pol_list(r, D, "list")),
    ("policies-count", 4, lambda r, D: q_pol_list(r, D, "count")),
    ("policies-exists", 2, lambda r, D: q_pol_list(r, D, "exists")),
    ("policies-extreme", 3, q_pol_extreme),
    ("policies-group", 2, q_pol_group),
    ("standards-list", 6, lambda r, D: q_std_list(r, D, "list")),
    ("standards-count", 3, lambda r, D: q_std_list(r, D, "count")),
    ("standards-exists", 2, lambda r, D: q_std_list(r, D, "exists")),
    ("standards-value", 3, q_std_value),
    ("batches", 9, q_batch),
    ("talk-awards", 9, talk_award),
    ("talk-value", 5, talk_value),
    ("talk-policies", 3, talk_policy),
    ("talk-batches", 2, talk_batch),
    ("talk-standards", 2, talk_standard),
]


def clean(expect: dict) -> dict:
    out = {}
    for k in ("status", "must", "must_not", "lead", "cite", "max_chars"):
        if expect.get(k):
            out[k] = expect[k]
    return out


def make(D, seed: int, count: int):
    rng = random.Random(seed)
    names, weights, _ = zip(*MAKERS, strict=False)
    table = {m[0]: m[2] for m in MAKERS}
    seen, out = set(), []
    tries = 0
    while len(out) < count and tries < count * 400:
        tries += 1
        kind = rng.choices(names, weights)[0]
        try:
            got = table[kind](rng, D)
        except Skip:
            continue
        day = TODAY
        if kind.startswith("talk"):
            turns = [{"q": t["q"], "expect": clean(t["expect"])} for t in got]
        else:
            q, expect, _, _ = got
            day = expect.pop("_as_of", TODAY)
            turns = [{"q": wrap(rng, q), "expect": clean(expect)}]
        if NONE_WORDS in turns[0]["expect"].get("must", []) and rng.random() < 0.85:
            continue
        mark = "/".join(t["q"] for t in turns)
        if mark in seen or len(turns[0]["q"]) < 6:
            continue
        seen.add(mark)
        out.append(
            {
                "id": f"composed-{seed}-{len(out) + 1:04d}",
                "category": "composed-" + kind,
                "style": "plain",
                "as_of": day,
                "turns": turns,
            }
        )
    return out
