"""Whole headlines of the main shapes of question, word for word as a reader sees them."""

from __future__ import annotations

import pytest

from assistant.service import Assistant
from tests.talking import talk

ONE_PLACE = [
    (
        "义乌的国家级绿色工厂能奖多少钱？",
        "义乌市绿色工厂奖励：国家级 500 万元；有效期至 2020-12-31，截至 2026-11-22 已过期。",
    ),
    (
        "蚌埠国家级绿色工厂奖多少",
        "蚌埠市绿色工厂奖励：国家级按上级奖补 100 万元 1:1 配套，即 100 万元；施行日期 2017-01-01，未载明有效期。",
    ),
    (
        "云南绿色工厂奖多少",
        "云南省绿色工厂奖励：经认定的绿色工厂一次性 50—200 万元；印发日期 2017-08-16，未载明有效期。",
    ),
    (
        "杭州国家级绿色工厂奖多少钱",
        "资料的补贴表未单列杭州市；所属浙江省有支持政策但未载明具体金额：争取国家工业转型升级资金、"
        "专项建设基金和绿色信贷等"
        "政策支持；印发日期 2018-05-03，未载明有效期。",
    ),
    (
        "北京国家级绿色工厂奖多少",
        "北京市有绿色工厂支持政策，但资料未载明具体金额：加大财政支持力度，提供绿色金融支撑；"
        "印发日期 2016-12-05，未载明有效期。",
    ),
]
COMPUTED = [
    (
        "宁夏设备投资1200万能补多少",
        "宁夏回族自治区可补助 120 万元：设备实际投资 1200 万元 × 10% = 120 万元，未超过单个项目上限 300 万元。",
    ),
    (
        "盐城和亭湖区的国家级奖励加起来多少",
        "各层分别是：亭湖区国家级 20 万元，盐城市国家级 40 万元（首次认定）；资料未说明两层能否同时享受，"
        "如都能拿到，合计 60 万元，请向当地确认。",
    ),
    (
        "我们在义乌和永康各有一个厂，都评上国家级，一共能拿多少",
        "合计 600 万元：义乌市国家级 1 × 500 万元 = 500 万元；永康市国家级 1 × 100 万元 = 100 万元。",
    ),
    ("第三批到第五批平均每批多少家", "第三、四、五批平均每批 570.7 家（391 + 602 + 719 = 1712，1712 ÷ 3 = 570.7）。"),
]
LISTS = [
    (
        "浙江国家级奖励100万元以上的地方有哪些",
        "浙江省国家级奖励不低于 100 万元的地方共 5 个：义乌市 500 万元、永康市 100 万元、乐清市 100 万元、"
        "温州市 100 万元、"
        "吴兴区 100 万元。",
    ),
    (
        "除了浙江，国家级100万以上的市有哪些",
        "浙江省以外国家级奖励不低于 100 万元的市共 3 个：宣城市 100 万元、"
        "蚌埠市 按上级奖补 100 万元 1:1 配套，即 100 万元、"
        "武汉市（征求意见稿） 100 万元。",
    ),
    ("福建有没有国家级奖励超过50万的地方", "福建省国家级奖励高于 50 万元的地方共 1 个：福建省 100 万元。"),
    (
        "2020年到期的补贴政策有哪些地方",
        "全国在 2020 年到期的地方共 7 个：苏州工业园区（有效期至 2020-04-28，已过期）、"
        "合肥市（有效期至 2020-05-14，已过期）、"
        "津南区（有效期至 2020-12-31，已过期）、无锡市（有效期至 2020-12-31，已过期）、"
        "义乌市（有效期至 2020-12-31，已过期）、"
        "永康市（有效期至 2020-12-31，已过期）、温州市（有效期至 2020-12-31，已过期）。",
    ),
    (
        "浙江国家级奖励从高到低排",
        "浙江省国家级绿色工厂奖励从高到低：义乌市 500 万元、永康市 100 万元、乐清市 100 万元、"
        "温州市 100 万元、吴兴区 100 万元、"
        "温岭市 50 万元、衢州市 50 万元、慈溪市 30 万元、新昌县 30 万元。",
    ),
    (
        "国家级奖励最高的县级市是哪个",
        "全国县级市中，国家级绿色工厂奖励最高的是义乌市：500 万元；有效期至 2020-12-31，截至 2026-11-22 已过期。"
        "没有过期的里最高的是温岭市：50 万元（未载明有效期）。",
    ),
    (
        "哪个地方国家级和省级差距最大",
        "全国国家级与省级相差最大的是义乌市：相差 450 万元（国家级 500 万元，省级 50 万元）。",
    ),
    ("永康和义乌比，国家级谁给得多", "国家级绿色工厂：义乌市 500 万元，高于永康市 100 万元，相差 400 万元。"),
    ("义乌的国家级比省级多奖多少", "义乌市：国家级 500 万元，省级 50 万元，相差 450 万元。"),
]
VALIDITY = [
    (
        "义乌的政策还有效吗",
        "义乌市《关于推动实体经济高质量发展的若干意见（试行）》有效期至 2020-12-31，截至 2026-11-22 已过期。",
    ),
    (
        "厦门的政策2022年还有效吗",
        "厦门市《厦门市市级节约能源和发展循环经济专项资金管理办法》有效期至 2023-06-15（“有效期5年”，"
        "印发 2018-06-15 起 5 年，"
        "推算至 2023-06-15），截至 2022-12-31 仍在有效期内（现行有效）。",
    ),
]
NATIONAL = [
    ("哪一批家数最多", "通过家数最多的是第五批：719 家。"),
    (
        "2019年9月公布的那批什么时候复核",
        "第四批名单 2019-09 公布，按每三年一复核推算，应在 2022-09 前后复核（2019-09 + 3 年 = 2022-09），"
        "再下一轮 2025-09 前后。",
    ),
    ("绿色工厂多久复核一次", "国家级绿色工厂每三年复核一次（“每三年一复核”）。"),
    ("什么情况会被除名", "会被除名的情形：弄虚作假、发生重大安全事故、发生环境污染问题、不再符合绿色制造评价要求。"),
]
STANDARDS = [
    (
        "做水泥的绿色工厂评价标准号是多少",
        "水泥行业对应《水泥行业绿色工厂评价导则》，标准号 JC/T 2562-2020（行业标准），2020-04-24 已发布。",
    ),
    (
        "绿色工厂评价标准号是多少",
        "绿色工厂对应《绿色工厂评价通则》，标准号 GB/T 36132-2018（国家标准），已发布。",
    ),
    (
        "T/CESA 1090-2020是什么标准",
        "T/CESA 1090-2020 是《电视机制造业绿色工厂评价要求》（团体标准，中国电子工业标准化技术协会），"
        "2020-06-20 已发布。",
    ),
    (
        "已发布的绿色工厂行业标准有几项",
        "已发布、行业标准的绿色工厂标准共 9 项：SJ/T 11744-2019 电子信息、HG/T 5677-2020 石油炼制、"
        "HG/T 5678-2020 石油天然气开采、"
        "JC/T 2562-2020 水泥、JC/T 2563-2020 玻璃、JC/T 2564-2020 建筑陶瓷、JC/T 2565-2020 卫生陶瓷、"
        "FZ/T 07006-2020 丝绸、"
        "FZ/T 07009-2020 筒子纱智能染色。",
    ),
]
NOT_HELD = [
    (
        "义乌的奖励什么时候到账",
        "资料没有写义乌市的到账时间。相关的只有：义乌市绿色工厂奖励：国家级 500 万元，省级 50 万元；"
        "有效期至 2020-12-31，"
        "截至 2026-11-22 已过期。",
    ),
    ("国家级绿色工厂能奖多少钱", "请问贵厂在哪个省、市或区县？各地对国家级绿色工厂的奖励不同。"),
    (
        "朝阳区国家级绿色工厂奖多少",
        "请问您指的是哪个地方：北京市朝阳区、吉林省长春市朝阳区？请写明省、市或区县。",
    ),
    ("今天天气怎么样", "这个问题不在资料范围内，无法回答：本助手只回答绿色工厂政策。"),
    ("高新技术企业补贴多少", "资料没有高新技术企业的奖励或政策，只收录绿色工厂的，查不到高新技术企业的金额。"),
    ("美国绿色工厂补贴多少", "资料没有美国的绿色工厂补贴，只收录中国各地的补贴政策。"),
]
TALKS = [
    (
        ("义乌国家级奖多少", "省级呢"),
        "义乌市绿色工厂奖励：省级 50 万元；有效期至 2020-12-31，截至 2026-11-22 已过期。",
    ),
    (
        ("义乌国家级奖多少", "还有效吗"),
        "义乌市《关于推动实体经济高质量发展的若干意见（试行）》有效期至 2020-12-31，截至 2026-11-22 已过期。",
    ),
    (
        ("浙江国家级奖励100万元以上的地方有哪些", "其中县级市呢"),
        "浙江省国家级奖励不低于 100 万元的县级市共 3 个：义乌市 500 万元、永康市 100 万元、乐清市 100 万元。",
    ),
    (
        ("浙江国家级奖励50万以上的有哪些？", "去掉过期的"),
        "浙江省国家级奖励不低于 50 万元、到 2026-11-22 没有过期的地方共 2 个："
        "温岭市（未载明有效期）、衢州市（未载明有效期）。",
    ),
    (
        ("浙江国家级奖励50万以上的有哪些？", "100万以上的不要"),
        "浙江省国家级奖励不低于 50 万元、国家级奖励低于 100 万元的地方共 2 个：温岭市 50 万元、衢州市 50 万元。",
    ),
]


@pytest.mark.parametrize(
    ("question", "headline"), [*ONE_PLACE, *COMPUTED, *LISTS, *VALIDITY, *NATIONAL, *STANDARDS, *NOT_HELD]
)
def test_a_headline_answers_the_question_in_full(assistant: Assistant, question: str, headline: str) -> None:
    assert assistant.ask(question).headline == headline


@pytest.mark.parametrize(("turns", "headline"), TALKS)
def test_a_headline_of_a_follow_up_answers_the_question_in_full(
    assistant: Assistant, turns: tuple[str, ...], headline: str
) -> None:
    talk = assistant.conversation()
    assert [talk.ask(turn).headline for turn in turns][-1] == headline


def test_a_condition_on_the_validity_is_used_however_it_is_said(today: Assistant) -> None:
    for question in (
        "哪些地方国家级奖50万，有效期还没过的",
        "国家级奖50万且没过期的地方",
        "国家级奖50万的地方里有效期没过的有几个",
    ):
        answer = today.ask(question)
        assert answer.headline.startswith("没有一处写明到 2026-11-22 仍在期限内。"), question
        assert "50 万元的地方" in answer.headline, question
        assert "按 2026-11-22：3 处已过期，8 处未载明有效期" in answer.facts, question


def test_a_place_named_as_what_is_sought_asks_for_all_such_places(today: Assistant) -> None:
    answer = today.ask("国家级奖50万的地方")
    assert answer.status == "answered"
    assert "厦门市" in answer.headline


def test_a_place_with_two_rows_of_the_same_award_is_named_once_in_a_ranking(today: Assistant) -> None:
    headline = today.ask("省级绿色工厂奖励最高的三个城市").headline
    assert headline.count("乐清市") == 1
    assert "4 处并列" in headline  # 蚌埠 matches what 安徽 pays no more


@pytest.mark.parametrize("question", ["哪些省没有绿色工厂补贴", "哪几个省没出台绿色工厂奖励", "哪些地方没有补贴政策"])
def test_where_nothing_is_paid_is_not_answered_with_where_something_is(today: Assistant, question: str) -> None:
    answer = today.ask(question)
    assert answer.headline == "共 4 个省级地区：资料没有收录辽宁省、海南省、西藏自治区、陕西省的绿色工厂补贴条目。"
    assert "没有收录不等于当地没有补贴" in answer.caveats[0]


def test_a_document_number_that_is_asked_for_is_told_or_said_not_to_be_stated(today: Assistant) -> None:
    assert today.ask("乐清的省级绿色低碳工厂奖励文件文号是多少").headline.endswith("文号：乐经信〔2022〕11号。")
    unstated = today.ask("无锡的文件文号是什么")
    assert unstated.status == "partial"
    assert unstated.headline.endswith("文号资料没有载明。")


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("绿色工厂名单在哪里查", "第十批名单于 2026-03-11 公布"),
        ("怎么查绿色工厂的名单", "第十批名单于 2026-03-11 公布"),
        ("国家级名单哪里可以看到", "第十批名单于 2026-03-11 公布"),
        ("名单在哪个网站公布", "第十批名单于 2026-03-11 公布"),
        ("第五批名单在哪里查", "第五批"),
    ],
)
def test_where_to_look_up_a_list_is_not_stated_and_no_notice_of_a_place_stands_for_it(
    today: Assistant, asked: str, nearest: str
) -> None:
    answer = today.ask(asked)
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有写名单在哪里查")
    assert nearest in answer.headline
    assert {record["kind"] for record in answer.records} == {"batch"}


@pytest.mark.parametrize("asked", ["哪个省的国家级绿色工厂最多", "哪个省绿色工厂数量最多", "国家级名单里哪个地方最多"])
def test_which_place_has_most_factories_is_not_answered_with_what_places_pay(today: Assistant, asked: str) -> None:
    answer = today.ask(asked)
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有按地方统计的家数，只有全国各批的：第一批 201 家")
    assert "万元" not in answer.headline


def test_what_leads_and_has_expired_is_told_with_what_leads_of_the_rest(today: Assistant) -> None:
    headline = today.ask("浙江哪里国家级给得最高").headline
    assert headline.startswith("浙江省国家级绿色工厂奖励最高的是义乌市：500 万元；有效期至 2020-12-31")
    assert headline.endswith("没有过期的里最高的是温岭市、衢州市：50 万元（未载明有效期）。")
    assert "没有过期的里" not in today.ask("安徽哪里国家级给得最低").headline


def test_which_province_pays_most_names_the_province_of_the_city_that_leads(today: Assistant) -> None:
    headline = today.ask("哪个省绿色工厂奖励最多").headline
    assert "义乌市属浙江省" in headline
    assert "省本级（含自治区、直辖市）里最高的是福建省 100 万元、甘肃省 100 万元" in headline


LEFT_OUT = [
    (
        "安徽的奖励都有哪些，按高低排一下，已经过期的不要",
        "安徽省到 2026-11-26 没有过期的地方中，国家级绿色工厂奖励从高到低：宣城市 100 万元、"
        "淮北市 50 万元、安徽省 一次性 50 万元、徽州区 20 万元。",
    ),
    (
        "福建省的补贴有哪些，把没写金额的去掉",
        "福建省写明金额或比例的地方共 3 个：福建省 国家级 100 万元/省级最高 20 万元、"
        "厦门市 国家级 50 万元/省级 30 万元/市级 20 万元、泉州市 国家级 20 万元（配套）/省级 10 万元（配套）。",
    ),
    (
        "浙江国家级奖励从高到低排一下，过期的去掉",
        "浙江省到 2026-11-26 没有过期的地方中，国家级绿色工厂奖励从高到低：温岭市 50 万元、衢州市 50 万元。",
    ),
]


@pytest.mark.parametrize(("asked", "headline"), LEFT_OUT)
def test_what_is_to_be_left_out_is_left_out_and_not_the_only_thing_told(
    today: Assistant, asked: str, headline: str
) -> None:
    assert today.ask(asked, as_of="2026-11-26").headline == headline


@pytest.mark.parametrize("asked", ["江苏的奖励都有哪些", "列一下江苏的补贴", "江苏有哪些奖励"])
def test_the_awards_of_a_province_are_all_that_lie_in_it(today: Assistant, asked: str) -> None:
    answer = today.ask(asked)
    assert answer.headline.startswith("江苏省有绿色工厂补贴条目的地方共 5 个：无锡市")
    assert any(fact.startswith("江苏省本级") for fact in answer.facts)


@pytest.mark.parametrize("asked", ["申报绿色工厂要占多少地", "申报要用多少电", "申报绿色工厂要养多少棵树"])
def test_a_synonym_alone_makes_no_statement_an_answer(today: Assistant, asked: str) -> None:
    answer = today.ask(asked)
    assert answer.status == "no_answer"
    assert "201 家" not in answer.text


@pytest.mark.parametrize(
    "asked", ["公司准备明年申报国家级绿色工厂，现在要准备啥", "我们想申报，从哪开始", "申报要准备什么"]
)
def test_what_to_do_before_an_application_is_told_with_its_steps(today: Assistant, asked: str) -> None:
    assert today.ask(asked).headline.startswith("申报企业：先列入省级绿色工厂名单。省级工信部门每年7月31日前")


@pytest.mark.parametrize(
    ("before", "asked"),
    [("2026年还能申报国家级吗", "截止几号"), ("申报国家级需要什么条件", "什么时候截止")],
)
def test_until_when_follows_whether_one_can_apply(today: Assistant, before: str, asked: str) -> None:
    day = "省级工信部门每年7月31日前把省级名单中有代表性的绿色工厂推荐到部"
    assert day in today.ask(f"{before}，{asked}").headline
    assert talk(today, before, asked)[1].headline.startswith(day)


def test_the_steps_of_the_national_level_are_not_told_as_those_of_the_provincial(today: Assistant) -> None:
    answer = today.ask("怎么申报省级绿色工厂")
    assert answer.status == "partial"
    assert answer.headline.startswith("资料没有写省级的规定，国家级的是：")


def test_two_recognitions_are_set_apart_before_anything_else_is_told(today: Assistant) -> None:
    assert today.ask("零碳工厂和绿色工厂啥关系").headline.startswith("零碳工厂 2026 年起遴选，与绿色工厂是两个称号")


def test_the_older_sum_of_a_place_with_a_newer_document_leads_nothing_of_today(today: Assistant) -> None:
    answer = today.ask("哪里给得最多", as_of="2026-11-26")
    assert "没有过期的里最高的是宣城市、福建省" in answer.headline
    assert "内蒙古自治区" not in answer.headline
    assert "内蒙古自治区已有新文件，金额资料没有收录，这里是此前的数" in answer.facts


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("义乌的文件叫什么", "义乌市的绿色工厂补贴政策是《关于推动实体经济高质量发展的若干意见（试行）》"),
        ("错峰生产能豁免吗", "全国提到错峰生产的地方共 2 个：山西省"),
        ("我厂在深圳宝安，2021年拿的国家级，今年搬到惠州了，惠州还给钱吗", "惠州市绿色工厂奖励：国家级 50 万元"),
        ("绿色信贷怎么申请", "资料没有写申报流程。相关的只有：《关于开展绿色制造体系建设的通知》的国家支持"),
    ],
)
def test_what_is_asked_leads_though_other_words_stand_around_it(today: Assistant, asked: str, first: str) -> None:
    assert today.ask(asked, as_of="2026-11-26").headline.startswith(first)


def test_a_list_is_not_told_twice_for_how_many_and_which(today: Assistant) -> None:
    assert today.ask("省级给50万的有几个地方，分别是哪些").headline.count("内蒙古自治区") == 1


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("外资企业能申报绿色工厂吗", "「外资企业」资料没有写，收录的规定是："),
        ("小企业能申报吗", "「小企业」资料没有写，收录的规定是："),
        ("一个集团能报几家", "资料没有写申报数量限制。"),
        ("分公司能单独申报吗", "资料没有写分公司单独申报。"),
        ("整个过程要多久", "资料没有写审批时长。"),
        ("要请咨询公司吗", "资料没有写咨询机构。"),
    ],
)
def test_what_no_source_says_of_applying_is_told_by_its_name(today: Assistant, asked: str, first: str) -> None:
    answer = today.ask(asked)
    assert answer.headline.startswith(first)
    assert answer.status in ("partial", "no_answer")


@pytest.mark.parametrize("asked", ["失信被执行人能报吗", "我们能申报吗", "2026年能申报国家级吗"])
def test_ones_own_factory_and_what_bars_it_are_no_kind_that_is_unsaid(today: Assistant, asked: str) -> None:
    assert today.ask(asked).status == "answered"


def test_one_answer_counts_places_or_names_both(today: Assistant) -> None:
    answer = today.ask("全国有绿色工厂补贴条目的地方有哪些")
    assert answer.headline.startswith("全国有绿色工厂补贴条目的地方共 69 个：")
    assert answer.facts[0] == "按 2026-11-22，69 个地方的 72 条：16 条已过期，56 条未载明有效期"
    assert "符合条件的共 69 个地方、72 条，这里列前 40 条；全部可用 wence subsidies 查看。" in answer.caveats
