"""The sentences and the vocabulary: complete, used, filled, and apart from the code."""

from __future__ import annotations

import ast
import re
import shutil
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from assistant.saying import wording
from assistant.understanding import lexicon
from corpus.errors import DataError

ROOM = Path(__file__).parents[2] / "assistant"
WORDING = ROOM / "saying" / "wording"
LEXICON = ROOM / "understanding" / "lexicon"
NAMES = sorted(path.stem for path in WORDING.glob("*.toml"))
SENTENCE = re.compile(r"[一-鿿]{13,}")
"""more Chinese characters in a row than a cue word or a name has"""
ANY = ".+"
CHARACTER_CLASS = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One place in the code where a sentence is filled."""

    where: str
    name: str
    """of the wording file"""
    keys: tuple[str, ...]
    """patterns of the keys it may take"""
    slots: frozenset[str]
    open: bool
    """whether more slots may come from a mapping that is not written out there"""
    sure: bool
    """whether the key follows from the call alone, so that its slots can be held against it"""


@cache
def calls() -> tuple[Call, ...]:
    """Every call that fills a template, in all modules of the room."""
    return tuple(call for path in sorted(ROOM.rglob("*.py")) for call in _calls_in(path))


def _calls_in(path: Path) -> Iterator[Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    files = _files_said(tree)
    for function in _functions(tree):
        for node in ast.walk(function):
            name = _wording_of(node, files) if isinstance(node, ast.Call) else None
            if name is not None and isinstance(node, ast.Call) and node.args:
                given, is_open = _slots(node, function)
                keys = tuple(_texts(node.args[0], function))
                key = node.args[0]
                once = not isinstance(key, ast.Name) or len(list(_assigned(key.id, function))) == 1
                yield Call(
                    where=f"{path.relative_to(ROOM)}:{node.lineno}",
                    name=name,
                    keys=keys,
                    slots=given,
                    open=is_open,
                    sure=once and ".+" not in "".join(keys),
                )


def _functions(tree: ast.Module) -> Iterator[ast.AST]:
    """Functions of the module and of its classes, inner ones with the function they stand in."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (inner for inner in node.body if isinstance(inner, ast.FunctionDef))
        else:
            yield node


def _files_said(tree: ast.Module) -> dict[str, str]:
    """What a module calls ``say`` or ``wording``, to the file it reads: ``{"say": "subsidy"}``."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Assign | ast.Return) else None
        if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "load_wording":
            found["say"] = str(ast.literal_eval(value.args[0]))
    return found


def _wording_of(node: ast.Call, files: dict[str, str]) -> str | None:
    """The wording file that a call reads; None when it fills no template."""
    if isinstance(node.func, ast.Name) and node.func.id == "say":
        return files.get("say")
    if isinstance(node.func, ast.Call):
        inner = node.func.func
        if isinstance(inner, ast.Attribute) and inner.attr == "wording" and isinstance(inner.value, ast.Name):
            return inner.value.id
        if isinstance(inner, ast.Name) and inner.id == "wording":
            return files.get("say")
        if isinstance(inner, ast.Name) and inner.id == "load_wording" and isinstance(node.func.args[0], ast.Constant):
            return str(node.func.args[0].value)
    return None


def _texts(node: ast.AST, function: ast.AST, depth: int = 0) -> Iterator[str]:
    """Patterns of the texts that an expression may have; ANY for what only a run can tell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)
    elif isinstance(node, ast.Name) and depth < 3 and (values := list(_assigned(node.id, function))):
        for value in values:
            yield from _texts(value, function, depth + 1)
    elif isinstance(node, ast.BinOp):
        ends = [list(_texts(side, function, depth)) for side in (node.left, node.right)]
        yield from (start + end for start in ends[0] for end in ends[1])
    elif branches := _branches(node):
        for branch in branches:
            yield from _texts(branch, function, depth)
    else:
        yield ANY


def _branches(node: ast.AST) -> list[ast.expr]:
    """The expressions of which an expression has one."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.Tuple | ast.List):
        return node.elts
    return [node.value] if isinstance(node, ast.Subscript) else []


def _assigned(name: str, function: ast.AST) -> Iterator[ast.expr]:
    """What a name is set to in a function, loops over written-out values and ``key += "_more"`` included."""
    yield from _set(name, function)
    for node in ast.walk(function):
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            before = max(
                (value for value in _set(name, function) if value.lineno < node.lineno), key=_row, default=None
            )
            if before is not None:
                yield ast.BinOp(left=before, op=node.op, right=node.value)


def _row(node: ast.expr) -> int:
    return node.lineno


def _set(name: str, function: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        pairs: list[tuple[ast.expr, ast.expr]] = []
        if isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            pairs = [(node.target, node.value)]
        elif isinstance(node, ast.For | ast.comprehension):
            items = node.iter.elts if isinstance(node.iter, ast.Tuple | ast.List) else [node.iter]
            pairs = [(node.target, item) for item in items]
        for target, value in pairs:
            yield from _part(name, target, value)


def _part(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    """The part of a value that a name in the target takes: of ``key, sum = "a", 1`` the first for ``key``."""
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.IfExp):
        yield from (part for branch in (value.body, value.orelse) for part in _part(name, target, branch))
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        pairs = zip(target.elts, value.elts, strict=True)
        yield from (part for inner, item in pairs for part in _part(name, inner, item))
    elif isinstance(target, ast.Tuple):
        yield from (value for inner in target.elts if isinstance(inner, ast.Name) and inner.id == name)


def _slots(node: ast.Call, function: ast.AST) -> tuple[frozenset[str], bool]:
    """The slots a call fills, and whether there may be more."""
    given: set[str] = set()
    is_open = False
    for keyword in node.keywords:
        if keyword.arg is not None:
            given.add(keyword.arg)
            continue
        value = keyword.value
        sources = list(_assigned(value.id, function)) if isinstance(value, ast.Name) else [value]
        written = [source for source in sources if isinstance(source, ast.Dict)]
        is_open = is_open or not sources or len(written) < len(sources)
        given |= {str(key.value) for source in written for key in source.keys if isinstance(key, ast.Constant)}
    return frozenset(given), is_open


def fields(template: str) -> set[str]:
    """The slots of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def keys_of(call: Call) -> list[str]:
    """The keys of the wording file that a call names."""
    patterns = [pattern for pattern in call.keys if pattern != ANY]
    return [key for key in wording.templates(call.name) if any(re.fullmatch(pattern, key) for pattern in patterns)]


def test_the_calls_are_found() -> None:
    assert len(calls()) > 150
    assert {call.name for call in calls()} <= set(NAMES)


def test_every_sentence_that_the_code_asks_for_exists() -> None:
    missing = [
        f"{call.where}: {pattern} not in {call.name}.toml"
        for call in calls()
        for pattern in call.keys
        if not any(re.fullmatch(pattern, key) for key in wording.templates(call.name))
    ]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_is_asked_for(name: str) -> None:
    """A key that no call can name is a sentence nobody reads any more."""
    asked = [call for call in calls() if call.name == name]
    used = {key for call in asked for key in keys_of(call)}
    if any(ANY in call.keys for call in asked):  # then a key may be any word that stands in the code
        sources = [*ROOM.rglob("*.py"), ROOM.parent / "corpus" / "types.py"]
        code = "".join(path.read_text(encoding="utf-8") for path in sources)
        used |= {key for key in wording.templates(name) if f'"{key}"' in code}
    assert [key for key in wording.templates(name) if key not in used] == []


def test_every_slot_of_a_sentence_is_filled() -> None:
    empty = [
        f"{call.where}: {key} of {call.name}.toml needs {sorted(needed)}"
        for call in calls()
        if call.sure and not call.open
        for key in keys_of(call)
        if (needed := fields(wording.templates(call.name)[key]) - call.slots)
    ]
    assert empty == []


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_has_slots_and_no_condition(name: str) -> None:
    for key, template in wording.templates(name).items():
        parts = list(string.Formatter().parse(template))
        assert all(slot is None or slot.isidentifier() for _, slot, _, _ in parts), key
        assert not any(spec or conversion for _, _, spec, conversion in parts), key
        assert "\n" not in template, key


@pytest.mark.parametrize("path", sorted(ROOM.joinpath("saying").glob("*.py")), ids=lambda path: path.stem)
def test_a_module_that_answers_holds_no_chinese_sentence(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken = {id(node) for owner in ast.walk(tree) for node in _not_told(owner)}
    sentences = [
        f"{path.name}:{node.lineno} {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken
        if SENTENCE.search(CHARACTER_CLASS.sub("", node.value))
    ]
    assert sentences == []


def _not_told(owner: ast.AST) -> Iterator[ast.AST]:
    """Texts that no answer holds: docstrings, and patterns that answers are checked by."""
    if isinstance(owner, ast.Expr):
        yield owner.value
    if isinstance(owner, ast.Call) and getattr(owner.func, "attr", "") == "compile":
        yield from ast.walk(owner)


# What is read from files is checked


@pytest.fixture
def no_cache() -> Iterator[None]:
    """Vocabulary and sentences read anew, before and after."""
    for cached in (lexicon._read, lexicon.load_lexicon, wording.templates):
        cached.cache_clear()
    yield
    for cached in (lexicon._read, lexicon.load_lexicon, wording.templates):
        cached.cache_clear()


def test_the_shipped_vocabulary_loads() -> None:
    lexicon.check_lexicon()


@pytest.mark.usefixtures("no_cache")
@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("concepts.toml", 'much = ["多少"', 'much = ["多少", 7', "第 {row} 行 [ask] much 第 2 项：应为非空文字"),
        ("concepts.toml", 'much = ["多少"', 'much = ["多少", ""', "第 {row} 行 [ask] much 第 2 项：应为非空文字"),
        ("concepts.toml", "keep = [", 'keep = "只看"\nold = [', "第 {row} 行 [talk] keep：应为文字的列表"),
        ("concepts.toml", "[level]", "[levels]", "缺少 [level]"),
        ("concepts.toml", "[ask]", "[ask", "第 {row} 行第 5 列：不合 TOML 语法"),
        ("typos.toml", '"绿色工场" = "', '"绿色工场" = 5 #', "第 {row} 行 [fixed] 绿色工场：应为文字"),
        ("latin.toml", '"guojiaji" = "', '"guojiaji" = 1 #', "第 {row} 行 [pinyin] guojiaji：应为文字"),
        ("scope.toml", "[outside_places]", "[outside]", "缺少 [outside_places]"),
        ("phrasing.toml", "[fillers]", "[filler]", "缺少 [fillers]"),
        ("nearest.toml", '"申诉" = "', '"申诉" = 1 #', "第 {row} 行 [relation] 申诉：应为文字"),
    ],
)
def test_a_broken_vocabulary_is_refused_by_file_row_and_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, told: str
) -> None:
    shutil.copytree(LEXICON, tmp_path / "lexicon")
    broken = tmp_path / "lexicon" / file
    before, found, after = broken.read_text(encoding="utf-8").partition(old)
    assert found
    broken.write_text(before + new + after, encoding="utf-8")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path / "lexicon")
    with pytest.raises(DataError) as refused:
        lexicon.check_lexicon()
    row = before.count("\n") + 1
    assert f"词表 {file} {told.format(row=row)}" in refused.value.message, refused.value.message
    assert refused.value.hint


@pytest.mark.usefixtures("no_cache")
def test_a_vocabulary_file_that_is_missing_or_no_utf8_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(LEXICON, tmp_path / "lexicon")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path / "lexicon")
    (tmp_path / "lexicon" / "typos.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match=r"typos\.toml"):
        lexicon.check_lexicon()
    lexicon._read.cache_clear()
    (tmp_path / "lexicon" / "typos.toml").unlink()
    with pytest.raises(DataError, match=r"typos\.toml"):
        lexicon.check_lexicon()


@pytest.mark.usefixtures("no_cache")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# first\none = 5\n", "文案 odd.toml 第 2 行 one：应为文字"),
        ('one = "a"\ntwo = \n', "文案 odd.toml 第 2 行第 7 列：不合 TOML 语法"),
        ("\ufeffone = ", "文案 odd.toml 第 1 行第 1 列：不合 TOML 语法"),
    ],
)
def test_broken_sentences_are_refused_by_file_row_and_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    monkeypatch.setattr(wording, "FOLDER", tmp_path)
    (tmp_path / "odd.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"odd\.toml") as refused:
        wording.templates("odd")
    assert told in refused.value.message, refused.value.message


# The vocabulary does not contradict itself


def _typos() -> dict[str, dict[str, object]]:
    return tomllib.loads((LEXICON / "typos.toml").read_text(encoding="utf-8"))


def test_no_correction_leads_to_what_is_corrected_again() -> None:
    fixed = lexicon.load_lexicon().typos
    again = {read for read in fixed.values() if any(typed in read for typed in fixed if fixed[typed] != read)}
    assert again == set()


def test_a_term_is_no_misspelling() -> None:
    words = lexicon.load_lexicon()
    assert not set(words.terms) & set(words.typos)


def test_a_protected_word_is_not_corrected_elsewhere() -> None:
    words = lexicon.load_lexicon()
    assert not set(words.protected) & set(words.typos)


def test_every_place_abroad_and_every_level_is_named_once() -> None:
    words = lexicon.load_lexicon()
    for listed in (words.outside_places, *words.levels.values(), words.terms, words.protected):
        assert len(listed) == len(set(listed))
