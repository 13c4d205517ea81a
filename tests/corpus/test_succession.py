"""What a newer document puts out of force: rules, conditions, standards, batches and statements, for its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from corpus.places import load_places
from corpus.replacement import apply, dangling
from corpus.succession import with_changes
from corpus.timeline import Timeline, conditions_on, rules_on
from corpus.types import Corpus, Document, Holding, Rule, Source, Standard
from tests.shipped import load_shipped

SHIPPED = load_shipped(frozenset())
PLACES = load_places()
MEASURES = "《绿色工厂梯度培育及管理暂行办法》（工信部节〔2024〕13号）"
DAY = date(2027, 3, 1)


def with_document(*supersedes: str, places: tuple[str, ...] = ("000000",), rules: tuple[Rule, ...] = ()) -> Corpus:
    document = Document(
        id="new",
        title="绿色工厂梯度培育管理办法",
        document_number="工信部节〔2027〕1号",
        effective_date=DAY.isoformat(),
        places=places,
        supersedes=supersedes,
        supersedes_words=tuple(f"{name}同时废止" for name in supersedes),
    )
    return apply(replace(SHIPPED, documents=(*SHIPPED.documents, document), rules=(*SHIPPED.rules, *rules)))


def state(corpus: Corpus, row_id: str, day: date) -> str:
    timeline = Timeline(corpus)
    row = timeline.rows.get(row_id) or next(one for one in corpus.passages if one.id == row_id)
    return timeline.state(row, day).name


def statement(words: str) -> str:
    return next(one.id for one in SHIPPED.passages if one.text.startswith(words))


@pytest.mark.parametrize(
    "row",
    [
        "r-nat-table",
        "r-nat-bar-2",
        "c2024-bar-1",
        "c2024-provincial-list",
        "n-2024-13",
        statement("国家级绿色工厂实行年度"),
    ],
)
def test_every_kind_of_row_of_a_repealed_document_ends_on_the_day_the_newer_one_begins(row: str) -> None:
    corpus = with_document(MEASURES)
    assert state(corpus, row, DAY - timedelta(days=1)) == "holds"
    assert state(corpus, row, DAY) == "replaced"
    assert state(SHIPPED, row, DAY) == "holds"


def test_a_repeal_tells_who_did_it_and_in_which_words() -> None:
    timeline = Timeline(with_document(MEASURES))
    change = timeline.state(timeline.rows["r-nat-table"], DAY).change
    assert change is not None
    assert (change.kind, change.title, change.number, change.since) == (
        "explicit",
        "绿色工厂梯度培育管理办法",
        "工信部节〔2027〕1号",
        "2027-03-01",
    )
    assert change.words == f"{MEASURES}同时废止"


def test_a_clause_named_alone_ends_alone() -> None:
    corpus = with_document(f"{MEASURES}第十六条")
    assert state(corpus, "r-nat-table", DAY) == "replaced"
    assert state(corpus, "r-nat-recommend", DAY) == "holds"
    assert state(corpus, statement("国家级绿色工厂实行年度"), DAY) == "holds"


def test_a_city_repeals_no_rule_of_the_country_and_it_is_said_that_nothing_was_found() -> None:
    corpus = with_document(MEASURES, places=("330782",))
    assert state(corpus, "r-nat-table", DAY) == "holds"
    assert dangling(corpus) == (f"《绿色工厂梯度培育管理办法》废止的{MEASURES}不在资料库里",)
    assert dangling(with_document(MEASURES)) == ()


def test_the_rule_of_the_newer_document_stands_in_the_place_of_the_older() -> None:
    newer = Rule(
        id="new:r1",
        source=Source(doc_id="new"),
        topic="yearly_table",
        place_code="000000",
        place="全国",
        subject="国家级绿色工厂",
        text="名单内单位每年3月31日前填报",
        basis="绿色工厂梯度培育管理办法",
        number="工信部节〔2027〕1号",
        date="2027-03-01",
    )
    timeline = Timeline(with_document(MEASURES, rules=(newer,)))
    before, after = (
        [rule.id for rule in rules_on(timeline, PLACES, day, topics=("yearly_table",))]
        for day in (DAY - timedelta(days=1), DAY)
    )
    assert before == ["r-nat-table"]
    assert after == ["new:r1"]
    assert [row.id for row in timeline.around(timeline.rows["r-nat-table"], DAY).now] == ["new:r1"]


def test_conditions_of_repealed_measures_hold_no_longer() -> None:
    timeline = Timeline(with_document(MEASURES))
    assert len(conditions_on(timeline, PLACES, DAY - timedelta(days=1), level="国家级")) == 8
    assert [one.id for one in conditions_on(timeline, PLACES, DAY, level="国家级")] == ["c2025-self-evaluation"]


def standard(**more: object) -> Standard:
    values = {
        "id": "new:std1", "seq": "", "number": "JC/T 2641-2027", "title": "砂石行业绿色工厂评价要求",
        "kind": "行业标准", "subject": "砂石行业", "body": "工业和信息化部", "status": "published",
        "date": "2027-01-01",
        "replaces": "JC/T 2641—2021", "source": Source(doc_id="new"), **more,
    }  # fmt: skip
    return Standard(**values)  # type: ignore[arg-type]


def test_a_standard_replaces_the_one_whose_number_it_names_however_the_dash_is_written() -> None:
    corpus = apply(replace(with_document(), standards=(*SHIPPED.standards, standard())))
    timeline = Timeline(corpus)
    older = next(one for one in corpus.standards if one.number == "JC/T 2641-2021")
    days = (date(2026, 12, 31), date(2027, 1, 1))
    found = [[one.number for one in timeline.around(older, day).now if isinstance(one, Standard)] for day in days]
    assert found == [["JC/T 2641-2021"], ["JC/T 2641-2027"]]


def test_a_standard_is_replaced_from_the_day_on_which_the_newer_one_is_applied() -> None:
    newer = standard(date="2026-10-08", effective_date="2027-03-01")
    corpus = apply(replace(with_document(), standards=(*SHIPPED.standards, newer)))
    older = next(one for one in corpus.standards if one.number == "JC/T 2641-2021")
    assert state(corpus, older.id, date(2027, 2, 28)) == "holds"
    assert state(corpus, older.id, date(2027, 3, 1)) == "replaced"


def test_a_standard_is_also_replaced_by_a_document_that_names_its_number() -> None:
    for named in ("GB/T 36132-2025", "《绿色工厂评价通则》（GB/T 36132—2025）"):
        assert state(with_document(named), "s-gbt-36132", DAY) == "replaced"
    assert state(with_document("《绿色工厂评价通则》（GB/T 36132—2018）"), "s-gbt-36132", DAY) == "holds"


def test_a_batch_is_replaced_by_the_title_of_its_list() -> None:
    corpus = with_document("《关于公布2024年度绿色制造名单的通知》（工信厅节函〔2025〕33号）")
    assert state(corpus, "batch-09", DAY) == "replaced"
    assert state(corpus, "batch-10", DAY) == "holds"


def test_a_repeal_without_a_day_stands_beside_and_says_so() -> None:
    document = replace(with_document(MEASURES).documents[-1], effective_date="")
    corpus = apply(replace(SHIPPED, documents=(*SHIPPED.documents, document)))
    timeline = Timeline(corpus)
    found = timeline.state(timeline.rows["r-nat-table"], date(2027, 12, 1))
    assert found.name == "holds"
    assert [change.words for change in found.beside] == [f"{MEASURES}同时废止（废止日期未载明）"]


def test_a_draft_repeals_nothing() -> None:
    document = replace(with_document(MEASURES).documents[-1], draft=True)
    corpus = apply(replace(SHIPPED, documents=(*SHIPPED.documents, document)))
    assert state(corpus, "r-nat-table", DAY) == "holds"


def test_gathered_changes_without_ids_find_the_rows_that_their_statements_name() -> None:
    kept = tuple(replace(document, shipped=document.id == "gfr2020") for document in SHIPPED.documents)
    bare = replace(SHIPPED, documents=kept, changes=tuple(replace(each, older=()) for each in SHIPPED.changes))
    linked = {change.id: change.older for change in with_changes(bare)}
    for change in SHIPPED.changes:
        if change.id.startswith(("p-s-", "p-u-")) or change.id == "p-std":
            assert linked[change.id] == change.older, change.id
    assert set(linked["p-review"]) == {"r-recheck-cycle", "r-recheck-first", "r-recheck-scope"}
    assert linked["p-who"] == ()


def test_an_added_document_gives_no_shipped_change_rows_that_its_table_leaves_out() -> None:
    kept = {change.id: change.older for change in with_document("《仓库管理办法》").changes}
    assert {change.id: kept[change.id] for change in SHIPPED.changes} == {
        each.id: each.older for each in SHIPPED.changes
    }


def test_the_holding_of_a_shipped_row_stays_as_it_lies_on_the_disk() -> None:
    corpus = with_document(MEASURES)
    assert corpus.rules == SHIPPED.rules
    assert next(rule for rule in corpus.rules if rule.id == "r-nat-table").holding != Holding()
