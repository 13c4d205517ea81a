"""Reward clauses to typed awards: what is read, what is told apart, and what is left alone."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.extract.awards import FACTORY, Context, Reading, read_awards
from corpus.extract.rows import context_of
from corpus.places import Places
from corpus.types import Award, Corpus

ABOVE = Context(superiors={"省": "330000", "市": "330700"})


def read(text: str, context: Context = ABOVE) -> Reading:
    """The reading of a clause of a county in 金华."""
    return read_awards(text, context)


def told(reading: Reading) -> list[str]:
    """The promises in short: object, level, form, sums and what else is set."""
    return [f"{promise.object} {short(promise.award)}" for promise in reading.promises]


def short(award: Award) -> str:
    """An award in one line, without what is not set."""
    low, high = award.amount_min, award.amount_max
    sums = f"{low:g}-{high:g}" if low is not None and high is not None and low != high else f"{high or 0:g}"
    percent = f" {award.percent:g}% {award.base}" if award.percent else ""
    ratio = f" 1:{award.ratio:g}" if award.ratio else ""
    relative = f" {award.relative_to}+{award.relative_amount or 0:g}" if award.relative_to else ""
    once = " 一次性" if award.one_off else ""
    return f"{award.level or '—'} {award.form} {sums}{percent}{ratio}{relative}{once}".strip()


@pytest.mark.parametrize(
    ("clause", "promised"),
    [
        ("新认定的国家级、省级绿色工厂，分别给予100万元、50万元奖励。", ["国家级 fixed 100", "省级 fixed 50"]),
        ("国家级绿色工厂奖80万，省级绿色工厂奖30万", ["国家级 fixed 80", "省级 fixed 30"]),
        ("国家级绿色工厂最高奖60万元，省级最高30万元。", ["国家级 ceiling 60", "省级 ceiling 30"]),
        ("分别给予国家级、省级绿色工厂不超过60万元、30万元补助", ["国家级 ceiling 60", "省级 ceiling 30"]),
        ("国家级绿色工厂给予50万元以内的补助。", ["国家级 ceiling 50"]),
        ("获评绿色工厂的企业可得30-80万元奖励。", ["— range 30-80"]),
        ("获评国家级绿色工厂奖励一百五十万元。", ["国家级 fixed 150"]),
        ("国家级绿色工厂奖励1,500,000元。", ["国家级 fixed 150"]),
        ("国家级绿色工厂奖励0.5亿元。", ["国家级 fixed 5000"]),
        ("国家级绿色工厂补助标准为实际投入的15%，最高80万元。", ["国家级 percentage 80 15% 实际投入"]),
        ("被工信部认定为绿色工厂的，奖励50万元。", ["国家级 fixed 50"]),
        ("自治区绿色工厂奖励20万元。", ["省级 fixed 20"]),
        ("对国家级、省级绿色工厂均奖励20万元。", ["国家级 fixed 20", "省级 fixed 20"]),
        ("市级及以上绿色工厂奖励10万元。", ["国家级 fixed 10", "省级 fixed 10", "市级 fixed 10"]),
        (
            "对国家、省、市级绿色工厂分别一次性奖励50万元、30万元、10万元。",
            ["国家级 fixed 50 一次性", "省级 fixed 30 一次性", "市级 fixed 10 一次性"],
        ),
        (
            "省级绿色工厂按设备投资额的8%补助，单个企业最高200万元。",
            ["省级 percentage 200 8% 设备投资额"],
        ),
        ("国家级绿色工厂按省奖励资金1:0.5配套。", ["国家级 matching 0 1:0.5 330000+0"]),
        ("国家级绿色工厂在市级奖励基础上再给予20万元。", ["国家级 extra 20 330700+0"]),
        ("国家级绿色工厂给予一定比例奖补。", ["国家级 proportion 0"]),
        ("投资2000万元以上且获评国家级绿色工厂的，奖励50万元。", ["国家级 fixed 50"]),
        ("国家级绿色工厂50万元/家，省级20万元/家。", ["国家级 fixed 50", "省级 fixed 20"]),
        ("国家级绿色工厂奖励50万元，其中市级财政30万元、区级20万元。", ["国家级 fixed 50"]),
        ("国家级绿色工厂奖励50万元（其中市级30万元）；省级奖励20万元。", ["国家级 fixed 50", "省级 fixed 20"]),
        ("给予绿色工厂奖励，其中国家级50万元，省级20万元。", ["国家级 fixed 50", "省级 fixed 20"]),
        ("省级绿色工厂给予不低于50万元、不高于100万元的奖励。", ["省级 range 50-100"]),
        (
            "对获评浙江省绿色低碳工厂、金华市绿色低碳工厂的企业，分别给予20万元和8万元的奖励。",
            ["省级 fixed 20", "市级 fixed 8"],
        ),
        (
            "国家级绿色工厂在省、市奖励基础上，区财政再按市级奖励的50%给予配套，最高不超过30万元。",
            ["国家级 matching 30 1:0.5 330700+0"],
        ),
        (
            "对国家、省、金华市级绿色工厂，分别奖励50万元、30万元、10万元。",
            ["国家级 fixed 50", "省级 fixed 30", "市级 fixed 10"],
        ),
        ("创建绿色工厂。国家级的奖励50万元，省级的奖励20万元。", ["国家级 fixed 50", "省级 fixed 20"]),
        ("绿色工厂按以下标准奖励：国家级50万元；省级20万元。", ["国家级 fixed 50", "省级 fixed 20"]),
        ("列入国家层面绿色工厂名单的奖励50万元。", ["国家级 fixed 50"]),
        ("国家级、省级绿色工厂分别奖励50、20万元。", ["国家级 fixed 50", "省级 fixed 20"]),
        ("国家级/省级绿色工厂分别给予90万/45万奖励。", ["国家级 fixed 90", "省级 fixed 45"]),
        (
            "对获得国家或省、市工信部门绿色工厂认定的企业奖励12万元。",
            ["国家级 fixed 12", "省级 fixed 12", "市级 fixed 12"],
        ),
        ("省级绿色工厂奖励标准由每家10万元提高到15万元。", ["省级 fixed 15"]),
        (
            "国家级绿色工厂奖励由50万元、省级由20万元分别提高到80万元、30万元。",
            ["国家级 fixed 80", "省级 fixed 30"],
        ),
        ("国家级绿色工厂奖励100万元，省级减半。", ["国家级 fixed 100", "省级 fixed 50"]),
        ("国家级绿色工厂奖励80万元，省级绿色工厂按国家级标准的25%奖励。", ["国家级 fixed 80", "省级 fixed 20"]),
        (
            "国家级绿色工厂奖励标准为60万元，省级绿色工厂奖励标准为国家级的50%。",
            ["国家级 fixed 60", "省级 fixed 30"],
        ),
        ("国家级绿色工厂按省级财政奖励标准的50%配套。", ["国家级 matching 0 1:0.5 330000+0"]),
        ("国家级绿色工厂奖励50万元；已获省级奖励的，补足差额30万元。", ["国家级 fixed 50"]),
        ("国家级绿色工厂奖励50万元，已享受过的不再奖励。", ["国家级 fixed 50"]),
        ("支持绿色工厂建设，给予最高100万元补助。重点园区三年累计给予最高1亿元支持。", ["— ceiling 100"]),
        ("获评省级绿色低碳工厂的奖励50万元。", ["省级 fixed 50"]),
        ("一次性给予国家级绿色工厂５０万元奖励。", ["国家级 fixed 50 一次性"]),
        ("将“国家级绿色工厂奖励20万元”修改为“国家级绿色工厂奖励30万元”。", ["国家级 fixed 30"]),
    ],
)
def test_a_reward_clause_gives_its_awards(clause: str, promised: list[str]) -> None:
    reading = read(clause)
    assert told(reading) == [f"{FACTORY} {award}" for award in promised]
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("clause", "promised"),
    [
        (
            "国家级绿色工厂、绿色园区、绿色供应链管理企业分别奖励50万元、200万元、80万元。",
            ["绿色工厂 国家级 fixed 50", "绿色园区 国家级 fixed 200", "绿色供应链 国家级 fixed 80"],
        ),
        (
            "国家级绿色工厂奖励50万元，绿色园区奖励100万元。",
            ["绿色工厂 国家级 fixed 50", "绿色园区 国家级 fixed 100"],
        ),
        (
            "国家级绿色工厂和绿色供应链管理企业各奖励50万元。",
            ["绿色工厂 国家级 fixed 50", "绿色供应链 国家级 fixed 50"],
        ),
        (
            "国家级绿色工厂、省级绿色工厂、国家级绿色园区分别奖励100万元、50万元、200万元。",
            ["绿色工厂 国家级 fixed 100", "绿色工厂 省级 fixed 50", "绿色园区 国家级 fixed 200"],
        ),
        (
            "国家级绿色工厂、绿色园区分别奖励50万元、100万元，省级的分别奖励20、40万元。",
            [
                "绿色工厂 国家级 fixed 50",
                "绿色园区 国家级 fixed 100",
                "绿色工厂 省级 fixed 20",
                "绿色园区 省级 fixed 40",
            ],
        ),
        (
            "国家级绿色工厂（园区、供应链管理企业）奖励50万元。",
            ["绿色工厂 国家级 fixed 50", "绿色园区 国家级 fixed 50", "绿色供应链 国家级 fixed 50"],
        ),
        ("国家级孵化器奖励100万元，国家级绿色工厂奖励50万元。", ["绿色工厂 国家级 fixed 50"]),
        ("国家级专精特新小巨人奖励50万元，绿色工厂奖励80万元。", ["绿色工厂 国家级 fixed 80"]),
        ("国家级绿色工厂奖励50万元；光伏项目补助20万元。", ["绿色工厂 国家级 fixed 50"]),
    ],
)
def test_parks_supply_chains_and_other_schemes_are_kept_apart_from_factories(clause: str, promised: list[str]) -> None:
    assert told(read(clause)) == promised


@pytest.mark.parametrize(
    "clause",
    [
        "绿色工厂奖励资金总额2000万元。",
        "支持绿色工厂建设，年产值超过5000万元的企业优先。",
        "取消国家级绿色工厂50万元奖励。",
        "绿色工厂给予贷款贴息，最高100万元。",
        "绿色工厂能耗下降10%。",
        "支持企业创建绿色工厂，对获得认定的给予资金奖励。",
        "国家级智能工厂奖励100万元。",
        "绿色工厂评价第三方机构奖励10万元。",
        "近三年全市绿色工厂累计兑现奖补资金1200万元。",
    ],
)
def test_a_sum_that_is_no_award_is_not_read_as_one(clause: str) -> None:
    reading = read(clause)
    assert reading.promises == ()
    assert reading.unread == ()


@pytest.mark.parametrize(
    "clause",
    [
        "对国家级、省级绿色工厂、绿色园区，分别奖励50万元、30万元。",
        "国家级、省级、市级绿色工厂分别奖励50万元、30万元。",
        "国家级绿色工厂奖励50万元，光伏项目补助20万元。",
    ],
)
def test_what_pairs_in_no_certain_way_is_not_guessed_but_told(clause: str) -> None:
    reading = read(clause)
    assert reading.promises == ()
    assert "不明" in reading.unread[0]


@pytest.mark.parametrize(
    "clause", ["国家级绿色工厂奖励标准提高20万元。", "省级绿色工厂减半奖励。", "省级绿色工厂按国家级标准的50%奖励。"]
)
def test_a_change_of_an_award_that_is_not_stated_is_told(clause: str) -> None:
    reading = read(clause, Context())
    assert reading.promises == ()
    assert "没有写明" in reading.unread[0]


def test_an_extra_that_adds_to_nothing_named_is_told_and_leaves_the_award_before_it() -> None:
    reading = read("国家级绿色工厂奖励50万元，通过复核的再奖励10万元。")
    assert told(reading) == ["绿色工厂 国家级 fixed 50"]
    assert reading.promises[0].award.condition == ""
    assert "再奖励" in reading.unread[0]


def test_what_is_paid_under_a_former_rule_is_told_and_no_award() -> None:
    reading = read("国家级绿色工厂奖励50万元；2024年认定尚未兑现的绿色工厂，按原规定奖励30万元。")
    assert told(reading) == ["绿色工厂 国家级 fixed 50"]
    assert "旧规定" in reading.unread[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "国家级绿色工厂原先标准为每户20万元。",
        "上一轮奖励办法对国家级绿色工厂每户给20万元。",
    ],
)
def test_what_an_earlier_rule_gave_is_told_and_no_award(sentence: str) -> None:
    reading = read(f"国家级绿色工厂奖励45万元。{sentence}")
    assert told(reading) == ["绿色工厂 国家级 fixed 45"]
    assert "旧规定" in reading.unread[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "咨询公司每帮助2家企业评上国家级绿色工厂，给予3万元。",
        "对指导企业评上国家级绿色工厂的中介机构，奖励3万元；省级的奖励1万元。",
        "辅导企业创建省级绿色工厂成功的，奖励1万元。",
        "对推荐单位按每家国家级绿色工厂2万元补助。",
        "对国家级绿色工厂较多的镇、街道，奖励8万元。",
        "对绿色工厂创建中的先进个人，奖励2000元。",
    ],
)
def test_what_others_get_for_a_factory_is_told_and_none_of_its_awards(sentence: str) -> None:
    reading = read(f"国家级绿色工厂奖励45万元。{sentence}")
    assert told(reading) == ["绿色工厂 国家级 fixed 45"]
    assert "不是工厂自己的奖励" in reading.unread[0]


def test_those_who_run_a_park_get_its_award_and_factories_beside_coaches_keep_theirs() -> None:
    park = read("新获批国家级绿色园区的，给予园区管委会90万元奖励。")
    assert (told(park), park.unread) == (["绿色园区 国家级 fixed 90"], ())
    beside = read("对帮助企业的服务机构，每家奖励2万元；对国家级绿色工厂，奖励45万元。")
    assert told(beside) == ["绿色工厂 国家级 fixed 45"]
    assert told(read("经第三方评价机构评价合格的国家级绿色工厂奖励45万元。")) == ["绿色工厂 国家级 fixed 45"]


def test_who_bears_an_award_and_in_which_parts_it_is_paid_is_kept_beside_it() -> None:
    borne = read("国家级绿色工厂奖励50万元，市级财政承担20万元，县级财政承担30万元。")
    assert (told(borne), borne.payments) == (
        ["绿色工厂 国家级 fixed 50"],
        ("市级财政承担20万元", "县级财政承担30万元"),
    )
    parts = read("国家级绿色工厂奖励90万元，分三年发放，每年30万元。")
    assert (told(parts), parts.payments) == (["绿色工厂 国家级 fixed 90"], ("分三年发放，每年30万元",))
    assert parts.unread == ()


def test_a_bracket_that_says_who_bears_an_award_is_kept_beside_it() -> None:
    reading = read("国家级绿色工厂奖励50万元（市财政承担20万元，县财政承担30万元）。")
    assert (told(reading), reading.payments) == (
        ["绿色工厂 国家级 fixed 50"],
        ("市财政承担20万元，县财政承担30万元",),
    )


def test_parts_by_year_are_no_condition_of_the_award() -> None:
    reading = read("国家级绿色工厂奖励50万元，省级绿色工厂奖励20万元，分两年兑现，每年兑现50%。")
    assert [one.award.condition for one in reading.promises] == ["", ""]


def test_awards_by_the_day_of_recognition_keep_the_day_as_their_condition() -> None:
    reading = read("2024年以前认定的国家级绿色工厂奖励35万元；2024年及以后认定的，奖励55万元。")
    assert [(one.award.level, one.award.amount_max, one.award.condition) for one in reading.promises] == [
        ("国家级", 35.0, "2024年以前认定"),
        ("国家级", 55.0, "2024年及以后认定"),
    ]


def test_who_gets_an_award_may_stand_before_its_former_sum() -> None:
    assert told(read("原办法规定国家级绿色工厂奖励35万元，现调整为55万元。")) == ["绿色工厂 国家级 fixed 55"]


def test_what_a_treasury_above_the_place_gives_is_told_and_no_award_of_the_place() -> None:
    above = replace(ABOVE, above=("省", "市", "国家"))
    reading = read("国家级绿色工厂省财政奖励70万元，县财政奖励20万元。", above)
    assert told(reading) == ["绿色工厂 国家级 fixed 20"]
    assert "上级财政" in reading.unread[0]
    assert told(read("国家级绿色工厂市财政奖励30万元。")) == ["绿色工厂 国家级 fixed 30"]


def test_the_treasury_of_a_city_that_is_a_county_is_its_own(places: Places) -> None:
    assert "市" not in context_of(places.get("330782"), places).above
    assert "市" in context_of(places.get("330726"), places).above


@pytest.mark.parametrize(
    "clause",
    [
        "删去第五条“国家级绿色工厂奖励60万元”。",
        "第五条中“国家级绿色工厂奖励60万元”的内容予以删除。",
    ],
)
def test_what_a_notice_deletes_is_no_award(clause: str) -> None:
    assert read(clause).promises == ()


@pytest.mark.parametrize(
    "clause",
    [
        "原办法第五条对国家级绿色工厂奖励60万元的规定，自本通知印发之日起停止执行。",
        "废止第五条关于国家级绿色工厂奖励60万元、省级绿色工厂奖励30万元的条款。",
    ],
)
def test_an_award_that_a_sentence_ends_is_told_and_not_in_force(clause: str) -> None:
    reading = read(clause)
    assert reading.promises == ()
    assert "废止" in reading.unread[0]


def test_an_award_beside_a_repeal_stays() -> None:
    assert told(read("国家级绿色工厂奖励60万元，原有规定同时废止。")) == ["绿色工厂 国家级 fixed 60"]


def test_what_is_claimed_back_is_no_award_however_often_it_is_said() -> None:
    assert read("国家级绿色工厂未通过复核的，按奖励额的40%收回，即24万元。").promises == ()


def test_a_ceiling_on_a_year_of_one_enterprise_is_no_award() -> None:
    usual = read("国家级绿色工厂每家奖励40万元，原则上同一企业每年奖励不超过90万元。")
    assert (told(usual), usual.unread) == (["绿色工厂 国家级 fixed 40"], ())
    reading = read("国家级绿色产品每个奖励20000元，单个企业每年不超过100000元。")
    assert (told(reading), reading.caps) == (["绿色产品 国家级 fixed 2"], ("单个企业每年不超过100000元",))


@pytest.mark.parametrize(
    "clause",
    [
        "委托机构开展绿色工厂评价的，按评价费用的40%补助，最高5万元。",
        "设备更新按投资的8%补助，绿色工厂企业补助比例提高至10%，最高200万元。",
    ],
)
def test_a_share_of_costs_and_a_higher_share_for_factories_are_told_and_no_award_of_theirs(clause: str) -> None:
    reading = read(clause)
    assert reading.promises == ()
    assert "按费用或比例" in reading.unread[0]


def test_a_share_of_the_award_of_another_object_is_resolved_where_that_award_is_known() -> None:
    known = replace(ABOVE, known={("绿色工厂", "国家级"): 50.0, ("绿色工厂", "省级"): 20.0})
    clause = "国家级、省级绿色供应链，按同级绿色工厂标准的70%奖励"
    assert told(read(clause, known)) == ["绿色供应链 国家级 fixed 35", "绿色供应链 省级 fixed 14"]
    assert "没有写明" in read(clause).unread[0]


@pytest.mark.parametrize("clause", ["通过复核的国家级绿色工厂，按首次奖励标准的30%奖励。", "绿色园区按120%执行。"])
def test_a_share_of_an_award_that_is_not_named_is_told(clause: str) -> None:
    reading = read(f"国家级绿色工厂奖励50万元。{clause}")
    assert told(reading) == ["绿色工厂 国家级 fixed 50"]
    assert "没有写明" in reading.unread[0]


@pytest.mark.parametrize(
    "clause",
    [
        "市级四星级、三星级绿色工厂分别奖励25万元、12万元。",
        "对市级绿色工厂（四星级、三星级），分别奖励25万元、12万元。",
        "四星级市级绿色工厂奖励25万元，三星级市级绿色工厂奖励12万元。",
    ],
)
def test_grades_within_a_level_are_what_their_awards_depend_on(clause: str) -> None:
    reading = read(clause)
    assert [(one.award.level, one.award.amount_max, one.award.condition) for one in reading.promises] == [
        ("市级", 25.0, "四星级"),
        ("市级", 12.0, "三星级"),
    ]
    assert reading.unread == ()


def test_grades_that_are_more_than_their_sums_are_told() -> None:
    reading = read("市级五星级、四星级、三星级绿色工厂分别奖励25万元、12万元。")
    assert reading.promises == ()
    assert "不明" in reading.unread[0]


def test_what_another_treasury_may_add_is_kept_apart_from_the_award() -> None:
    reading = read("对国家级绿色工厂奖励100万元，所在县（市、区）可按1:0.5给予配套。")
    assert told(reading) == ["绿色工厂 国家级 fixed 100"]
    assert reading.matches == ("所在县（市、区）可按1:0.5给予配套",)


def test_a_sum_that_is_written_twice_is_one() -> None:
    assert told(read("国家级绿色工厂奖励伍拾万元（500,000元）。")) == ["绿色工厂 国家级 fixed 50"]


def test_a_match_keeps_its_ceiling() -> None:
    (promise,) = read("国家级绿色工厂按省级奖励1:1配套，最高不超过50万元。").promises
    assert (promise.award.form, promise.award.ratio, promise.award.amount_max) == ("matching", 1.0, 50.0)


def test_a_difference_is_kept_in_the_sources_words() -> None:
    reading = read("国家级绿色工厂奖励50万元；已获省级奖励的，补足差额30万元。")
    assert (reading.differences, reading.stacking) == (("补足差额30万元",), "top_up")


def test_a_ceiling_of_another_scheme_is_none_of_ours() -> None:
    assert read("绿色工厂奖励50万元。市级财政对重点园区累计给予最高1亿元支持。").caps == ()


def test_what_is_once_for_the_first_time_and_for_the_managers_is_kept() -> None:
    (promise,) = read("首次认定的国家级绿色工厂给予企业管理层一次性奖励20万元。").promises
    assert (promise.award.one_off, promise.award.condition, promise.award.recipient) == (True, "首次认定", "企业管理层")


@pytest.mark.parametrize(
    ("rule", "stacking", "partner"),
    [
        ("多级称号就高不重复。", "highest_only", ""),
        ("升级的补足差额。", "top_up", ""),
        ("与技术改造政策不重复享受。", "no_double", "技术改造政策"),
    ],
)
def test_how_awards_go_together_is_read(rule: str, stacking: str, partner: str) -> None:
    reading = read(f"国家级绿色工厂奖励50万元。{rule}")
    assert (reading.stacking, reading.stacking_with) == (stacking, partner)


def test_a_ceiling_on_everything_one_enterprise_gets_is_no_award() -> None:
    reading = read("国家级绿色工厂奖励100万元，同一企业全年累计不超过120万元。")
    assert told(reading) == ["绿色工厂 国家级 fixed 100"]
    assert reading.caps == ("同一企业全年累计不超过120万元",)


def test_the_award_that_another_one_adds_to_is_quoted_from_the_brackets() -> None:
    reading = read("国家级绿色工厂在市级奖励的基础上（国家级40万元），县财政再奖励8万元。")
    assert told(reading) == ["绿色工厂 国家级 extra 8 330700+40"]


def test_benefits_without_a_sum_are_named() -> None:
    assert read("绿色工厂在错峰生产、税收优惠方面给予倾斜。").benefits == ("错峰生产", "税收优惠")


REPORT = os.environ.get("WENCE_REPORT_TEXT", "")


@pytest.mark.skipif(not REPORT, reason="WENCE_REPORT_TEXT is not set")
def test_the_parser_reproduces_all_shipped_awards_from_the_reports_own_cells(corpus: Corpus, places: Places) -> None:
    from corpus.report import read_report, squeeze
    from corpus.report_tables import SUBSIDIES

    rows = read_report(Path(REPORT).read_text(encoding="utf-8")).tables[SUBSIDIES]
    wrong = []
    for subsidy in corpus.subsidies:
        printed = [row.cells for row in rows if row.seq == subsidy.seq]
        cell = next(cells["award"] for cells in printed if squeeze(subsidy.policy) in squeeze(cells["policy"]))
        context = replace(context_of(places.get(subsidy.place_code), places), objects=(FACTORY,))
        reading = read_awards(cell, context)
        found = [short(promise.award) for promise in reading.promises if promise.object == FACTORY]
        if (found, reading.stacking) != ([short(award) for award in subsidy.awards], subsidy.stacking):
            wrong.append((subsidy.id, found, reading.unread))
    assert wrong == []
    assert len(corpus.subsidies) == 62


def test_an_object_with_its_new_name_in_brackets_takes_nothing_from_the_object_before() -> None:
    text = "国家级绿色工厂、绿色供应链管理企业分别奖励60万元、50万元；省级绿色（低碳）工厂奖励20万元。"
    assert told(read(text)) == [
        "绿色工厂 国家级 fixed 60",
        "绿色供应链 国家级 fixed 50",
        "绿色工厂 省级 fixed 20",
    ]


def test_a_ceiling_for_the_year_that_names_its_object_is_no_award() -> None:
    reading = read("绿色设计产品（每个）奖励5万元，单家企业绿色设计产品奖励每年不超过20万元。")
    assert told(reading) == ["绿色产品 — fixed 5"]
    assert reading.caps == ("单家企业绿色设计产品奖励每年不超过20万元",)


@pytest.mark.parametrize("each", ["每个产品", "每个系列", "每款"])
def test_what_is_given_for_each_of_many_keeps_the_ceiling_of_one_enterprise(each: str) -> None:
    reading = read(f"入选国家绿色设计产品名单的，按{each}奖励2万元，同一企业最高10万元。")
    assert told(reading) == ["绿色产品 国家级 fixed 2"]
    assert (reading.item_caps, reading.caps) == ((("绿色产品", "同一企业最高10万元"),), ())


def test_what_the_treasuries_below_may_add_is_told_also_in_a_clause_of_its_own() -> None:
    reading = read("国家级绿色工厂奖励50万元；所在县市区可按不低于市级奖励的50%给予配套。")
    assert told(reading) == ["绿色工厂 国家级 fixed 50"]
    assert reading.matches == ("所在县市区可按不低于市级奖励的50%给予配套",)


def test_an_object_that_a_clause_names_again_gets_the_sum_alone() -> None:
    text = "同时获评绿色工厂和绿色供应链管理企业的，可叠加享受，绿色供应链国家级奖励30万元。"
    assert told(read(text)) == ["绿色供应链 国家级 fixed 30"]


def test_grades_may_stand_one_before_each_sum() -> None:
    awards = [one.award for one in read("市级星级绿色工厂：五星级15万元/家，四星级8万元/家。").promises]
    assert [(award.level, award.condition, award.amount_max) for award in awards] == [
        ("市级", "五星级", 15.0),
        ("市级", "四星级", 8.0),
    ]


def test_tiers_by_score_are_awards_of_one_level_each_with_its_tier() -> None:
    text = "市级绿色工厂按评审得分给予奖励：90分以上15万元，80—89分10万元，70—79分5万元。"
    awards = [one.award for one in read(text).promises]
    assert [(award.level, award.condition, award.amount_max) for award in awards] == [
        ("市级", "90分以上", 15.0),
        ("市级", "80—89分", 10.0),
        ("市级", "70—79分", 5.0),
    ]


def test_several_shares_have_the_ceilings_behind_them_in_their_order() -> None:
    text = (
        "获得国家、自治区绿色工厂奖励资金的，按上级实际到位资金的1:0.5、1:0.3给予配套，最高分别不超过40万元、20万元。"
    )
    assert told(read(text)) == ["绿色工厂 国家级 matching 40 1:0.5", "绿色工厂 省级 matching 20 1:0.3"]


def test_what_held_before_is_no_award_until_the_text_speaks_of_now() -> None:
    reading = read("当时国家级绿色工厂奖励45万元，省级奖励20万元，现国家级绿色工厂奖励60万元。")
    assert told(reading) == ["绿色工厂 国家级 fixed 60"]


def test_a_zero_carbon_factory_is_an_object_of_its_own() -> None:
    reading = read_awards("对通过市级零碳工厂评价的企业，给予一次性奖励40万元；新认定的省级零碳园区奖励100万元。")
    assert [(one.object, one.award.level, one.award.amount_max) for one in reading.promises] == [
        ("零碳工厂", "市级", 40.0),
        ("零碳园区", "省级", 100.0),
    ]


@pytest.mark.parametrize(
    ("clause", "promised"),
    [
        ("对国家级绿色园区区级奖励90万元。", ["绿色园区 国家级 fixed 90"]),
        ("对省级绿色工厂，区级按市级奖励标准的40%配套，即16万元。", ["绿色工厂 省级 fixed 16"]),
        (
            "绿色工厂国家级奖励50万元，区级奖励5万元。",
            ["绿色工厂 国家级 fixed 50", "绿色工厂 区级 fixed 5"],
        ),
        (
            "国家级绿色工厂、区级绿色工厂分别奖励50万元、5万元。",
            ["绿色工厂 国家级 fixed 50", "绿色工厂 区级 fixed 5"],
        ),
    ],
)
def test_the_level_of_the_treasury_that_pays_is_no_level_of_recognition(clause: str, promised: list[str]) -> None:
    county = Context(superiors={"省": "330000", "市": "330700"}, above=("省", "市", "国家"))
    assert told(read(clause, county)) == promised


def test_what_an_older_rule_gave_is_told_and_no_award() -> None:
    reading = read("原《甲市绿色工厂奖励暂行办法》规定国家级绿色工厂奖励25万元，标准偏低。")
    assert told(reading) == []
    assert [reason.partition("：")[0] for reason in reading.unread] == ["按旧规定兑现的奖励，不是现行标准"]
    assert "＿" not in "".join(reading.unread)
