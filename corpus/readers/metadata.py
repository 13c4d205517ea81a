"""The names under which files state their own title, issuer, number and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from corpus.readers.decode import harmless
from corpus.readers.structure import tidy

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "标题", "名称", "文件名称", "文件标题", "政策名称", "信息名称", "articletitle"),
    "issuer": (
        *("issuer", "issuing_body", "author", "publisher", "发文机关", "发文机构", "发布机构", "发文单位"),
        *("制定机关", "制发机关", "发布单位", "公开主体", "印发机关", "颁布机关", "contentsource"),
    ),
    "source": ("来源", "信息来源", "文章来源", "稿件来源", "来源单位", "解读机关", "解读单位"),
    "number": ("number", "document_number", "文号", "发文字号", "发文文号", "文件编号", "文件字号", "文件号", "发文号"),
    "written": ("written", "written_date", "成文日期", "生成日期", "成文时间", "签发日期"),
    "issued": ("issued", "issue_date", "date", "印发日期", "发文日期", "印发时间", "发文时间"),
    "published": (
        *("published", "publish_date", "发布日期", "发布时间", "公开日期", "公布日期", "pubdate"),
        *("发布于", "发表时间", "发表日期", "上传时间", "公开时间", "公布时间", "发稿时间"),
    ),
    "effective": (
        *("effective", "effective_date", "施行日期", "实施日期", "生效日期", "执行日期"),
        *("生效时间", "实施时间", "施行时间"),
    ),
    "expires": (
        *("expires", "expiry", "expiry_date", "有效期", "有效期至", "失效日期", "失效时间", "废止日期"),
        *(
            "end_date",
            "有效期限",
            "政策有效期",
            "政策期限",
            "执行期限",
            "执行期",
            "有效期止",
            "政策执行期",
            "政策有效期限",
        ),
    ),
    "place": ("place", "places", "region", "地区", "适用地区", "适用范围", "所属地区"),
    "replaces": ("replaces", "supersedes", "废止", "替代", "代替", "废止文件"),
    "status": ("status", "效力状态", "有效性", "时效性", "是否有效", "文件状态", "状态"),
    "draft": ("draft", "征求意见稿"),
}
_KEYS = {name: key for key, names in NAMES.items() for name in names}


def key_of(label: str) -> str:
    """The metadata key that a label of a file stands for (``发文字号：`` is number), or ""."""
    return _KEYS.get("".join(label.split()).strip("：:[]【】*").lower(), "")


def named(values: Mapping[str, Any]) -> dict[str, str]:
    """The entries whose names are known, as texts; of lists, the entries joined by ``；``."""
    found: dict[str, str] = {}
    for label, value in values.items():
        key = key_of(str(label))
        text = _as_text(value)
        if key and text:
            found.setdefault(key, text)
    return found


def _as_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "；".join(filter(None, (_as_text(item) for item in value)))
    return tidy(harmless(str(value)).replace("\n", " "))
