"""What a subsidy row promises at a level: choosing awards, their figures, and saying them."""

from __future__ import annotations

from assistant.saying.wording import Wording, load_wording
from corpus.places import Places
from corpus.types import Award, Subsidy


def wording() -> Wording:
    """The phrases for awards."""
    return load_wording("awards")


def number(value: float) -> str:
    """A figure without needless decimals: 5.0 is 5, 7.5 stays."""
    return f"{value:g}" if value < 1_000_000 else f"{value:.0f}"


def figure(award: Award) -> float | None:
    """The most an award can bring, in 万元; None where the source gives no sum."""
    if award.form == "matching" and award.ratio is not None and award.relative_amount is not None:
        return matched(award, award.relative_amount)
    return award.amount_max


def matched(award: Award, base: float) -> float:
    """What a matching award adds to another of ``base`` 万元: its share, up to its own ceiling."""
    share = (award.ratio or 0.0) * base
    return share if award.amount_max is None else min(share, award.amount_max)


def awards_at(row: Subsidy, level: str, places: Places) -> tuple[Award, ...]:
    """The awards of a row for a recognition level; an award without a level holds for any.

    A municipality's own level (重庆的市级) is that of a province.
    """
    wanted: tuple[str, ...] = (level,)
    if level in ("省级", "市级") and places.is_municipality(row.place_code):
        wanted = ("省级", "市级")
    return tuple(award for award in row.awards if award.level in wanted or not award.level)


def with_figure(row: Subsidy) -> tuple[Award, ...]:
    """The awards of a row that name a sum or a way to compute one."""
    return tuple(award for award in row.awards if award.form != "proportion")


def say_award(award: Award) -> str:
    """One award without its level: ``最高 60 万元``, ``一次性 100 万元`` …"""
    say = wording()
    slots = {
        "high": number(award.amount_max or 0),
        "low": number(award.amount_min or 0),
        "percent": number(award.percent or 0),
        "base": award.base,
        "ratio": number(award.ratio or 0),
        "matched": number(figure(award) or 0),
        "other": number(award.relative_amount or 0),
    }
    text = say(award.form + ("_open" if _open(award) else ""), **slots)
    if award.form in ("matching", "proportion") and award.amount_max is not None:
        text = say("capped", text=text, high=slots["high"])
    text = beside(say("one_off"), text) if award.one_off else text
    return text + "".join(say("condition", text=note) for note in (award.figure_kind, award.condition) if note)


def beside(word: str, text: str) -> str:
    """A word and what follows it, with a space before a figure alone: 国家级一次性 50 万元."""
    return f"{word} {text}" if text[:1].isdigit() else word + text


def _open(award: Award) -> bool:
    """Whether a part that the full sentence states is not given: the cap, or the award it is counted from."""
    if award.form == "percentage":
        return award.amount_max is None
    return award.form in ("matching", "extra") and award.relative_amount is None


def say_level(level: str, of: str = "绿色工厂") -> str:
    """The name of a level; an award without one is for any that is recognised."""
    return level or wording()("any_level", of=of)


def say_awards(awards: tuple[Award, ...], of: str = "绿色工厂") -> str:
    """Several awards of one row, which go to ``of``: ``国家级 500 万元，省级 50 万元``."""
    say = wording()
    parts = []
    for award in awards:
        recipient = say("recipient", who=award.recipient) if award.recipient else ""
        parts.append(beside(say_level(award.level, of), say_award(award)) + recipient)
    return say("joint").join(parts)
