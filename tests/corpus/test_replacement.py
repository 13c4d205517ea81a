"""What newer documents do to older rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from corpus.extract.repeals import parse_target
from corpus.replacement import EXPORT, apply, dangling, replacements, same_document, settled
from corpus.types import Award, Corpus, Document, Source, Subsidy
from corpus.validity import status_on

OLD = "关于推动甲乙丙高质量发展的若干意见（试行）"
NEW = "义乌市人民政府关于促进制造业绿色发展的若干意见"


def row(row_id: str, policy: str, doc_id: str, **changes: object) -> Subsidy:
    """A subsidy row of 义乌."""
    base = Subsidy(
        id=row_id,
        source=Source(doc_id=doc_id, locator="第五条"),
        seq="1",
        place_code="330782",
        place="义乌市",
        province="浙江省",
        policy=policy,
        awards=(Award(level="国家级", form="fixed", amount_min=50, amount_max=50),),
        date="2018-07-09",
        date_kind="印发",
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def corpus_of(*supersedes: str, old: Subsidy | None = None, **changes: object) -> Corpus:
    """An older shipped rule and a newer document that supersedes what is named."""
    document = Document(
        id="new",
        title=NEW,
        issue_date="2025-01-10",
        effective_date="2025-02-01",
        places=("330782",),
        supersedes=supersedes,
        supersedes_words=tuple(f"{name}同时废止。" for name in supersedes),
    )
    return Corpus(
        documents=(Document(id="gfr2020", title="报告", shipped=True), replace(document, **changes)),  # type: ignore[arg-type]
        subsidies=(old or row("old", OLD, "gfr2020"), row("new:s1", NEW, "new", date="2025-02-01", date_kind="施行")),
    )


def test_a_whole_repeal_takes_effect_on_the_new_documents_first_day() -> None:
    old, new = apply(corpus_of(f"《{OLD}》")).subsidies
    assert (old.repealed_on, old.repealed_by, old.repealed_words) == ("2025-02-01", NEW, f"《{OLD}》同时废止。")
    assert [status_on(old, day) for day in (date(2025, 1, 31), date(2025, 2, 1))] == ["unstated", "repealed"]
    assert new.repealed_on == ""


@pytest.mark.parametrize(
    ("entry", "title", "number"),
    [
        (f"《{OLD}》", OLD, ""),
        (f"《义乌市人民政府{OLD}》", OLD, ""),
        (f"《义乌市人民政府{OLD.removesuffix('（试行）')}》", OLD, ""),
        (f"《关于印发〈{OLD}〉的通知》", OLD, ""),
        ("义政发〔2018〕32号", "任何标题的办法", "义政发[2018]32号"),
        ("《标题写错的办法》（义政发〔2018〕32号）", OLD, "义政发〔2018〕32号"),
        ("《“甲”计划（2018—2020年）》", "“甲”计划(2018-2020年)", ""),
    ],
)
def test_a_title_is_known_with_and_without_issuer_trial_mark_and_spelling(entry: str, title: str, number: str) -> None:
    assert same_document(parse_target(entry), title, number)


@pytest.mark.parametrize(
    ("entry", "title", "number"),
    [
        ("《奖励办法》", "绿色工厂奖励办法", ""),
        (f"《{OLD}实施细则》", OLD, ""),
        (f"《{OLD}》（义政发〔2018〕31号）", OLD, "义政发〔2018〕32号"),
        ("《绿色制造体系建设实施方案》", "湖北省工业绿色制造体系建设实施方案", ""),
    ],
)
def test_a_similar_title_is_another_document(entry: str, title: str, number: str) -> None:
    assert not same_document(parse_target(entry), title, number)


def test_a_part_that_holds_the_row_repeals_it_and_another_part_leaves_it_standing() -> None:
    assert apply(corpus_of(f"《{OLD}》第五条")).subsidies[0].repealed_on == "2025-02-01"
    assert apply(corpus_of(f"《{OLD}》第六条")).subsidies[0].repealed_on == ""
    assert apply(corpus_of(f"《{OLD}》关于绿色工厂的规定")).subsidies[0].repealed_on == "2025-02-01"


def test_a_part_of_a_rule_whose_clause_is_unknown_is_told_and_not_decided() -> None:
    unplaced = row("old", OLD, "gfr2020", source=Source(doc_id="gfr2020", locator="表 3.2"))
    (old, _) = apply(corpus_of(f"《{OLD}》第五条", old=unplaced)).subsidies
    assert old.repealed_on == ""
    assert any("第五条" in note and "未能判定" in note for note in old.notes)


def test_a_city_never_repeals_the_rule_of_its_province_and_it_is_told() -> None:
    provincial = row("old", OLD, "gfr2020", place_code="330000", place="浙江省")
    corpus = corpus_of(f"《{OLD}》", old=provincial)
    assert apply(corpus).subsidies[0].repealed_on == ""
    assert dangling(corpus) == (f"《{NEW}》所称废止的《{OLD}》属另一级政府（浙江省），不作废止",)


def test_a_repeal_of_something_that_the_corpus_does_not_hold_is_told() -> None:
    assert dangling(corpus_of("《没有的办法》")) == (f"《{NEW}》废止的《没有的办法》不在资料库里",)
    assert dangling(corpus_of(f"《{OLD}》")) == ()


def test_a_draft_repeals_nothing() -> None:
    corpus = corpus_of(f"《{OLD}》", draft=True)
    assert replacements(corpus.documents, corpus.subsidies) == ()
    assert apply(corpus).subsidies[0].repealed_on == ""


def test_without_a_day_of_its_own_a_repeal_counts_from_the_day_of_issue_or_is_only_told() -> None:
    assert apply(corpus_of(f"《{OLD}》", effective_date="")).subsidies[0].repealed_on == "2025-01-10"
    old = apply(corpus_of(f"《{OLD}》", effective_date="", issue_date="")).subsidies[0]
    assert old.repealed_on == ""
    assert "废止日期未载明" in old.notes[0]


def test_a_newer_rule_that_repeals_nothing_is_remarked_on_both() -> None:
    old, new = apply(corpus_of()).subsidies
    assert f"另有较新的《{NEW}》（2025-02-01），未见废止本文件的规定" in old.notes
    assert any(OLD in note and "未见废止" in note for note in new.notes)


def test_rules_of_other_objects_places_and_bodies_are_not_compared() -> None:
    for changes in ({"object": "绿色园区"}, {"place_code": "330784"}, {"issuing_body": "义乌市商务局"}):
        corpus = corpus_of(old=row("old", OLD, "gfr2020", **changes))
        newer = replace(corpus.subsidies[1], issuing_body="义乌市人民政府")
        assert apply(replace(corpus, subsidies=(corpus.subsidies[0], newer))).subsidies[0].notes == ()


def test_nothing_is_said_of_rules_that_the_shipped_report_itself_lists(corpus: Corpus) -> None:
    assert apply(corpus) == corpus


def test_awards_that_an_export_tells_again_stand_once_and_those_of_its_own_stay() -> None:
    old, told_again = row("old", OLD, "gfr2020"), row("memo:s1", "备忘录", "memo")
    more = row("memo:s2", "备忘录", "memo", awards=(Award(level="市级", form="fixed", amount_min=7, amount_max=7),))
    elsewhere = replace(told_again, id="memo:s3", place_code="330784", place="永康市")
    documents = (Document(id="gfr2020", title="报告", shipped=True), Document(id="memo", title="备忘录", kind=EXPORT))
    corpus = Corpus(documents=documents, subsidies=(old, told_again, more, elsewhere))
    assert [one.id for one in settled(corpus).subsidies] == ["old", "memo:s2", "memo:s3"]
