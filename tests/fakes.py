"""Stand-ins for tests of the screens: an assistant with canned answers of every status, over a corpus of a few rows.

Nothing is opened or searched, so that a screen test costs milliseconds and never depends on the wording of answers.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.types import Answer, Citation, Table
from corpus.places import Places
from corpus.types import Award, Batch, Corpus, Document, Passage, Policy, Source, Standard, Subsidy

REPORT = "report-2020"
TITLE = "绿色工厂政策与标准分析"
AS_OF = date(2020, 11, 22)


PLACES = (
    "code,name,short,parent,rank,aliases,abbr,pinyin,name_pinyin,common",
    "320000,江苏省,江苏,,province,,苏,jiangsu,jiangsusheng,",
    "320500,苏州市,苏州,320000,city,,,suzhou,suzhoushi,",
    "330000,浙江省,浙江,,province,,浙,zhejiang,zhejiangsheng,",
    "330700,金华市,金华,330000,city,,,jinhua,jinhuashi,",
    "330782,义乌市,义乌,330700,county,,,yiwu,yiwushi,",
    "330784,永康市,永康,330700,county,,,yongkang,yongkangshi,",
    "420000,湖北省,湖北,,province,,鄂,hubei,hubeisheng,",
)


def _source(section: str, locator: str) -> Source:
    return Source(doc_id=REPORT, section=section, locator=locator)


def _subsidy(seq: str, code: str, place: str, province: str, policy: str, award: Award, **more: Any) -> Subsidy:
    return Subsidy(
        id=f"subsidy:{code}",
        source=_source("3.2 补贴", f"表 3.2 序号 {seq} {place}"),
        seq=seq,
        place_code=code,
        place=place,
        province=province,
        policy=policy,
        awards=(award,),
        provision=f"{place}：{award.level}绿色工厂奖励 {award.amount_max:g} 万元。",
        **more,
    )


def _fixed(level: Any, amount: float) -> Award:
    return Award(level=level, form="fixed", amount_min=amount, amount_max=amount)


SUBSIDIES = (
    _subsidy(
        "10", "330782", "义乌市", "浙江省", "义乌市工业奖励办法", _fixed("国家级", 500),
        date="2018-01-01", date_kind="施行", end_date="2020-12-31", end_basis="computed", end_words="有效期 3 年",
    ),
    _subsidy("11", "330784", "永康市", "浙江省", "永康市工业奖励意见", _fixed("省级", 50), date="2018-01-01"),
    _subsidy(
        "20", "320594", "苏州工业园区", "江苏省", "园区绿色发展资金办法", _fixed("国家级", 50), end_date="2019-06-30"
    ),
    _subsidy("21", "420000", "湖北省", "湖北省", "湖北工业奖励（征求意见稿）", _fixed("国家级", 30), draft=True),
)  # fmt: skip

PASSAGES = tuple(
    Passage(
        id=f"passage:{number}",
        source=_source("4.2.3 复核", f"4.2.3 第 {number} 条"),
        text=text,
        title="复核",
        quote_kind="digest",
    )
    for number, text in enumerate(
        (
            "国家级绿色工厂每三年复核一次。",
            "复核由省级主管部门组织，看近三年的情况。",
            "发生较大安全、环境事故的，移出名单。",
            "带[bold]标记[/bold]与控制字符\x1b[31m的一条。",
        ),
        start=1,
    )
)


def corpus() -> Corpus:
    """One document with a few rows of every kind."""
    return Corpus(
        documents=(Document(id=REPORT, title=TITLE, kind="report", shipped=True, issue_date="2020-11"),),
        passages=PASSAGES,
        subsidies=SUBSIDIES,
        policies=(
            Policy(
                id="policy:1", source=_source("3.1 地区政策", "表 3.1 序号 1"), seq="1", place_code="330000",
                place="浙江省", title="浙江省绿色制造实施方案", date="2018-05",
            ),
        ),
        standards=(
            Standard(
                id="standard:1", source=_source("2.4 标准", "表 2.4 序号 1"), seq="1", number="T/CESA 1080-2020",
                title="绿色工厂评价规范 电视机制造业", subject="电视机制造业", kind="团体标准",
                body="中国电子工业标准化技术协会", status="published", date="2020-06-20",
            ),
        ),
        batches=tuple(
            Batch(
                id=f"batch:{number}", source=_source("2.3 名单", f"第 {number} 批"), number=number,
                call_title="推荐通知", call_date=f"{2016 + number}-03", list_title="名单公示",
                list_date=f"{2016 + number}-09", count=count,
            )
            for number, count in ((1, 201), (2, 208), (3, 391))
        ),
    )  # fmt: skip


def citation(n: int, subsidy: Subsidy) -> Citation:
    """A record citation of a subsidy row."""
    return Citation(
        n=n, doc=TITLE, doc_id=REPORT, section=subsidy.source.section, locator=subsidy.source.locator,
        quote=subsidy.provision, quote_kind="record", policy=subsidy.policy, record_id=subsidy.id,
    )  # fmt: skip


def digest_citation(n: int, passage: Passage) -> Citation:
    """A digest citation of a passage."""
    return Citation(
        n=n, doc=TITLE, doc_id=REPORT, section=passage.source.section, locator=passage.source.locator,
        quote=passage.text, quote_kind=passage.quote_kind, record_id=passage.id,
    )  # fmt: skip


ANSWERED = Answer(
    question="义乌的国家级绿色工厂能奖多少钱？",
    as_of="2020-11-22",
    status="answered",
    intent="subsidy.amount",
    headline="义乌市国家级绿色工厂奖励 500 万元，一次性。",
    facts=("政策：《义乌市工业奖励办法》", "有效期：2018-01-01 起 3 年，至 2020-12-31"),
    citations=(citation(1, SUBSIDIES[0]), digest_citation(2, PASSAGES[0])),
    caveats=("资料截至 2020 年 11 月，请向当地主管部门确认。",),
    suggestions=("义乌的奖励政策还有效吗？", "永康市省级绿色工厂奖励多少？"),
    validity="in_force",
)
PARTIAL = Answer(
    question="长沙省级绿色工厂有多少奖励",
    as_of="2020-11-22",
    status="partial",
    intent="subsidy.amount",
    headline="资料里没有长沙市的补贴，只有湖南省的规定。",
    citations=(citation(1, SUBSIDIES[3]),),
    caveats=("该文件为征求意见稿，尚未生效。",),
    validity="draft",
)
CLARIFY = Answer(
    question="能补多少钱？",
    as_of="2020-11-22",
    status="clarify",
    intent="subsidy.amount",
    headline="请告诉我工厂在哪个省、市或区县。",
    suggestions=("义乌市", "苏州工业园区"),
)
NO_ANSWER = Answer(
    question="明天杭州会下雨吗？",
    as_of="2020-11-22",
    status="no_answer",
    intent="none",
    headline="资料里没有这方面的内容。",
    facts=("资料涵盖：绿色工厂的补贴、标准、复核与各地政策。",),
    suggestions=("全国一共有多少家国家级绿色工厂？",),
)
LONG_TABLE = Answer(
    question="国家级绿色工厂奖励 100 万元以上的地区有哪些？",
    as_of="2020-11-22",
    status="answered",
    intent="subsidy.list",
    headline="共 30 个地区的国家级奖励不低于 100 万元。",
    table=Table(
        columns=("地区", "级别", "金额", "政策", "有效性"),
        rows=tuple(
            (f"第{row}市", "国家级", f"{row * 10} 万元", f"第{row}市促进工业高质量发展若干政策措施", "未载明有效期")
            for row in range(1, 31)
        ),
    ),
    citations=tuple(citation(n, SUBSIDIES[n % 4]) for n in range(1, 13)),
)

CANNED = {answer.question: answer for answer in (ANSWERED, PARTIAL, CLARIFY, NO_ANSWER, LONG_TABLE)}


def answer_to(question: str, as_of: date) -> Answer:
    """The canned answer, or one that repeats the question."""
    known = CANNED.get(question) or replace(ANSWERED, question=question, headline=f"答：{question}", intent="text")
    return replace(known, as_of=as_of.isoformat(), generation="000001")


class FakeConversation:
    """A talk that remembers which questions it was asked."""

    def __init__(self, assistant: FakeAssistant, as_of: date, client: Any) -> None:
        self.assistant = assistant
        self.as_of = as_of
        self.client = client
        self.asked: list[str] = []

    def ask(self, question: str, *, as_of: date | None = None) -> Answer:
        self.asked.append(question)
        return self.assistant.reply(question, as_of or self.as_of)


class FakeAssistant:
    """Answers from ``CANNED``; ``gate`` holds answers back until it is set, ``broken`` makes a question raise."""

    def __init__(self, home: Path, *, broken: str = "", gate: threading.Event | None = None) -> None:
        self.home = home
        self.as_of = AS_OF
        self.generation = "000001"
        self.corpus = corpus()
        self.places = Places("\n".join(PLACES))
        self.broken = broken
        self.gate = gate
        self.renewed_to = ""
        self.conversations: list[FakeConversation] = []
        self.asked: list[tuple[str, Any]] = []
        self.closed = False

    def reply(self, question: str, as_of: date) -> Answer:
        if self.gate is not None:
            self.gate.wait()
        if self.broken and self.broken in question:
            raise RuntimeError("engine fell over")
        return answer_to(question, as_of)

    def ask(self, question: str, *, as_of: date | None = None, client: Any = None) -> Answer:
        self.asked.append((question, client))
        return self.reply(question, as_of or self.as_of)

    def conversation(self, *, as_of: date | None = None, client: Any = None) -> FakeConversation:
        talk = FakeConversation(self, as_of or self.as_of, client)
        self.conversations.append(talk)
        return talk

    def refresh(self) -> bool:
        renewed = bool(self.renewed_to) and self.renewed_to != self.generation
        self.generation = self.renewed_to or self.generation
        return renewed

    def close(self) -> None:
        self.closed = True


class FakeReport:
    """What a keeper says when it is done."""

    def __init__(self, *lines: str, ok: bool = True) -> None:
        self._lines = list(lines)
        self.ok = ok

    def lines(self) -> list[str]:
        return self._lines


class FakeKeeper:
    """A keeper whose rebuild stops at 3 of 10 until ``gate`` is set or it is cancelled."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.rolled_back = 0
        self.went_back_to: str | None = None
        self.done: list[tuple[Any, ...]] = []
        """what was done to the library, in order"""
        self.refuses = False
        self.rows = [{"generation": "000001", "built": "2020-11-22T09:00:00", "live": True}]

    def history(self, home: Path) -> list[dict[str, Any]]:
        return self.rows

    def rollback(self, home: Path, generation: str | None) -> FakeReport:
        self.rolled_back += 1
        self.went_back_to = generation
        return FakeReport("已退回上一代。")

    def look(self, home: Path, paths: list[Path], *, progress: Any) -> tuple[list[str], bool]:
        progress("读取", 0, 1)
        if self.refuses:
            return [f"{paths[0].name}：不能加入：这个文件是空的。"], False
        return [
            f"{paths[0].name}：会作为新的一份加入",
            "  标题：关于支持绿色工厂的通知",
            "  有效期至：2027-12-31",
        ], True

    def add(self, home: Path, paths: list[Path], *, rebuild: bool) -> FakeReport:
        self.done.append(("add", paths[0].name, rebuild))
        return FakeReport(f"已加入：{paths[0].name}")

    def remove(self, home: Path, doc_id: str, *, rebuild: bool) -> FakeReport:
        self.done.append(("remove", doc_id, rebuild))
        return FakeReport("已移除")

    def restorable(self, home: Path) -> tuple[tuple[str, str, str], ...]:
        return tuple((done[1], "关于支持绿色工厂的通知", "2020-11-22") for done in self.done if done[0] == "remove")

    def restore(self, home: Path, doc_id: str, *, rebuild: bool) -> FakeReport:
        self.done.append(("restore", doc_id, rebuild))
        return FakeReport("已恢复")

    def set_document(self, home: Path, doc_id: str, metadata: dict[str, Any], *, rebuild: bool) -> FakeReport:
        self.done.append(("set", doc_id, metadata, rebuild))
        return FakeReport("已修改")

    def build(self, home: Path, full: bool, tell: Any, stop: threading.Event) -> tuple[tuple[str, ...], bool]:
        tell("写入索引", 3, 10)
        while not self.gate.wait(0.01):
            if stop.is_set():
                return ("已取消。",), False
        tell("写入索引", 10, 10)
        self.rows.insert(0, {"generation": "000002", "built": "2020-11-22T10:00:00", "live": True})
        return ("建成新的一代 000002。", "1 份文件有变化。"), True
