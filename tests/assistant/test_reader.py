"""What is read out of a question, whatever way it is typed."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from assistant.understanding.lexicon import FOLDER, load_lexicon
from assistant.understanding.reader import Reader
from assistant.understanding.request import Message, Request
from corpus.places import Places
from corpus.types import Corpus
from index.generations import open_index

XIAMEN_RULE = "厦门市市级节约能源和发展循环经济专项资金管理办法"


@pytest.fixture(scope="module")
def reader(corpus: Corpus, places: Places, wence_home: Path) -> Reader:
    """A reader with the dictionary of the built index, which tells where words end."""
    return Reader(corpus, places, load_lexicon(), open_index(wence_home).analyzer.is_word)


def message(reader: Reader, question: str) -> Message:
    return reader.read(question, date(2026, 11, 22))


def read(reader: Reader, question: str) -> Request:
    """The one request of a question; what is no question has an empty one."""
    requests = message(reader, question).requests
    assert len(requests) <= 1
    return requests[0] if requests else Request()


def names(request: Request) -> list[str]:
    return [place.name for place in request.places]


def sums(request: Request) -> tuple[float, ...]:
    """The sums of a request, those of conditions and the bare ones, in 万元."""
    values = [where.value for where in request.wheres("amount")]
    found = [each for value in values for each in (value if isinstance(value, tuple) else (value,))]
    return (*found, *(amount for amount in request.amounts if amount not in found))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("义乌的国家级绿色工厂能奖多少钱？", ["义乌市"]),
        ("浙江金华义乌", ["义乌市"]),
        ("浙江省金华市义乌市", ["义乌市"]),
        ("安徽省黄山市徽州区", ["徽州区"]),
        ("苏州工业园区省级呢", ["苏州工业园区"]),
        ("苏州吴江区", ["吴江区"]),
        ("惠州惠城区", ["惠城区"]),
        ("成都高新区", ["成都高新区"]),
        ("上海浦东", ["浦东新区"]),
        ("重庆两江新区", ["两江新区"]),
        ("内蒙那边", ["内蒙古自治区"]),
        ("广西省", ["广西壮族自治区"]),
        ("新疆维吾尔族自治区", ["新疆维吾尔自治区"]),
        ("吉林", ["吉林省"]),
        ("吉林市", ["吉林市"]),
        ("海南藏族自治州", ["海南藏族自治州"]),
        ("长沙省级", ["长沙市"]),
        ("重庆市级绿色工厂", ["重庆市"]),
        ("永康跟义乌比", ["永康市", "义乌市"]),
        ("山东山西河南河北", ["山东省", "山西省", "河南省", "河北省"]),
        ("浙江省的宁波市和杭州市", ["宁波市", "杭州市"]),
        ("长三角哪些地方有补贴", ["上海市", "江苏省", "浙江省", "安徽省"]),
        ("公安县", ["公安县"]),
        ("公安部门怎么说", []),
        ("长江和黄河", []),
        ("新区企业", []),
        ("北汽集团有几家", []),
        ("中山路的工厂", []),
    ],
)
def test_places_are_the_lowest_ones_named(reader: Reader, question: str, expected: list[str]) -> None:
    assert names(read(reader, question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("鼓楼区国家级绿色工厂", {"江苏省/南京市/鼓楼区", "福建省/福州市/鼓楼区"}),
        ("朝阳区奖多少", {"北京市/朝阳区", "吉林省/长春市/朝阳区"}),
        ("和平区", {"天津市/和平区", "辽宁省/沈阳市/和平区"}),
        ("shanxi guojiaji butie", {"山西省", "陕西省"}),
        ("suzhou guojiaji butie", {"江苏省/苏州市", "安徽省/宿州市"}),
    ],
)
def test_a_name_of_several_places_is_left_open(
    reader: Reader, places: Places, question: str, expected: set[str]
) -> None:
    asked = read(reader, question)
    assert asked.places == ()
    assert expected <= {places.path(place.code) for place in asked.undecided}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("江苏南京鼓楼区", ["鼓楼区"]),
        ("北京朝阳区", ["朝阳区"]),
        ("suzhou gongyeyuanqu guojiaji", ["苏州工业园区"]),
        ("anhui suzhou", ["宿州市"]),
        ("suzhou wujiang guojiaji jiangli", ["吴江区"]),
    ],
)
def test_what_stands_beside_a_name_decides_which_place_is_meant(
    reader: Reader, question: str, expected: list[str]
) -> None:
    asked = read(reader, question)
    assert (names(asked), asked.undecided) == (expected, ())


@pytest.mark.parametrize(
    ("question", "typed", "meant"),
    [
        ("义务市国家级绿色工厂", "义务市", "义乌市"),
        ("云男绿色工厂奖励", "云男", "云南省"),
        ("合飞国家级绿色工厂", "合飞", "合肥市"),
        ("夏门市", "夏门市", "厦门市"),
        ("郑洲国家级", "郑洲", "郑州市"),
        ("武汗", "武汗", "武汉市"),
        ("义鸟的补贴", "义鸟", "义乌"),
        ("毫州", "毫州", "亳州"),
        ("蚌阜国家级", "蚌阜", "蚌埠"),
        ("乐靖市", "乐靖", "乐清"),
        ("yiwu国家级", "yiwu", "义乌市"),
        ("ＹＩＷＵ国家级绿色工厂", "YIWU", "义乌市"),
        ("Xiamen的省级奖励", "Xiamen", "厦门市"),
        ("national-level green factory in Yiwu", "Yiwu", "义乌市"),
        ("温洲省级绿色工厂", "温洲", "温州市"),
    ],
)
def test_a_mistyped_place_is_read_as_meant_and_the_correction_is_kept(
    reader: Reader, question: str, typed: str, meant: str
) -> None:
    asked = message(reader, question)
    assert {each.typed: each.read for each in asked.corrections}[typed] == meant
    (place,) = asked.requests[0].places
    assert meant in (place.name, place.short)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("绿色工场补帖多少", "绿色工厂补贴多少"),
        ("国家集绿色工场", "国家级绿色工厂"),
        ("国家及绿色工厂", "国家级绿色工厂"),
        ("省集绿色工厂将励", "省级绿色工厂奖励"),
        ("绿色工厂多久复合一次", "绿色工厂多久复核一次"),
        ("一年复和", "一年复核"),
        ("评价标淮", "评价标准"),
        ("绿色工厂名但", "绿色工厂名单"),
        ("绿色工厂的有校期", "绿色工厂的有效期"),
        ("错锋生产", "错峰生产"),
        ("第三放机构", "第三方机构"),
        ("什么情况除明", "什么情况除名"),
        ("第三匹绿色工厂名单", "第三批绿色工厂名单"),
        ("第五批公部了吗", "第五批公布了吗"),
        ("yiwu guojiaji butie", "义乌市国家级补贴"),
        ("yi wu guo jia ji lv se gong chang bu tie duo shao", "义乌市国家级绿色工厂补贴多少"),
        ("xiamen shengji jiangli duoshao", "厦门市省级奖励多少"),
        ("guojiaji lüse gongchang jiangli", "国家级绿色工厂奖励"),
        ("fuhe duojiu yici", "复核多久一次"),
        ("shuini biaozhun", "水泥标准"),
        ("national-level green factory in Yiwu", "国家级绿色工厂义乌市"),
        ("green factory subsidy Hefei", "绿色工厂补贴合肥市"),
        ("which standard for cement", "哪些标准水泥"),
        ("義烏國家級綠色工廠能獎多少錢", "义乌国家级绿色工厂能奖多少钱"),
        ("廈門市省級綠色工廠獎勵", "厦门市省级绿色工厂奖励"),
        ("Ｔ／ＣＥＳＡ　１０８０－２０２０", "T/CESA 1080-2020"),
        ("设备投资１２００万", "设备投资1200万"),
        ("义 乌 国家级", "义乌国家级"),
        ("义乌\u200b国家级\x07", "义乌国家级"),
    ],
)
def test_a_question_is_read_in_simplified_chinese_without_slips(reader: Reader, question: str, text: str) -> None:
    assert message(reader, question).text == text


@pytest.mark.parametrize(
    "question",
    [
        "企业的义务有哪些",
        "义务教育",
        "绿色工厂有什么义务",
        "产业升级有补贴吗",
        "转型升级资金",
        "升级改造",
        "复合材料有绿色工厂标准吗",
        "复合肥厂按哪个标准",
        "实际投资多少",
        "设计单位能申请吗",
        "自主申报",
        "国家机关",
        "国家计划",
        "按照哪个通知实施",
        "伊利集团",
        "工业企业合同",
        "生产安全程度",
        "新材料世纪工程",
        "事迹材料",
        "LED灯的标准",
        "UPS的绿色工厂标准",
        "PVC有标准吗",
        "EHS经理",
        "AI",
        "四级奖励",
        "精华路的企业",
        "我们新建的工厂",
        "宣称的奖励",
        "著名企业",
        "出名的企业",
        "复合型企业",
        "县级财政",
        "四级湿地",
        "星际公司",
    ],
)
def test_words_that_are_meant_as_written_are_left_alone(reader: Reader, question: str) -> None:
    asked = message(reader, question)
    assert (asked.text, asked.corrections) == (question, ())
    assert not any(request.places for request in asked.requests)


def test_every_place_of_the_country_is_read_as_itself(reader: Reader, places: Places) -> None:
    wrong = []
    for place in places:
        asked = read(reader, f"{places.path(place.code).replace('/', '')}国家级绿色工厂奖励多少")
        read_as = [one for one in asked.places if place.name in one.all_names]
        if len(read_as) != 1 or len(asked.places) != 1 or asked.levels != ("国家级",) or asked.corrections:
            wrong.append(asked.text)
    assert not wrong


@pytest.mark.parametrize(
    ("question", "levels"),
    [
        ("国家级和省级分别多少", ("国家级", "省级")),
        ("省级、国家级", ("省级", "国家级")),
        ("工信部认定的绿色工厂", ("国家级",)),
        ("国字号绿厂", ("国家级",)),
        ("自治区级", ("省级",)),
        ("义乌市绿色工厂奖励多少", ()),
        ("安徽省绿色工厂奖励多少", ()),
        ("温州市级绿色工厂", ("市级",)),
        ("市级、区级", ("市级", "区级")),
        ("县级", ("区级",)),
        ("provincial green factory", ("省级",)),
        ("義烏國家級", ("国家级",)),
        ("国家级经开区的企业", ()),
        ("省级财政资金", ()),
        ("27个省级地区", ()),
        ("地级市有哪些", ()),
        ("县级市", ()),
        ("绿色工厂升级改造", ()),
        ("工信部公布的名单", ("国家级",)),
    ],
)
def test_levels_are_those_of_recognition_in_the_order_named(
    reader: Reader, question: str, levels: tuple[str, ...]
) -> None:
    assert read(reader, question).levels == levels


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("奖励100万元以上", (100.0,)),
        ("奖励一百五十万", (150.0,)),
        ("两百万", (200.0,)),
        ("一千万", (1000.0,)),
        ("1千万", (1000.0,)),
        ("1.5亿", (15000.0,)),
        ("2000000元", (200.0,)),
        ("1,200万元", (1200.0,)),
        ("设备投资１２００万", (1200.0,)),
        ("7.5万", (7.5,)),
        ("50万-200万", (50.0, 200.0)),
        ("超过30万少于100万", (30.0, 100.0)),
        ("500", ()),
        ("多少万家企业", ()),
        ("10万家", ()),
        ("2020年", ()),
        ("GB/T 36132-2018", ()),
        ("设备投资 1000 万元", (1000.0,)),
        ("10 万家", ()),
        ("年产100万吨", ()),
        ("1到2千万", (1000.0, 2000.0)),
        ("三到五十万", (30.0, 50.0)),
        ("200000-500000元", (20.0, 50.0)),
        ("介于50和100万之间", (50.0, 100.0)),
        ("100~200万", (100.0, 200.0)),
        ("30-50万之间", (30.0, 50.0)),
        ("一百到二百万", (100.0, 200.0)),
    ],
)
def test_amounts_are_read_in_ten_thousand_yuan(reader: Reader, question: str, amounts: tuple[float, ...]) -> None:
    assert sums(read(reader, question)) == amounts


@pytest.mark.parametrize(
    ("question", "dates"),
    [
        ("2020年12月31日还有效吗", ["2020-12-31"]),
        ("2020 年 12 月 31 日", ["2020-12-31"]),
        ("２０２０年１２月３１日", ["2020-12-31"]),
        ("2019-06-01", ["2019-06-01"]),
        ("2019/6/1", ["2019-06-01"]),
        ("2019.06.01", ["2019-06-01"]),
        ("2019/6", ["2019-06"]),
        ("2018年3月", ["2018-03"]),
        ("2018年3月份", ["2018-03"]),
        ("2019年", ["2019"]),
        ("19年发布的", ["2019"]),
        ("20年底", ["2020"]),
        ("2020-13-45", []),
        ("有效期5年", []),
        ("3年", []),
    ],
)
def test_dates_keep_the_precision_they_are_given_in(reader: Reader, question: str, dates: list[str]) -> None:
    assert [mention.value for mention in read(reader, question).dates] == dates


@pytest.mark.parametrize(
    ("question", "batches"),
    [
        ("第三批", (3,)),
        ("第3批", (3,)),
        ("首批", (1,)),
        ("末批", (5,)),
        ("最近一批", (5,)),
        ("前三批", (1, 2, 3)),
        ("后两批", (4, 5)),
        ("第一批和第三批", (1, 3)),
        ("一、二批", (1, 2)),
        ("第一到第三批", (1, 2, 3)),
        ("五批一共多少家", (1, 2, 3, 4, 5)),
        ("第六批", (6,)),
        ("第3匹", (3,)),
        ("first batch", (1,)),
        ("一批企业", ()),
        ("第0批", ()),
        ("第一二批", (1, 2)),
        ("第三、四两批", (3, 4)),
        ("第三四两批", (3, 4)),
        ("第一、二、三、四批", (1, 2, 3, 4)),
        ("第四五批", (4, 5)),
        ("第三到五批", (3, 4, 5)),
        ("3-5批", (3, 4, 5)),
        ("第三和第五批之间差多少", (3, 5)),
        ("最近2批", (4, 5)),
        ("第十一批", (11,)),
    ],
)
def test_batches_are_the_numbers_named(reader: Reader, question: str, batches: tuple[int, ...]) -> None:
    assert read(reader, question).batches == batches


@pytest.mark.parametrize(
    ("question", "stars"),
    [("五星级", (5,)), ("5星", (5,)), ("三颗星", (3,)), ("四星和五星", (4, 5)), ("明星企业", ()), ("六星", (6,))],
)
def test_stars_are_the_grades_named(reader: Reader, question: str, stars: tuple[int, ...]) -> None:
    assert read(reader, question).stars == stars


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("T/CESA 1090-2020 是什么标准", ("T/CESA 1090-2020",)),
        ("t/cesa1090", ("T/CESA 1090",)),
        ("Ｔ／ＣＥＳＡ　１０８０－２０２０", ("T/CESA 1080-2020",)),
        ("T/CESA 1080—2020", ("T/CESA 1080-2020",)),
        ("GB/T36132", ("GB/T 36132",)),
        ("GB/T 36132-2018", ("GB/T 36132-2018",)),
        ("jc/t 2562", ("JC/T 2562",)),
        ("1090-2020是什么标准", ("1090-2020",)),
        ("T/CESA 1080-2020和T/CESA 1081-2020", ("T/CESA 1080-2020", "T/CESA 1081-2020")),
        ("2019-2020年", ()),
        ("2020-12-31", ()),
        ("DB33/T 123", ("DB33/T 123",)),
    ],
)
def test_standard_numbers_are_folded_to_one_spelling(reader: Reader, question: str, numbers: tuple[str, ...]) -> None:
    assert read(reader, question).numbers == numbers


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("做路灯的", "T/CESA 1096-2020"),
        ("充电宝厂", "T/CESA 1080-2020"),
        ("硒鼓", "T/CESA 1095-2020"),
        ("UPS", "T/CESA 1097-2020"),
        ("晶圆厂", "T/CESA 1081-2020"),
        ("水泥厂", "JC/T 2562-2020"),
        ("瓷砖", "JC/T 2564-2020"),
    ],
)
def test_everyday_products_lead_to_their_standard(reader: Reader, question: str, number: str) -> None:
    assert number in [standard.number for standard in read(reader, question).standards]


@pytest.mark.parametrize(
    ("question", "relation", "operation", "aspect"),
    [
        ("国家级能奖多少钱", "subsidies", "value", "amount"),
        ("奖励标准是多少", "subsidies", "value", "amount"),
        ("给几个钱", "subsidies", "value", "amount"),
        ("我市能奖多少", "subsidies", "value", "amount"),
        ("政策还有效吗", "subsidies", "value", "valid"),
        ("除了钱还有什么好处", "subsidies", "value", "benefit"),
        ("哪些地方奖励最高", "subsidies", "extreme", "amount"),
        ("哪些地方国家级奖励100万元以上", "subsidies", "list", "amount"),
        ("有几个地方奖励100万元以上", "subsidies", "count", "amount"),
        ("长三角国家级奖励平均多少", "subsidies", "mean", "amount"),
        ("省里市里加起来", "subsidies", "sum", "amount"),
        ("升级到国家级还能补多少", "subsidies", "sum", "amount"),
        ("评价标准的标准号", "standards", "value", "number"),
        ("第一批到第三批一共多少家", "batches", "sum", "count"),
        ("浙江2018年发布了哪些政策", "policies", "list", "issued"),
        (f"《{XIAMEN_RULE}》哪天印发", "subsidies", "value", "issued"),
    ],
)
def test_a_question_is_one_request_of_one_relation(
    reader: Reader, question: str, relation: str, operation: str, aspect: str
) -> None:
    asked = read(reader, question)
    assert (asked.relation, asked.operation, asked.aspects[0]) == (relation, operation, aspect)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("奖励标准是多少", "topic.standard"),
        ("评价标准的标准号", "topic.money"),
        ("国家级能奖多少钱", "operation.most"),
        ("复合材料", "topic.recheck"),
        ("复合材料", "unsaid.申报材料"),
        ("给几个钱", "ask.many"),
        ("整改名单里有我们吗", "event."),
        ("全省市县区都给吗", "rank.county"),
    ],
)
def test_a_word_is_none_inside_another_word(reader: Reader, question: str, absent: str) -> None:
    assert not any(request.mentions(absent) for request in message(reader, question).requests)


@pytest.mark.parametrize(
    ("question", "conditions"),
    [
        ("哪些地方国家级奖励100万元以上", [("amount", "ge", 100.0)]),
        ("哪些地方国家级奖励超过30万少于100万", [("amount", "gt", 30.0), ("amount", "lt", 100.0)]),
        ("哪些地方奖励在50到100万之间", [("amount", "between", (50.0, 100.0))]),
        ("2019年印发的补贴政策有哪些地方", [("issued", "eq", "2019")]),
        ("2017年到2019年印发的补贴政策有哪些地方", [("issued", "between", ("2017", "2019"))]),
        ("哪些地方的补贴2020年到期", [("ends", "eq", "2020")]),
        ("哪个地级市国家级奖励最高", [("rank", "is", ("city",))]),
    ],
)
def test_a_condition_is_a_field_a_test_and_a_value(
    reader: Reader, question: str, conditions: list[tuple[str, str, object]]
) -> None:
    assert [(where.field, where.test, where.value) for where in read(reader, question).where] == conditions


@pytest.mark.parametrize(
    ("question", "slot", "expected"),
    [
        ("高新技术企业补贴", "objects", ("高新技术企业",)),
        ("屋顶光伏补贴", "objects", ("光伏",)),
        ("美国绿色工厂补贴", "outside", ("美国",)),
        ("市里和区里", "payers", ("city", "district")),
        (f"《{XIAMEN_RULE}》", "titles", (XIAMEN_RULE,)),
        ("被除名以后多久能再申报", "unsaid", ("再次申报的间隔",)),
    ],
)
def test_other_subjects_payers_titles_and_what_nothing_says_are_told_apart(
    reader: Reader, question: str, slot: str, expected: tuple[str, ...]
) -> None:
    assert getattr(read(reader, question), slot) == expected


def test_a_title_lends_a_question_none_of_its_words(reader: Reader) -> None:
    asked = read(reader, f"《{XIAMEN_RULE}》哪天印发")
    assert asked.mentions("aspect.issued")
    assert not asked.mentions("topic.money", "topic.standard", "subject.factory")


@pytest.mark.parametrize(
    ("question", "relations"),
    [
        ("义乌做电视机的，国家级奖多少，标准号是哪个", ["subsidies", "standards"]),
        ("义乌国家级奖多少？第三批多少家？", ["subsidies", "batches"]),
        ("谢谢", [""]),
    ],
)
def test_two_things_asked_are_two_requests(reader: Reader, question: str, relations: list[str]) -> None:
    assert [request.relation for request in message(reader, question).requests] == relations


@pytest.mark.parametrize(
    "question",
    ["", " ", "\x00\x1b[31m", "\ud800", "é" * 5, "😀", "国" * 5000, "AND OR NOT * ? \"'()[]{}:^~", "1" * 400 + "万"],
)
def test_any_text_is_read_without_an_error(reader: Reader, question: str) -> None:
    assert message(reader, question).typed == question


def test_no_word_of_the_vocabulary_stands_twice_in_one_list() -> None:
    twice = []
    for path in sorted(FOLDER.glob("*.toml")):
        for section, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            lists = ((name, words) for name, words in table.items() if isinstance(words, list))
            twice += [(path.name, section, name) for name, words in lists if len(words) != len(set(words))]
    assert twice == []
