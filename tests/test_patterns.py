"""Patterns in waiting and records: cheap to define, and used like the compiled pattern and the dataclass they are."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import pickle
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import assistant
import corpus
import index
import tui
from corpus.frozen import defaults, field, field_names, frozen, plain, replace
from corpus.patterns import Late, Worded, late
from corpus.places import Place

ROOMS = (assistant, corpus, index, tui)


def _modules() -> list[str]:
    found = [name for room in ROOMS for _, name, _ in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    return [name for name in found if not name.endswith("__main__")]


@pytest.mark.parametrize("name", _modules())
def test_every_pattern_in_waiting_compiles(name: str) -> None:
    for waiting in _waiting(vars(importlib.import_module(name))):
        assert isinstance(re.compile(waiting.pattern, waiting.flags), re.Pattern)


def _waiting(held: object) -> Iterator[Late]:
    """The patterns in waiting among the values of a module, also those in tuples and tables."""
    if isinstance(held, Late):
        yield held
    elif isinstance(held, dict):
        yield from (found for name, value in held.items() if name != "__builtins__" for found in _waiting(value))
    elif isinstance(held, tuple):
        yield from (found for value in held for found in _waiting(value))


WORDED = {
    one.pattern: one
    for name in _modules()
    for one in _waiting(vars(importlib.import_module(name)))
    if isinstance(one, Worded)
}


@pytest.mark.parametrize("pattern", WORDED.values(), ids=lambda one: one.pattern[:40])
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_pattern_matches_holds_one_of_the_words_it_is_said_to_hold(pattern: Worded, data: st.DataObject) -> None:
    """Read as people's questions are, in one form of each character (a long s is an s)."""
    text = unicodedata.normalize("NFKC", data.draw(st.from_regex(pattern.pattern)))
    if re.search(pattern.pattern, text, pattern._flags):
        assert any(word in text for word in pattern.words)


def test_a_pattern_with_words_is_used_like_a_compiled_one() -> None:
    pattern = late("(第)([一二三]+)批", words=("批",))
    assert [match[2] for match in pattern.finditer("第一批和第二批")] == ["一", "二"]
    assert pattern.findall("第一批和第二批") == [("第", "一"), ("第", "二")]
    assert pattern.sub(r"\2", "第三批") == "三"
    assert all((pattern.match("第三批"), pattern.fullmatch("第三批"), pattern.search("在第三批里")))
    assert (pattern.search("第三"), pattern.match("第三"), pattern.fullmatch("第三")) == (None, None, None)
    assert (list(pattern.finditer("第三")), pattern.findall("第三"), pattern.sub("", "第三")) == ([], [], "第三")
    assert pattern.search("第三批", 1) is None


def test_a_pattern_in_waiting_is_used_like_a_compiled_one() -> None:
    pattern = late("(第)([一二三]+)批", re.IGNORECASE)
    assert pattern.flags == re.compile("", re.IGNORECASE).flags
    assert pattern.sub(r"\2", "第三批") == "三"
    assert [match[2] for match in pattern.finditer("第一批和第二批")] == ["一", "二"]
    assert pattern.search("没有") is None


def test_a_pattern_is_not_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = re.compile
    monkeypatch.setattr(re, "compile", lambda source, flags=0: compiled.append(source) or compile_now(source, flags))
    pattern = late("甲+")
    assert compiled == []
    assert pattern.match("甲甲")
    assert pattern.match("甲")
    assert compiled == ["甲+"]  # once: its methods are kept


def test_a_record_is_frozen_and_shown_by_its_fields() -> None:
    place = Place(code="330782", name="义乌市", short="义乌", rank="county", parent="330700", pinyin="yiwu")
    assert repr(place).startswith("Place(code='330782', name='义乌市'")
    assert replace(place, name="永康市").name == "永康市"
    assert replace(place, short="义乌").short == "义乌"
    with pytest.raises(FrozenInstanceError):
        place.name = "永康市"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del place.name


def test_records_are_equal_by_their_values_and_their_kind() -> None:
    @frozen
    class One:
        name: str
        size: int = 0

    @frozen
    class Other:
        name: str
        size: int = 0

    assert One(name="甲", size=1) == One(name="甲", size=1)
    assert One(name="甲", size=1) != One(name="甲", size=2)
    assert One(name="甲") != Other(name="甲")
    assert len({One(name="甲"), One(name="甲"), One(name="乙")}) == 2


PLACE = Place(code="330782", name="义乌市", short="义乌", rank="county", parent="330700", pinyin="yiwu")


def test_a_record_is_a_dataclass_to_whoever_asks() -> None:
    assert dataclasses.is_dataclass(PLACE)
    assert tuple(each.name for each in dataclasses.fields(PLACE)) == field_names(Place)
    assert dataclasses.asdict(PLACE) == plain(PLACE)
    assert dataclasses.replace(PLACE, name="永康市") == replace(PLACE, name="永康市")


def test_a_record_can_be_copied_and_sent_to_another_process() -> None:
    assert copy.copy(PLACE) == copy.deepcopy(PLACE) == pickle.loads(pickle.dumps(PLACE)) == PLACE


@pytest.mark.parametrize("given", [{"name": "甲"}, {"name": "甲", "size": 1, "weight": 2}])
def test_a_record_is_made_of_its_fields_and_no_others(given: dict[str, object]) -> None:
    @frozen
    class One:
        name: str
        size: int

    with pytest.raises(TypeError, match="One"):
        One(**given)  # type: ignore[arg-type]


def test_a_default_that_can_change_is_made_anew_and_a_secret_is_not_shown() -> None:
    @frozen
    class One:
        notes: dict[str, str] = field(default_factory=dict)
        password: str = field(default="geheim", repr=False)

    first, second = One(), One()
    first.notes["甲"] = "乙"
    assert second.notes == {}
    assert second.password == "geheim"
    assert repr(second).endswith("One(notes={})")


@pytest.mark.parametrize("name", _modules())
def test_no_record_holds_what_only_dataclasses_understand(name: str) -> None:
    kinds = (each for each in vars(importlib.import_module(name)).values() if isinstance(each, type))
    for kind in filter(field_names, kinds):
        assert not any(isinstance(value, dataclasses.Field) for value in defaults(kind).values())
