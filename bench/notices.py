"""Made notices of many patterns: a library of any size, as folders that are taken in and as texts to take in.

    python bench/notices.py FOLDER --count 200      # texts, one file a notice

Every notice is of one place and year and promises for three levels; forms of awards, ends, clauses and headings vary.
The same number always gives the same notice, whatever stands beside it. Nothing here is a real policy.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.passages import write_passages
from corpus.places import Place, Places, load_places
from corpus.store import write_metadata
from corpus.tables import award_rows, write_table
from corpus.types import Award, Document, Passage, Source, Subsidy

ROWS = 3
PLACES = 701
"""places that publish, in turn: from there on a place has several notices, and every other one replaces the last"""
LEVELS = ("国家级", "省级", "市级")
THEMES = (
    "工业绿色发展", "制造业高质量发展", "绿色制造体系建设", "工业企业技术改造", "节能降碳", "工业经济平稳增长",
    "先进制造业集群培育", "工业转型升级", "循环经济发展", "智能制造和绿色制造融合", "专精特新企业培育",
    "减污降碳协同增效",
)  # fmt: skip
KINDS = ("若干措施", "实施办法", "扶持政策", "专项资金管理办法", "奖励办法", "实施意见", "行动方案", "补助实施细则")
BODIES = ("工业和信息化局", "人民政府办公室", "发展和改革局", "经济和信息化委员会")
DUTIES = (
    "申报企业应当在{place}登记注册，具有独立法人资格，近{years}年未发生较大及以上安全、质量和环境事故。",
    "申报材料包括申请表、营业执照、自评价报告和第三方评价报告，由{body}受理，于每年{month}月底前报送。",
    "同一企业同一事项按就高不重复的原则享受，已获得{other}级财政奖励的补足差额。",
    "专项资金实行专款专用，{body}会同财政部门每年开展一次绩效评价，弄虚作假的追回资金并在{years}年内取消资格。",
    "入选企业应当每{years}年开展一次复核，单位产品综合能耗高于能耗限额标准的，移出名单。",
    "鼓励企业开展清洁生产审核、能源管理体系认证和水平衡测试，优先列入错峰生产豁免清单。",
    "绿色设计产品、绿色工业园区和绿色供应链管理企业的奖励另行制定，不适用本{kind}。",
    "建设屋顶分布式光伏、余热回收、储能等项目的，按照设备投资额予以支持，项目应当在{year}年内完成验收。",
)
HEADINGS = (
    ("一、支持对象", "二、支持标准", "三、组织实施"),
    ("第一章 总则", "第二章 奖励标准", "第三章 附则"),
    ("1 适用范围", "2 奖励标准", "3 管理要求"),
    ("（一）申报条件", "（二）奖补标准", "（三）监督管理"),
)
CLAUSES = (
    "对首次认定为{level}绿色工厂的企业，{award}。",
    "新获得{level}绿色工厂称号的，{award}。",
    "支持创建绿色工厂。被评为{level}绿色工厂的工业企业，由区级财政{award}。",
    "列入{level}绿色工厂名单的企业，经公示无异议后{award}。",
    "鼓励绿色化改造。通过{level}绿色工厂评价的企业，{award}，用于节能改造。",
)


@dataclass(frozen=True)
class Notice:
    """A made document with its rows."""

    document: Document
    passages: tuple[Passage, ...]
    subsidies: tuple[Subsidy, ...]
    place: Place


def made_notices(count: int, first: int = 0) -> Iterator[Notice]:
    """``count`` notices from number ``first`` on."""
    places = load_places()
    own = [place for place in places if place.rank in ("city", "county")]
    for number in range(first, first + count):
        yield _notice(number, own[number % PLACES * 4], places)


def _notice(number: int, place: Place, places: Places) -> Notice:
    draw = random.Random(number)
    year, theme, kind = draw.randint(2018, 2026), draw.choice(THEMES), draw.choice(KINDS)
    title = _title(place, theme, kind, year, number)
    day = f"{year}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    doc_id, body = f"made-{number:05d}", place.name + draw.choice(BODIES)
    end = draw.choice(("", "", f"{year + 2}-12-31", f"{year + 4}-12-31"))
    document = Document(
        id=doc_id, title=title, issuing_body=body, places=(place.code,), issue_date=day, expiry_date=end,
        document_number=_number(place, year, number), draft=draw.random() < 0.05,
        supersedes=_older(place, number), supersedes_words=_older(place, number),
    )  # fmt: skip
    headings = draw.choice(HEADINGS)
    rows = tuple(_row(draw, document, place, places, at) for at in range(ROWS))
    texts = [(headings[0], _duty(draw, place, year, kind)), *((headings[1], row.provision) for row in rows)]
    texts += [(headings[2], _duty(draw, place, year, kind)) for _ in range(draw.randint(1, 4))]
    passages = tuple(
        Passage(
            id=f"{doc_id}:{at}", source=Source(doc_id=doc_id, section=heading, locator=f"第{at}条"), text=text,
            quote_kind="original", title=heading,
        )
        for at, (heading, text) in enumerate(texts, 1)
    )  # fmt: skip
    return Notice(document, passages, rows, place)


def _title(place: Place, theme: str, kind: str, year: int, number: int) -> str:
    return f"{place.name}关于支持{theme}的{kind}（{year}年第{number % 97 + 1}号）"


def _number(place: Place, year: int, number: int) -> str:
    return f"{place.name[0]}工信〔{year}〕{number}号"


def _older(place: Place, number: int) -> tuple[str, ...]:
    """What every other later notice replaces: the same place's last one, by title and number."""
    if number < PLACES or number % 2:
        return ()
    draw = random.Random(number - PLACES)
    year, theme, kind = draw.randint(2018, 2026), draw.choice(THEMES), draw.choice(KINDS)
    last = number - PLACES
    return (f"《{_title(place, theme, kind, year, last)}》（{_number(place, year, last)}）",)


def _row(draw: random.Random, document: Document, place: Place, places: Places, at: int) -> Subsidy:
    level = LEVELS[at]
    award = _award(draw, level)
    clause = draw.choice(CLAUSES).format(level=level, award=award.words)
    province = places.province(place.code)
    return Subsidy(
        id=f"{document.id}:s{at + 1}", source=Source(doc_id=document.id, section="奖励标准", locator=f"第{at + 2}条"),
        seq=str(at + 1), place_code=place.code, place=place.name, province=province.name if province else "",
        policy=document.title, document_number=document.document_number, issuing_body=document.issuing_body,
        awards=(award,), provision=clause.rstrip("。"), date=document.issue_date, date_kind="印发",
        end_date=document.expiry_date, end_basis="stated" if document.expiry_date else "", draft=document.draft,
        end_words=f"有效期至{document.expiry_date}" if document.expiry_date else "",
        stacking="highest_only" if draw.random() < 0.2 else "",
    )  # fmt: skip


def _award(draw: random.Random, level: str) -> Award:
    amount = float(draw.choice((10, 15, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200)))
    share = float(draw.choice((5, 8, 10, 12, 15, 20)))
    forms = (
        Award(level=level, form="fixed", amount_min=amount, amount_max=amount, one_off=True,
              words=f"一次性奖励{amount:g}万元"),
        Award(level=level, form="fixed", amount_min=amount, amount_max=amount, words=f"给予{amount:g}万元奖励"),
        Award(level=level, form="ceiling", amount_max=amount, words=f"给予不超过{amount:g}万元的补助"),
        Award(level=level, form="range", amount_min=amount / 2, amount_max=amount,
              words=f"给予{amount / 2:g}万元至{amount:g}万元奖励"),
        Award(level=level, form="percentage", percent=share, base="设备投资额", amount_max=5 * amount,
              words=f"按设备投资额的{share:g}%给予补助，最高不超过{5 * amount:g}万元"),
    )  # fmt: skip
    return draw.choice(forms)  # type: ignore[arg-type]


def _duty(draw: random.Random, place: Place, year: int, kind: str) -> str:
    return draw.choice(DUTIES).format(
        place=place.name, years=draw.randint(2, 5), body=draw.choice(BODIES), month=draw.randint(3, 11),
        other=draw.choice(("市", "省")), kind=kind, year=year,
    )  # fmt: skip


def write_library(home: Path, notices: Iterator[Notice]) -> None:
    """The folders of the notices, as ``wence corpus add`` leaves them."""
    for notice in notices:
        folder = home / "library" / notice.document.id
        folder.mkdir(parents=True)
        account = {"source_name": f"{notice.document.id}.txt", "sha256": notice.document.id}
        files = {
            "document.toml": write_metadata(notice.document, "original", account),
            "text.md": write_passages(notice.passages),
            "subsidies.csv": write_table("subsidies", notice.subsidies),
            "awards.csv": write_table("awards", award_rows(notice.subsidies)),
        }
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")


def text_of(notice: Notice) -> str:
    """The notice as a file that somebody would add: title, number, headings with their clauses, body and day."""
    document = notice.document
    year, month, day = document.issue_date.split("-")
    lines, heading = [document.title, document.document_number, ""], ""
    for passage in notice.passages:
        if passage.title != heading:
            heading = passage.title
            lines.append(heading)
        lines.append(passage.text if passage.text.endswith("。") else f"{passage.text}。")
    if document.expiry_date:
        lines.append(
            "本办法自印发之日起施行，有效期至{}年{}月{}日。".format(*map(int, document.expiry_date.split("-")))
        )
    lines += ["", document.issuing_body, f"{year}年{int(month)}月{int(day)}日"]
    return "\n".join(lines) + "\n"


def questions_of(notices: Sequence[Notice], count: int) -> list[str]:
    """Questions about the notices and over all of them, of the kinds that people ask."""
    draw = random.Random(1)
    kinds = (
        "{place}的{level}绿色工厂能奖多少钱？",
        "{place}有哪些绿色工厂补贴？",
        "{province}哪里的{level}绿色工厂奖励最高？",
        "奖励最高的是哪里？",
        "{place}的补贴现在还有效吗？",
        "{place}{level}绿色工厂什么时候申报？",
        "《{title}》是什么时候发布的？",
        "{place}和{other}哪里的{level}奖励高？",
        "{province}奖励超过100万元的有哪些？",
        "设备投资2000万元在{place}能补多少？",
        "错峰生产豁免有什么条件",
        "复核不合格会怎样？",
        "{province}有多少条补贴政策？",
        "哪些地方的绿色工厂奖励已经到期？",
        "{place}要求近几年没有安全事故？",
    )
    questions = []
    for number in range(count):
        notice, other = draw.choice(notices), draw.choice(notices)
        questions.append(
            kinds[number % len(kinds)].format(
                place=notice.place.name, level=draw.choice(LEVELS), province=notice.subsidies[0].province,
                title=notice.document.title, other=other.place.name,
            )
        )  # fmt: skip
    return questions


def main() -> None:
    """Write texts into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for notice in made_notices(options.count):
        (options.folder / f"{notice.document.id}.txt").write_text(text_of(notice), encoding="utf-8")


if __name__ == "__main__":
    main()
