"""The shipped documents as tests read them: loaded once, for they are frozen; what tests loading itself loads anew."""

from __future__ import annotations

from functools import cache

from corpus import store
from corpus.shipped import left_out
from corpus.types import Corpus


def load_shipped(without: frozenset[str] | None = None) -> Corpus:
    """What ``corpus.store.load_shipped`` gives."""
    return _loaded(left_out() if without is None else without)


@cache
def _loaded(without: frozenset[str]) -> Corpus:
    return store.load_shipped(without)
