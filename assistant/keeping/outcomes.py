"""What keeping the corpus reports: a file at a time, a rebuild, and plain messages, each in lines for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from corpus.frozen import field, frozen

if TYPE_CHECKING:
    from assistant.keeping.comparison import Changes

Outcome = Literal["added", "replaced", "partly", "kept", "present", "refused"]

OUTCOME_NAMES: dict[Outcome, str] = {
    "added": "已加入",
    "replaced": "已替换",
    "partly": "部分加入",
    "kept": "未替换",
    "present": "已在资料库中，没有变化",
    "refused": "未加入",
}
KIND_NAMES = {
    "subsidies": "补贴",
    "standards": "标准",
    "policies": "政策",
    "batches": "批次",
    "rules": "规则",
    "conditions": "条件",
    "notices": "文件",
    "changes": "变化",
}
SHOWN_UNREAD = 20
BROKEN_HINT = "按 wence corpus check 所列修改，或用 wence corpus restore 编号 恢复。"


LONGEST_LINE = 200
"""characters of a line that quotes what a file holds, which may be a line without an end"""


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}……"


@frozen
class FileReport:
    """What became of one file."""

    path: str
    outcome: Outcome
    id: str = ""
    title: str = ""
    passages: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)
    """table rows by kind"""
    unread: tuple[str, ...] = ()
    """rows that were left out, with their place and the reason"""
    notes: tuple[str, ...] = ()
    reason: str = ""
    hint: str = ""

    def lines(self) -> list[str]:
        """The report for people."""
        head = f"{OUTCOME_NAMES[self.outcome]}：{self.path}"
        if self.outcome == "kept":
            return [f"{head}：{self.reason}", *(f"  {line}" for line in self.unread), f"  {self.hint}"]
        if self.outcome == "refused":
            return [f"{head}：{self.reason}", *([f"  {self.hint}"] if self.hint else [])]
        if self.outcome == "present":
            return [f"{head}（编号 {self.id}）"]
        lines = [head, f"  编号 {self.id}，标题《{self.title.strip('《》')}》", f"  {self._counts()}"]
        lines += [f"  未读成条目（仍可检索）：{place}" for place in self.unread[:SHOWN_UNREAD]]
        if len(self.unread) > SHOWN_UNREAD:
            lines.append(f"  ……另有 {len(self.unread) - SHOWN_UNREAD} 处")
        return [_short(line) for line in lines + [f"  注意：{note}" for note in self.notes]]

    def _counts(self) -> str:
        rows = [f"{KIND_NAMES.get(kind, kind)} {count} 条" for kind, count in self.rows.items() if count]
        return f"段落 {self.passages} 段；表格条目：{'、'.join(rows) or '无'}"


@frozen
class AddReport:
    """What ``add`` did with each file, and the rebuild that followed."""

    files: tuple[FileReport, ...]
    rebuild: RebuildReport | None = None
    failure: tuple[str, str] = ("", "")
    """that the rebuild which should have followed failed and why, and what to do"""

    @property
    def ok(self) -> bool:
        """False when any file was refused or taken only partly, or the rebuild failed or was stopped."""
        if self.rebuild is not None and not self.rebuild.ok:
            return False
        return (
            bool(self.files)
            and not self.failure[0]
            and not any(file.outcome in ("refused", "partly", "kept") for file in self.files)
        )

    def done(self) -> list[str]:
        """What was done, for people."""
        lines = [line for file in self.files for line in file.lines()]
        if not self.files:
            lines.append("没有找到可以添加的文件。")
        return lines + (self.rebuild.done() if self.rebuild else [])

    def lines(self) -> list[str]:
        """The report for people."""
        broken = f"注意：{self.rebuild.broken}。{BROKEN_HINT}" if self.rebuild and self.rebuild.broken else ""
        return [*self.done(), *filter(None, (broken, *self.failure))]


@frozen
class RebuildReport:
    """What a rebuild made, and what it changes."""

    generation: str
    changed: bool
    switched: bool = True
    differences: Changes | None = None
    """None when nothing had been built before"""
    remarks: tuple[str, ...] = ()
    """replacements that name what the corpus does not hold"""
    damage: str = ""
    """what was wrong with the index before, when all of it was written anew for that"""
    stopped: bool = False
    """no switch, because answers changed that the change of the corpus has no say in"""
    ok: bool = True
    broken: str = ""
    """documents of the library that could not be read anew, and why; all others are as they are now"""
    failure: tuple[str, str] = ("", "")
    """none: a rebuild that fails raises, and one that stops tells so among its lines"""

    def lines(self) -> list[str]:
        """The report for people."""
        return [*self.done(), *([f"注意：{self.broken}。{BROKEN_HINT}"] if self.broken else [])]

    def done(self) -> list[str]:
        """What was done, for people."""
        if not self.changed:
            return [f"资料没有变化，沿用第 {self.generation} 代索引。", *self._remarked()]
        told = self.differences.lines() if self.differences else []
        done = f"已切换到第 {self.generation} 代索引。" if self.switched else "只做核对，没有切换。"
        if self.stopped:
            done = f"没有切换，仍用第 {self.generation} 代索引回答。确认这些变化无误后，用 wence rebuild --force 切换；"
            done += "否则请移除刚加的文件，或改它的标题和条目（wence corpus set）。"
        mended = [f"{self.damage}，已全部重建；损坏的索引无从比较回答。"] if self.damage else []
        return [*mended, *told, *self._remarked(), done]

    def _remarked(self) -> list[str]:
        return [f"注意：{remark}" for remark in self.remarks]


@frozen
class Report:
    """Lines for people, and whether all is well."""

    messages: tuple[str, ...]
    ok: bool = True
    problems: tuple[str, ...] = ()
    """of the messages those that tell what is wrong"""
    failure: tuple[str, str] = ("", "")
    """why what should have followed failed, and what to do"""

    def done(self) -> list[str]:
        """What was done, for people."""
        return list(filter(None, self.messages))

    def lines(self) -> list[str]:
        """The report for people."""
        return [*self.done(), *filter(None, self.failure)]
