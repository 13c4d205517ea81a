"""The records of the corpus: what a source says, row by row and statement by statement.

Amounts are in 万元 (ten thousand yuan). Dates are ISO texts of the precision the source gives:
``2018``, ``2018-07`` or ``2018-07-09``. An empty text or None means that the source is silent.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Literal

from corpus.frozen import frozen, replace

Level = Literal["国家级", "省级", "市级", "区级", ""]
IN_TABLE = ("表 ", "工作表「")
"""how the locator of a statement begins that is the row of a table"""
LEVELS: tuple[Level, ...] = ("国家级", "省级", "市级", "区级")
"""levels of recognition, the highest first"""
"""Recognition level of a factory; "" where the source names none. 自治区级 is 省级."""

AwardForm = Literal["fixed", "ceiling", "range", "percentage", "matching", "extra", "proportion"]
"""fixed: exactly; ceiling: at most; range: min to max; percentage: of ``base``, at most ``amount_max``;
matching: ``ratio`` times the award that ``relative_to`` gives; extra: on top of the award of ``relative_to``;
proportion: "a certain share", no figure given."""

Stacking = Literal["", "highest_only", "top_up", "no_double", "extra", "matching"]
"""What the source says of several awards together: highest_only 就高不重复, top_up 补足差额,
no_double 不重复享受 (with the policy in ``stacking_with``), extra 在上级奖励基础上再奖, matching 按比例配套."""

Sureness = Literal["A", "B", ""]
"""A: an official site, or two independent copies that agree; B: one copy or one official relay; "" is not rated."""

ChangeKind = Literal[
    "explicit", "in_practice", "continuation", "yearly_edition", "beside", "status_change", "new_batch"
]
"""How something newer stands to something older: explicit 明文代替, in_practice 实际取代, continuation 接续,
yearly_edition 年度版更替, beside 并存, status_change 状态变化, new_batch 新增批次."""

QuoteKind = Literal["original", "digest", "record"]
Status = Literal["in_force", "expired", "repealed", "not_yet_effective", "draft", "unstated"]
RecordKind = Literal["passage", "subsidy", "standard", "policy", "batch", "rule"]


@frozen
class Source:
    """Where a record stands in its document."""

    doc_id: str
    section: str = ""
    """number and title, for instance ``3.2 地区绿色工厂补贴政策总结``"""
    locator: str = ""
    """for people, for instance ``表 3.2 序号 10 义乌市``"""
    page: int | None = None
    lines: tuple[int, int] | None = None
    """first and last line in the original text, counted from 1"""


@frozen
class Holding:
    """From which day until which a row holds, and how surely that is known.

    All empty for a row that holds as its own dates and its document say (the whole report of 2020).
    """

    holds_from: str = ""
    """the first day, where it isn't the row's own date; of the precision the source gives"""
    from_kind: str = ""
    """what day the start is: 成文日期, 发布日期, 公开日期, 媒体报道日期, 兑现公示日期, 年号, 文号年份, 年度 …"""
    holds_until: str = ""
    """the last day; "" is open, which is not the same as in force"""
    until_words: str = ""
    sureness: Sureness = ""
    sureness_number: Sureness = ""
    """of the standard number alone; "" is as the row"""
    sureness_amount: Sureness = ""
    """of the amount alone; "" is as the row"""
    seen_in: str = ""
    """what kind of material it was seen in, and how often"""
    seen_on: str = ""
    """the day the material was last seen, which does not mean that it is in force until then"""
    standing: str = ""
    """what was found of its validity, in words, on the day it was seen"""

    def seen_once(self, part: Literal["", "amount", "number"] = "") -> bool:
        """Whether the row, or a part of it that can be less sure, was seen in one place only."""
        of_part = {"amount": self.sureness_amount, "number": self.sureness_number}.get(part, "")
        return "B" in (self.sureness, of_part)


ALWAYS = Holding()
"""The holding of a row of which nothing but its own dates is known."""


@frozen
class Award:
    """One typed award of a subsidy row. Amounts in 万元."""

    level: Level
    form: AwardForm
    amount_min: float | None = None
    amount_max: float | None = None
    """for fixed both are equal; for ceiling only this one is set; for percentage it is the cap"""
    percent: float | None = None
    base: str = ""
    """what the percentage is taken of, in the source's term"""
    ratio: float | None = None
    """for matching: 1.0 is 1:1"""
    relative_to: str = ""
    """place code whose award this one adds to or matches"""
    relative_amount: float | None = None
    """that other award as this source quotes it, 万元"""
    one_off: bool | None = None
    recipient: str = ""
    """who receives the money where the source says so (企业管理层); "" is silent"""
    condition: str = ""
    """for instance 首次认定"""
    words: str = ""
    """the source's own few words for this figure, for instance ``不超过 60 万元``"""
    figure_kind: str = ""
    """兑现数: taken from a list of payments, the text of the policy was not seen; 配套: paid beside another award"""
    aggregate_cap: float | None = None
    """most that all recipients get together, 万元"""


@frozen
class Subsidy:
    """A row of table 3.2, or of an added document: what one place promises under one policy."""

    id: str
    source: Source
    seq: str
    place_code: str
    place: str
    province: str
    policy: str
    document_number: str = ""
    issuing_body: str = ""
    object: str = "绿色工厂"
    awards: tuple[Award, ...] = ()
    stacking: Stacking = ""
    stacking_with: str = ""
    stacking_words: str = ""
    benefits: tuple[str, ...] = ()
    """benefits that are not a stated sum, as short terms: 错峰生产, 绿色信贷, 税收优惠, 优先推荐 …"""
    provision: str = ""
    """what is promised, in our own words, complete"""
    date: str = ""
    date_kind: str = ""
    """印发, 实施, 施行, 执行, or "" where the source gives a bare date"""
    end_date: str = ""
    end_basis: Literal["stated", "computed", ""] = ""
    end_words: str = ""
    """the words the end was read from, for instance ``有效期 3 年``"""
    effective_date: str = ""
    """the day it comes into force, where stated apart from ``date``"""
    draft: bool = False
    repealed_on: str = ""
    repealed_by: str = ""
    """title of the document that repeals it"""
    repealed_words: str = ""
    notes: tuple[str, ...] = ()
    """contradictions and silences of the source that an answer must tell"""
    unrecorded: bool = False
    """金额未收录: a newer document is known to be there, its amount was not seen; an older amount is not today's"""
    apply_until: str = ""
    """last day to apply under a notice of one year; no end of a policy"""
    year: int | None = None
    """the one year that the notice is for"""
    holding: Holding = ALWAYS


@frozen
class Policy:
    """A row of table 3.1: a regional policy and its month of publication."""

    id: str
    source: Source
    seq: str
    place_code: str
    place: str
    title: str
    date: str = ""
    notes: tuple[str, ...] = ()
    holding: Holding = ALWAYS


@frozen
class Area:
    """A subordinate area that table 3.1 lists as having issued policies."""

    id: str
    source: Source
    seq: str
    province_code: str
    place_code: str
    place: str
    """the name as printed"""


StandardStatus = Literal["published", "approved_project", "comment_draft", "approval_publicity", "reviewed"]


@frozen
class Standard:
    """An evaluation standard of section 2.4 (or 2.2), with its status at the date of the report."""

    id: str
    source: Source
    seq: str
    number: str
    title: str
    subject: str
    """industry or product the title names, for instance 电视机制造业"""
    kind: str
    """国家标准, 行业标准, 团体标准, 地方标准 or "" """
    body: str
    status: StandardStatus
    date: str = ""
    """date of that status"""
    aliases: tuple[str, ...] = ()
    """everyday names of what the standard covers: 路灯, 马桶, 固态硬盘 …"""
    related: tuple[str, ...] = ()
    """products that are near but that the title does not name: say that the standard is only near"""
    notes: tuple[str, ...] = ()
    effective_date: str = ""
    """the day it is to be applied from (实施日期)"""
    announcement: str = ""
    """the announcement that published it"""
    replaces: str = ""
    """number of the standard that it says it replaces"""
    holding: Holding = ALWAYS


@frozen
class Batch:
    """One of the national batches: its call, its list, its count."""

    id: str
    source: Source
    number: int
    """which batch; 0 where only the year is known"""
    call_title: str
    call_date: str
    list_title: str
    list_date: str
    count: int
    industries: tuple[str, ...] = ()
    """industries encouraged first; empty where the source says that none were named"""
    industries_words: str = ""
    notes: tuple[str, ...] = ()
    year: int | None = None
    """the year of the list (2023年度); the first five have none"""
    call_number: str = ""
    list_number: str = ""
    list_public_date: str = ""
    issuing_body: str = ""
    design_products: int | None = None
    parks: int | None = None
    supply_chains: int | None = None
    removed: int | None = None
    """factories taken off the lists by the same notice; None is not seen, 0 is stated"""
    removed_design_products: int | None = None
    removed_parks: int | None = None
    removed_supply_chains: int | None = None
    renamed: int | None = None
    """names changed, of all kinds together"""
    renamed_factories: int | None = None
    renamed_parks: int | None = None
    cumulative: int | None = None
    """national factories after this batch"""
    cumulative_kind: Literal["published", "derived", ""] = ""
    """published 公布, or derived 推算: the total before plus new minus removed"""
    cumulative_parks: int | None = None
    cumulative_parks_kind: Literal["published", "derived", ""] = ""
    holding: Holding = ALWAYS


Recurrence = Literal["yearly", "each_batch", "once", "three_years", ""]
"""yearly 每年 (with a month and day it is carried into every year), each_batch 每批, once 一次 (in ``year`` only),
three_years 三年 (makes no date)."""

ConditionKind = Literal["threshold", "bar", "bonus", "material"]
"""threshold 门槛, bar 不得, bonus 加分, material 材料"""


@frozen
class Rule:
    """A rule about review, removal, third-party bodies or stars."""

    id: str
    source: Source
    topic: str
    """recheck_cycle, recheck_scope, removal, third_party, local_review, stars, star_benefit, star_sanction …"""
    place_code: str
    """"000000" for the whole country"""
    place: str
    subject: str
    text: str
    """the rule in our own words, one sentence"""
    items: tuple[str, ...] = ()
    basis: str = ""
    """title of the notice it stands in"""
    date: str = ""
    notes: tuple[str, ...] = ()
    """contradictions and silences of the source that an answer must tell"""
    number: str = ""
    """document number of the notice"""
    issuing_body: str = ""
    article: str = ""
    """the clause, for instance 第十六条"""
    levels: tuple[str, ...] = ()
    """recognition levels it is about; empty is any"""
    who: str = ""
    """who has to do it"""
    duty: str = ""
    """what has to be done, where the rule is a duty or a date"""
    duty_kind: str = ""
    """年度填报, 推荐, 公示, 前置条件, 不得申报情形, 申报材料, 自评价对标, 评价依据 …"""
    recurrence: Recurrence = ""
    month_day: str = ""
    """``04-15``: the last day of the year to do it"""
    year: int | None = None
    """the one year that it is about; a date of one year says nothing of another"""
    consequence: str = ""
    holding: Holding = ALWAYS


@frozen
class Condition:
    """One thing that decides whether a factory may apply, as a fact that its file can hold."""

    id: str
    source: Source
    kind: ConditionKind
    fact: str
    """name of the fact in a factory's file, for instance ``serious_accident``; shared by rules of different years"""
    met_by: bool
    """the answer to ``question`` that is good: False for a bar"""
    text: str
    """the condition in our own words"""
    question: str
    """what to ask the factory, answered with yes or no"""
    paper: str
    """what proves it"""
    level: Level
    place_code: str
    place: str
    basis: str
    number: str = ""
    article: str = ""
    date: str = ""
    notes: tuple[str, ...] = ()
    holding: Holding = ALWAYS


@frozen
class Notice:
    """An official document that rows and statements rest on."""

    id: str
    source: Source
    title: str
    issuing_body: str = ""
    number: str = ""
    date: str = ""
    """day of ``date_kind``"""
    date_kind: str = ""
    public_date: str = ""
    topic: str = ""
    effect: str = ""
    """what it does, in our own words"""
    notes: tuple[str, ...] = ()
    holding: Holding = ALWAYS


@frozen
class Change:
    """What something newer did to something older: which rows, from which day, and how."""

    id: str
    source: Source
    topic: str
    kind: ChangeKind
    older_words: str
    """what was said before, in our own words"""
    now: str
    """what holds since, in our own words"""
    older: tuple[str, ...] = ()
    """ids of the rows and statements that it changes, of any document"""
    newer: tuple[str, ...] = ()
    """ids of the rows that hold since"""
    title: str = ""
    """title of what changed it"""
    number: str = ""
    since: str = ""
    """the day from which; "" where no day was seen"""
    scope: str = ""
    words: str = ""
    """the words that say so, or that none were seen"""
    notes: tuple[str, ...] = ()
    holding: Holding = ALWAYS


@frozen
class Passage:
    """A statement of a digest, or a piece of an original text."""

    id: str
    source: Source
    text: str
    quote_kind: QuoteKind
    """``digest`` (our words) or ``original`` (word for word)"""
    title: str = ""
    """the heading path it stands under"""
    original: str = ""
    """for a digest statement whose original was added: the source's own paragraph, word for word
    (``source.lines`` then point to it); it is quoted instead of the digest"""
    holds_from: str = ""
    """for a digest statement: from when it holds, where that is another day than that of the document of its heading"""
    holds_until: str = ""
    """and its last day, where another statement stands in its stead after it"""


def _with_words(entries: tuple[str, ...], words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((entry, words[at] if at < len(words) else "") for at, entry in enumerate(entries))


@frozen
class Document:
    """A document of the corpus and what is known of it."""

    id: str
    title: str
    issuing_body: str = ""
    document_number: str = ""
    issue_date: str = ""
    effective_date: str = ""
    expiry_date: str = ""
    expiry_words: str = ""
    places: tuple[str, ...] = ()
    """place codes"""
    supersedes: tuple[str, ...] = ()
    """titles, numbers or ids of what it replaces, with the part named: ``《…》（…〔2018〕3号）第五条``"""
    supersedes_words: tuple[str, ...] = ()
    """the clauses that say so, in the same order"""
    amends: tuple[str, ...] = ()
    """what it changes or lengthens and does not end: ``《…》（…号）修改第三条``, ``《…》有效期延长至…``"""
    amends_words: tuple[str, ...] = ()
    """the clauses that say so, in the same order"""
    kind: str = "policy"
    """``report`` is the shipped analysis, ``policy`` an official document, ``export`` answers taken in again"""
    draft: bool = False
    source_file: str = ""
    shipped: bool = False
    digest_of: str = ""
    """what the shipped text is a digest of; "" for originals"""
    original_of: str = ""
    """id of the shipped document whose own text this document is"""
    covers_until: str = ""
    """latest day the text speaks of, for a source that prints no date of its own"""

    @property
    def effects(self) -> tuple[tuple[str, str], ...]:
        """Everything that it does to older documents, each with the clause that says so ("" where none is known)."""
        return (*_with_words(self.supersedes, self.supersedes_words), *_with_words(self.amends, self.amends_words))


@frozen
class Corpus:
    """All documents and their records, in source order."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    policies: tuple[Policy, ...] = ()
    areas: tuple[Area, ...] = ()
    standards: tuple[Standard, ...] = ()
    batches: tuple[Batch, ...] = ()
    rules: tuple[Rule, ...] = ()
    conditions: tuple[Condition, ...] = ()
    notices: tuple[Notice, ...] = ()
    changes: tuple[Change, ...] = ()

    def with_(self, **parts: Any) -> Corpus:
        """The same with some parts replaced."""
        return replace(self, **parts)

    def passages_of(self, doc_id: str) -> tuple[Passage, ...]:
        """The statements of one document."""
        return tuple(each for each in self.passages if each.source.doc_id == doc_id)

    @cached_property
    def tabled(self) -> frozenset[str]:
        """Ids of documents of which statements are rows of tables."""
        return tabled_in(self.passages)


def tabled_in(passages: Iterable[Passage]) -> frozenset[str]:
    """Ids of documents of which one of these statements is the row of a table."""
    return frozenset(each.source.doc_id for each in passages if each.source.locator.startswith(IN_TABLE))


Dated = Passage | Subsidy | Standard | Policy | Batch | Rule | Condition | Notice
"""What can hold on a day and be replaced."""

Record = Passage | Subsidy | Standard | Policy | Area | Batch | Rule
