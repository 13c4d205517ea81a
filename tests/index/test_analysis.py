"""How text is cut: the laws, and the traps that each have a test."""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DataError
from corpus.types import Corpus
from index import analysis
from index.analysis import Analyzer, analyzer_from_json, fold, full_analyzer
from index.lexicon import load_stop_words, load_synonyms, load_words, read_synonyms, read_word_list, synonyms_of

COMMON = (
    "的一是国家级绿色工厂省市区县奖励补贴资金申报复核评价标准企业政策年月日第三批条万元节能环保制造业信息化义乌苏州园区"
)
chinese = st.text(alphabet=COMMON, max_size=30)
anything = st.text(max_size=60) | st.text(alphabet=COMMON + "0123456789第条%％．/-— TCESAgb年月日万亿元", max_size=40)


@pytest.fixture(scope="module")
def jieba_analyzer() -> Analyzer:
    """Our cut with jieba's dictionary alone."""
    weights, unknown = analysis.jieba_weights()
    return analysis.analyzer_of(weights, unknown)


@pytest.fixture(scope="module")
def jieba_cut(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """jieba's own cut, its cache kept in the test's folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    jieba.setLogLevel(60)
    return lambda text: list(tokenizer.cut(text, HMM=False))


@given(text=chinese)
@settings(max_examples=150, deadline=None)
def test_a_text_is_cut_as_jieba_cuts_it(jieba_analyzer: Analyzer, jieba_cut, text: str) -> None:  # type: ignore[no-untyped-def]
    assert jieba_analyzer.cut(text) == jieba_cut(text)


def test_the_shipped_digest_is_cut_as_jieba_cuts_it(jieba_analyzer: Analyzer, jieba_cut, corpus: Corpus) -> None:  # type: ignore[no-untyped-def]
    for passage in corpus.passages[:60]:
        for run in "".join(c if "一" <= c <= "鿿" else " " for c in passage.text).split():
            assert jieba_analyzer.cut(run) == jieba_cut(run)


@given(text=anything)
@settings(max_examples=150, deadline=None)
def test_any_text_has_terms_and_none_is_blank(text: str) -> None:
    found = full_analyzer().terms(text)
    assert all(term and not term.isspace() for term in found)
    assert set(full_analyzer().words(text)) <= set(found)


@given(text=anything)
@settings(max_examples=150, deadline=None)
def test_folding_changes_no_terms_and_folding_twice_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert full_analyzer().terms(fold(text)) == full_analyzer().terms(text)


@given(first=anything, second=anything)
@settings(max_examples=100, deadline=None)
def test_lines_are_cut_one_by_one(first: str, second: str) -> None:
    terms = full_analyzer().terms
    assert terms(f"{first}。\n{second}") == terms(first) + terms(second)


@given(text=anything)
@settings(max_examples=30, deadline=None)
def test_a_dictionary_pruned_to_a_text_cuts_that_text_alike(text: str) -> None:
    seen: set[str] = set()
    expected = full_analyzer().collecting(seen).terms(text)
    assert analyzer_from_json(full_analyzer().pruned(seen).to_json()).terms(text) == expected


@pytest.mark.parametrize(
    "spelled",
    ["T/CESA 1080-2020", "t/cesa1080-2020", "Ｔ／ＣＥＳＡ　１０８０—２０２０", "T/CESA1080 2020", "TCESA 1080-2020"],
)
def test_a_standard_number_has_one_form(spelled: str) -> None:
    assert full_analyzer().terms(spelled) == ("t/cesa1080", "1080", "t/cesa1080-2020")


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("GB/T36132", {"gb/t36132", "36132"}),
        ("GBT 36132-2018", {"gb/t36132", "36132", "gb/t36132-2018"}),
        ("GB 18597", {"gb18597", "18597"}),
        ("DB33/T 2146", {"db33/t2146", "2146"}),
        ("ISO14001", {"iso14001", "14001"}),
        ("LED灯", {"led", "灯"}),
        ("GB/T 36132 2018年发布", {"gb/t36132", "36132", "2018年", "发布"}),
    ],
)
def test_other_families_of_standards(spelled: str, expected: set[str]) -> None:
    assert set(full_analyzer().terms(spelled)) == expected


@pytest.mark.parametrize(
    ("spelled", "term"),
    [
        ("500万元", "500万"),
        ("５００ 万", "500万"),
        ("5000000元", "500万"),
        ("1,000万元", "1000万"),
        ("2.50亿元", "2.5亿"),
        ("有效期三年", "3年"),
        ("3 年", "3年"),
        ("第三批", "第3批"),
        ("第四条", "第4条"),
        ("10％", "10%"),
        ("百分之十", "10%"),
        ("一百二十家", "120家"),
        ("2020/12/31", "2020年12月31日"),
        ("2020年12月31日", "2020年12月31日"),
        ("2020-12", "2020年12月"),
        ("二〇二〇年", "2020年"),
        ("2018-2020年", "2018年"),
        ("4.2.3", "4.2.3"),
    ],
)
def test_numbers_keep_their_units_and_have_one_spelling(spelled: str, term: str) -> None:
    assert term in full_analyzer().terms(spelled)


def test_single_digits_are_not_dropped() -> None:
    assert not set(full_analyzer().terms("第3条")) & set(full_analyzer().terms("第4条"))


@pytest.mark.parametrize(
    "piece", ["一", "9", "一年", "9,", "t/", "第", "2020-", "a-", "绿色工厂", "%", "万元", "GB/T ", "é"]
)
def test_very_long_texts_are_read_in_no_time(piece: str) -> None:
    started = time.process_time()
    full_analyzer().read(piece * 50_000 + "年")
    assert time.process_time() - started < 5


def test_a_date_is_found_by_its_month_and_its_year() -> None:
    assert set(full_analyzer().terms("2020-12-31")) == {"2020年", "2020年12月", "2020年12月31日"}


@pytest.mark.parametrize("word", ["绿色工厂", "复核", "就高不重复", "错峰生产", "工业园区", "第三方机构", "评价要求"])
def test_words_of_the_trade_stay_whole(word: str) -> None:
    assert word in full_analyzer().words(f"某市{word}的办法")


def test_every_synonym_is_a_word_and_knows_its_others() -> None:
    for group in load_synonyms():
        for word in group.words:
            assert full_analyzer().cut(word) == [word]
            assert set(synonyms_of(word)) >= set(group.words) - {word}
    assert synonyms_of("火星") == ()
    assert "绿色工厂" in load_words()
    assert "多少" in load_stop_words()


def test_a_repeated_word_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("甲  # 注释\n\n# 只是注释\n乙\n甲\n丙 丁\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_word_list(path)
    assert refused.value.problems == [
        "words.txt 第 5 行：「甲」与第 1 行重复",
        "words.txt 第 6 行：一行只能有一个词（丙 丁）",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[award]\nwords = ["奖励"]\n', "[award]"),
        ('[award]\nwords = ["奖励", "奖励"]\n', "重复"),
        ('[award]\nwords = ["奖励", "补贴"]\nweight = 2\n', "weight"),
        ("[award\n", "TOML"),
    ],
)
def test_broken_synonyms_are_refused_with_their_group(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "synonyms.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"synonyms\.toml") as refused:
        read_synonyms(path)
    assert problem in refused.value.message


def test_jieba_itself_is_never_imported_and_leaves_no_cache(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    code = "from index.analysis import full_analyzer; full_analyzer().terms('绿色工厂'); import sys; "
    code += "print([name for name in ('jieba', 'pkg_resources') if name in sys.modules])"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")
    assert list(tmp_path.iterdir()) == []
