"""Pairs of neighbouring characters: how much two Chinese texts share, without cutting either into words."""

from __future__ import annotations


def char_pairs(text: str) -> frozenset[str]:
    """Every two characters of a text that stand beside each other."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def pairs_shared(words: str, text: str) -> int:
    """How many pairs of some words stand in a text; one that the words hold twice counts twice."""
    return sum(words[at : at + 2] in text for at in range(len(words) - 1))
