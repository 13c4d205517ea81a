"""What the five tables show, on the screen, in the command and in files: one list of columns a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tui.rows import Column

AWARD_FORMS = {
    "fixed": "定额", "ceiling": "上限", "range": "区间", "percentage": "按比例", "matching": "配套", "extra": "再加",
    "proportion": "按比例",
}  # fmt: skip
TOTAL_KINDS = {"published": "公布", "derived": "推算", "": ""}
DUTY_KINDS = {
    "table": "年度填报", "recommend": "推荐", "benchmark": "对标", "recheck": "复核", "policy_end": "政策到期",
    "apply_until": "申报截止",
}  # fmt: skip
SEEN_ONCE = "（只见一处）"
"""behind what was seen in one place only, which ``SEEN_ONCE_NOTE`` below the table explains"""
SEEN_ONCE_NOTE = "标“只见一处”的待核实，以原文为准。"


def _marked(key: str, part: str = "") -> Callable[[Mapping[str, Any]], str]:
    """The value of a key with the mark where the row, or that part of it, was seen in one place only."""

    def value(row: Mapping[str, Any]) -> str:
        unsure = "B" in (row.get("sureness"), row.get(f"sureness_{part}"))
        return f"{row[key]}{SEEN_ONCE}" if unsure and row[key] else str(row[key])

    return value


SOURCE = (
    Column("document", "文件", False),
    Column("section", "章节", False),
    Column("locator", "出处", False),
    Column("id", "编号", False),
)
SUBSIDY_COLUMNS = (
    Column("place", "地区"),
    Column("place_code", "地区代码", False),
    Column("province", "省份", False),
    Column("object", "对象", False),
    Column("level", "级别"),
    Column("amount", "奖励", value=_marked("amount", "amount")),
    Column("form", "方式", False, lambda row: AWARD_FORMS.get(row["form"], row["form"])),
    Column("amount_min", "最低（万元）", False),
    Column("amount_max", "最高（万元）", False),
    Column("percent", "比例（%）", False),
    Column("one_off", "一次性", False),
    Column("recipient", "发给谁", False),
    Column("condition", "条件", False),
    Column("benefits", "其他支持", False),
    Column("date_kind", "日期种类", False),
    Column("date", "日期"),
    Column("end_date", "有效期至"),
    Column("end_words", "有效期原词", False),
    Column("status_name", "状态"),
    Column("policy", "政策"),
    Column("document_number", "文号", False),
    Column("provision", "内容", False),
    Column("sureness", "把握", False),
    Column("sureness_amount", "金额的把握", False),
    *SOURCE,
)


def _standard_status(row: Mapping[str, Any]) -> str:
    """The status of a standard, and what has taken its place."""
    return f"{row['status_name']}（{row['standing']}）" if row["standing"] else str(row["status_name"])


STANDARD_COLUMNS = (
    Column("number", "标准号", value=_marked("number", "number")),
    Column("title", "名称"),
    Column("kind", "类别"),
    Column("status_name", "状态", value=_standard_status),
    Column("date", "日期"),
    Column("body", "机构", False),
    Column("replaced_by", "代替它的标准", False),
    Column("replaced_on", "何时被代替", False),
    Column("sureness", "把握", False),
    Column("sureness_number", "标准号的把握", False),
    *SOURCE,
)
POLICY_COLUMNS = (Column("place", "地区"), Column("date", "发布"), Column("title", "政策"), *SOURCE)
BATCH_COLUMNS = (
    Column("batch", "批次", value=lambda row: _batch_name(row)),
    Column("batch", "第几批", False),
    Column("year", "年度", False),
    Column("count", "家数"),
    Column("removed", "移出", False),
    Column("cumulative", "累计", False),
    Column("cumulative_kind", "累计数是公布还是推算", False, lambda row: TOTAL_KINDS[row["cumulative_kind"]]),
    Column("call_date", "通知"),
    Column("list_date", "公布"),
    Column("industries", "优先鼓励的行业", value=lambda row: row["industries"] or row["industries_words"]),
    Column("call_title", "推荐通知", False),
    Column("list_title", "名单公告", False),
    *SOURCE,
)


def _with_points(row: Mapping[str, Any]) -> str:
    """A rule, with its points where they say more than its sentence, and why it holds no longer."""
    text = f"{row['text']}：{'；'.join(row['items'])}" if row["topic"] == "recheck_scope" else str(row["text"])
    text = f"{text}{SEEN_ONCE}" if row["sureness"] == "B" else text
    return f"{text}（{row['standing']}）" if row["standing"] else text


def _batch_name(row: Mapping[str, Any]) -> str:
    """Number and year of a batch, whichever are known."""
    number = str(row["batch"] or "")
    return f"{number}（{row['year']} 年度）" if row["year"] else number


REVIEW_COLUMNS = (
    Column("topic_name", "事项"),
    Column("place", "范围"),
    Column("subject", "对象"),
    Column("text", "内容", value=_with_points),
    Column("batch", "批次", False),
    Column("list_date", "名单公布", False),
    Column("due_date", "复核到期", False),
    Column("next_due_date", "再下一轮复核", False),
    Column("upcoming_due_date", "还没有过的一轮", False),
    Column("computation", "推算", False),
    Column("called_by", "复核通知", False),
    Column("items", "要点", False),
    Column("basis", "依据", False),
    Column("sureness", "把握", False),
    *SOURCE,
)
DUTY_COLUMNS = (
    Column("date", "日期", value=lambda row: row["date"] or "没有定日子"),
    Column("duty", "要做什么"),
    Column("who", "谁来做"),
    Column("level", "级别", value=lambda row: row["level"] or "各级"),
    Column("place", "地区"),
    Column("recurrence", "多久一次"),
    Column("basis", "依据", value=_marked("basis")),
    Column("number", "文号", False),
    Column("article", "条款", False),
    Column("note", "说明"),
    Column("sureness", "把握", False),
    Column("exportable", "可排进日历", False),
    Column("kind", "种类", False, lambda row: DUTY_KINDS[row["kind"]]),
    Column("seen_on", "资料最后见到", False),
    Column("id", "编号", False),
)
GROUP_NAMES = {"met": "已满足", "unmet": "不满足", "unknown": "还不知道"}
CONDITION_KINDS = {"threshold": "门槛", "bar": "不得", "bonus": "加分", "material": "材料"}
ASSESS_COLUMNS = (
    Column("group", "结果", value=lambda row: GROUP_NAMES[row["group"]]),
    Column("kind", "种类", value=lambda row: CONDITION_KINDS[row["kind"]]),
    Column("text", "条件"),
    Column("article", "条款", value=lambda row: f"《{row['basis']}》{_marked('article')(row)}"),
    Column("paper", "用什么证明"),
    Column("fact", "档案里的名字"),
    Column("known", "档案里写的", False),
    Column("question", "要问的话", False),
    Column("basis", "依据", False),
    Column("number", "文号", False),
    Column("level", "级别", False),
    Column("place", "地区", False),
    Column("sureness", "把握", False),
    Column("seen_on", "资料最后见到", False),
    Column("note", "说明", False),
    Column("id", "编号", False),
)
COVERAGE_COLUMNS = (
    Column("name", "主题"),
    Column("documents", "文件"),
    Column("rows", "条目"),
    Column("holding", "现在成立"),
    Column("newest_day", "最新一份的日子"),
    Column("newest", "最新的文件"),
    Column("newest_number", "文号", False),
    Column("seen_on", "最后见到"),
    Column("topic", "编号", False),
)
