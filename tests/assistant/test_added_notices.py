"""What added notices are asked for beside sums: their lists, clean-ups, and practical matters."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.keeping import library as keeper

DAY = "2026-11-26"
PAYMENTS = """南通市工业和信息化局关于2026年绿色制造奖励资金拟安排项目的公示

现将拟安排项目予以公示，公示期为2026年9月7日至9月11日。如有异议，请以书面形式实名反映。

南通市工业和信息化局

2026年9月7日

2026年绿色制造奖励资金拟安排项目表

单位：万元

序号\t企业名称\t县区\t奖励事由\t拟安排资金
1\t南通测安机械有限公司\t海门区\t2025年度国家级绿色工厂\t80
2\t南通测宁纺织有限公司\t如皋市\t2025年度省级绿色工厂\t30
3\t江苏测和化工有限公司\t启东市\t2025年度省级绿色工厂\t30
合计\t\t\t\t140
"""
RECHECK = """郑州市工业和信息化局关于2026年度市级绿色工厂复核结果的通报

对2023年度认定的市级绿色工厂进行了复核，21家企业通过。

附件1

暂缓通过企业名单

序号\t企业名称\t所在区县\t原因
1\t郑州测甲耐材有限公司\t新密市\t能耗指标未达标
2\t郑州测乙食品有限公司\t惠济区\t资料不完整

附件2

取消称号企业名单

序号\t企业名称\t所在区县\t原因
1\t郑州测丙水泥有限公司\t登封市\t已停产

郑州市工业和信息化局

2026年10月28日
"""
CLEAN_UP = """泰州市工业和信息化局关于行政规范性文件清理结果的公告

一、继续有效的文件（2件）

1.《泰州市绿色工厂管理办法》（泰工信〔2023〕5号）
2.《泰州市企业技术中心认定办法》（泰工信〔2022〕9号）

二、废止的文件（1件）

1.《泰州市落后产能淘汰办法》（泰工信〔2017〕3号）

泰州市工业和信息化局

2026年2月11日
"""
RULES = """厦门市工业和信息化局关于印发《厦门市绿色制造示范管理细则》的通知

厦工信规〔2026〕3号

厦门市绿色制造示范管理细则

第一条 国家级绿色工厂奖励60万元。市级绿色工厂不予资金奖励。（责任单位：市工业和信息化局、市财政局）

第二条 市级绿色工厂每年评定一次，每两年复核一次，公示期不少于7日。

第三条 国家级绿色工厂奖励实行免申即享，企业无需申报。

第四条 申请复核的企业于每年5月20日前提交下列材料：自评价报告、营业执照复印件。

厦门市工业和信息化局

2026年1月20日
"""
CHANGED = """漳州市工业和信息化局关于调整绿色制造奖励标准的通知

调整前后对照如下：

项目\t级别\t原标准\t现标准
绿色工厂\t国家级\t50万元\t70万元
绿色工厂\t省级\t20万元\t30万元

漳州市工业和信息化局

2026年7月21日
"""
APPLY = """台州市工业和信息化局关于组织申报2026年度市级绿色工厂的通知

各县（市、区）工业和信息化主管部门：现就有关事项通知如下。

一、申报条件。在本市依法注册，正常生产经营满两年。

二、申报材料。1.自评价报告；2.企业真实性承诺书。

三、其他事项。申报不收取任何费用，由各县（市、区）主管部门初审。

联系人：测某，电话：0576-8000123。

台州市工业和信息化局

2026年5月8日
"""
REMOVED = """云南省工业和信息化厅关于调整省级绿色工厂名单的通知

一、名称变更（1家）

1.昆明测子电子有限公司，变更为云南测子电子有限公司。

二、移出名单（2家）

1.曲靖测丑建材有限公司：发生较大生产安全事故；

2.玉溪测寅水泥有限公司：已停产。

云南省工业和信息化厅

2026年9月14日
"""
NOTICES = {
    "申报.txt": APPLY,
    "移出.txt": REMOVED,
    "调整.txt": CHANGED,
    "公示.txt": PAYMENTS,
    "通报.txt": RECHECK,
    "清理.txt": CLEAN_UP,
    "细则.txt": RULES,
}


@pytest.fixture(scope="module")
def added(wence_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant with the notices taken in."""
    folder = tmp_path_factory.mktemp("notices")
    home = Path(shutil.copytree(wence_home, folder / "home"))
    for name, text in NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    keeper.add(home, [folder / name for name in NOTICES])
    with Assistant.open(home) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("江苏测和化工有限公司这次拟安排多少奖励资金？", "江苏测和化工有限公司：拟安排资金 30 万元", "测安"),
        ("测宁纺织能拿多少？", "南通测宁纺织有限公司：拟安排资金 30 万元", "测安"),
        ("南通测康食品有限公司在这次公示的名单里吗？", "南通测康食品有限公司不在", "测安机械"),
        ("郑州测丙水泥有限公司为什么被取消称号？", "原因 已停产", "耐材"),
        ("郑州测丙水泥有限公司还在绿色工厂名单里吗？", "已不在名单里", "耐材"),
        ("厦门国家级绿色工厂奖多少？", "国家级 60 万元", "原标准"),
    ],
)
def test_of_a_firm_its_own_row_is_told_or_that_it_is_not_listed(
    added: Assistant, question: str, told: str, not_told: str
) -> None:
    headline = added.ask(question, as_of=DAY).headline
    assert told in headline
    assert not_told not in headline


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("南通这次公示了几家企业？", "共 3 家"),
        ("南通2026年绿色制造奖励资金一共拟安排多少？", "拟安排资金合计 140 万元"),
        ("南通2026年绿色制造奖励资金省级的一共拟安排多少？", "省级的 2 家，拟安排资金合计 60 万元"),
        ("郑州暂缓通过的企业有哪些？", "郑州测甲耐材有限公司、郑州测乙食品有限公司"),
        ("郑州暂缓通过的企业名单里新密有几家？", "新密市的有 1 家"),
    ],
)
def test_lists_are_counted_named_and_added_up(added: Assistant, question: str, told: str) -> None:
    assert told in added.ask(question, as_of=DAY).headline


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("泰州市绿色工厂管理办法是废止了还是继续有效？", "《泰州市绿色工厂管理办法》继续有效"),
        ("泰州市落后产能淘汰办法还有效吗？", "废止"),
        (
            "泰州清理以后哪些文件继续有效？",
            "继续有效的有 2 件：《泰州市绿色工厂管理办法》、《泰州市企业技术中心认定办法》",
        ),
    ],
)
def test_a_clean_up_notice_tells_what_stays_and_what_ends(added: Assistant, question: str, told: str) -> None:
    assert told in added.ask(question, as_of=DAY).headline


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("对南通绿色制造奖励资金公示有异议怎么提？", "书面形式实名反映"),
        ("厦门市级绿色工厂有没有奖金？", "不予资金奖励"),
        ("厦门绿色工厂奖励由哪个部门负责？", "责任单位：市工业和信息化局"),
        ("厦门市级绿色工厂多久复核一次？", "每两年复核一次"),
        ("厦门绿色工厂奖励要不要企业自己申报？", "无需申报"),
        ("厦门申请复核的材料什么时候前交？", "5月20日"),
        ("厦门申请复核要带哪些资料？", "营业执照复印件"),
        ("郑州2026年复核针对哪一年认定的绿色工厂？", "2023年度"),
        ("台州申报市级绿色工厂要交哪些材料？", "写的是：二、申报材料。1.自评价报告；2.企业真实性承诺书"),
        ("台州市级绿色工厂申报的咨询电话是多少？", "0576-8000123"),
        ("云南省2026年9月把哪几家企业移出了省级绿色工厂名单？", "曲靖测丑建材有限公司"),
    ],
)
def test_a_practical_matter_is_told_in_the_notices_own_words(added: Assistant, question: str, told: str) -> None:
    assert told in added.ask(question, as_of=DAY).headline


def test_a_small_table_of_one_place_does_not_answer_for_the_country(wence_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(wence_home, tmp_path / "home"))
    table = tmp_path / "绿色工厂奖励表.csv"
    table.write_text(
        "地区,级别,绿色工厂奖励金额（万元）,有效期至\n"
        "南浔区,国家级绿色工厂,61,2027-12-31\n南浔区,省级绿色工厂,31,2027-12-31\n",
        encoding="utf-8",
    )
    keeper.add(home, [table])
    with Assistant.open(home) as opened:
        assert "南浔区" in opened.ask("南浔区省级绿色工厂奖励多少", as_of=DAY).headline
        highest = opened.ask("省级绿色工厂的奖励，全国最高是多少？", as_of=DAY).headline
        assert highest.startswith("全国省级绿色工厂奖励最高 50 万元")


SHAOXING = """绍兴市人民政府关于延长《绍兴市绿色制造奖励办法》有效期的通知

一、《绍兴市绿色制造奖励办法》有效期延长至2028年3月31日。

二、第五条关于县级绿色工厂的奖励，自2026年4月1日起不再执行。

三、奖励实行免申即享，企业无需提交申请。

绍兴市人民政府
2026年3月1日

附件

第三条 国家级绿色工厂奖励70万元。

第四条 国家级绿色园区奖励90万元。
"""
GUANGXI = """广西壮族自治区工业和信息化厅关于印发《广西壮族自治区绿色工厂动态管理实施细则》的通知

第一条 绿色工厂应当于每年4月10日前填报动态管理表。

第二条 本细则自2026年5月1日起施行，有效期至2031年4月30日。

广西壮族自治区工业和信息化厅
2026年4月2日
"""


@pytest.fixture(scope="module")
def longer(wence_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant with a notice that lengthens a rule, and with a rule that gives no award."""
    folder = tmp_path_factory.mktemp("longer")
    home = Path(shutil.copytree(wence_home, folder / "home"))
    files = [folder / "绍兴.txt", folder / "广西.txt"]
    for file, text in zip(files, (SHAOXING, GUANGXI), strict=True):
        file.write_text(text, encoding="utf-8")
    keeper.add(home, files)
    with Assistant.open(home) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("绍兴市现在还给县级绿色工厂发奖励吗？", "县级绿色工厂的奖励，自2026年4月1日起不再执行"),
        ("绍兴绿色工厂奖励要自己去申请吗？", "免申即享"),
        ("绍兴市绿色制造奖励办法规定国家级绿色园区奖多少？", "绍兴市绿色园区的奖励：国家级 90 万元"),
        ("绍兴市绿色制造奖励办法规定国家级绿色工厂奖多少？", "国家级 70 万元；有效期至 2028-03-31"),
        ("广西壮族自治区绿色工厂动态管理实施细则有效期到什么时候？", "有效期至2031年4月30日"),
    ],
)
def test_what_a_notice_says_of_itself_is_told_whatever_it_is_called(
    longer: Assistant, question: str, told: str
) -> None:
    assert told in longer.ask(question, as_of=DAY).headline
