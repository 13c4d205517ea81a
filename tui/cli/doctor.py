"""``wence doctor``: the environment, the corpus and the index examined; what is wrong and how to mend it."""

from __future__ import annotations

import argparse
import locale
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from assistant.errors import reason
from assistant.keeping.settings import as_of_today, engine_name, home_folder, list_clients, load_client, load_config
from corpus.errors import CorpusError, DataError, WenceError
from index.errors import DamagedError
from tui.cli import __version__
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, DATA
from tui.cli.output import emit, safe, to_json
from tui.cli.parsing import Parser

if TYPE_CHECKING:
    from index.generations import Generations

MARKS = {"ok": "正常", "hint": "留意", "bad": "有误"}
MENDS = {
    "环境": "请重新安装。",
    "数据文件夹": "请检查文件夹的权限，或用 WENCE_HOME 指定另一个。",
    "资料": "请运行 wence corpus check，按所列位置修改。",
    "索引": "请运行 wence rebuild --full。",
}
LEAST_SPACE = 10
"""MB free that even a small index needs to be built beside the live one"""
PARTS = {
    "library": "资料库",
    "index": "索引",
    "kept": "留底",
    "history": "对话记录",
    "history/conversations": "对话记录",
    "clients": "客户档案",
}
"""folders that are written to"""


class Finding(NamedTuple):
    """One thing examined; ``bad`` makes the command exit with 3."""

    area: str
    state: Literal["ok", "hint", "bad"]
    text: str
    mend: str = ""


def configure(parser: Parser) -> None:
    parser.option("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    home = home_folder()
    findings = [finding for examine in EXAMINATIONS for finding in _guarded(examine, home)]
    if options.json:
        emit(to_json([finding._asdict() for finding in findings], indent=1))
    else:
        emit(safe("\n".join(_lines(findings))))
    return DATA if any(finding.state == "bad" for finding in findings) else ANSWERED


def environment(_: Path) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("环境", "ok", f"wence {__version__}，Python {version}，{sys.platform}")
    yield from _packages()
    encoding = locale.getpreferredencoding(False)
    if encoding.lower().replace("-", "") in ("utf8", "cp65001"):
        yield Finding("环境", "ok", f"系统编码 {encoding}")
    else:
        yield Finding(
            "环境",
            "hint",
            f"系统编码是 {encoding}，输出仍是 UTF-8",
            "终端显示乱码时，请改用 UTF-8（Windows：chcp 65001）。",
        )
    yield Finding("环境", "ok", f"提问日期 {as_of_today().isoformat()}")


def belongings(home: Path) -> Iterator[Finding]:
    yield _writable(home)
    if home.is_dir():
        yield from _parts(home)
    free, needed = shutil.disk_usage(_existing(home)).free // 2**20, _space_needed(home)
    if free < needed:
        yield Finding("数据文件夹", "bad", f"磁盘只剩 {free} MB", f"重建索引要 {needed} MB，请先腾出来。")
    loads: list[Callable[[], object]] = [partial(load_config, home)]
    loads += [partial(load_client, home, name) for name in list_clients(home)]
    for load in loads:
        try:
            load()
        except WenceError as error:  # each is told, not the first alone
            yield Finding("数据文件夹", "bad", error.message, error.hint)


def documents(home: Path) -> Iterator[Finding]:
    from assistant.keeping.renewal import refuse_lost
    from corpus.examine import examine_library
    from corpus.library import held_documents
    from corpus.shipped import left_out
    from corpus.store import load_shipped

    shipped = load_shipped(left_out(home))
    tables = (
        ("补贴", shipped.subsidies),
        ("政策", shipped.policies),
        ("标准", shipped.standards),
        ("批次", shipped.batches),
        ("规则", shipped.rules),
    )
    counts = "、".join(f"{name} {len(rows)} 条" for name, rows in tables)
    yield Finding("资料", "ok", f"随附资料完好：段落 {len(shipped.passages)} 段、{counts}")
    refuse_lost(home)
    problems, _ = examine_library(home)
    for problem in problems:
        yield Finding("资料", "bad", problem, "请按所列位置修改；也可用 wence corpus restore 编号 恢复，或移除。")
    added = len(held_documents(home))
    if not problems:
        yield Finding("资料", "ok", f"加入的文件 {added} 份" if added else "没有加入别的文件")


def index(home: Path) -> Iterator[Finding]:
    from index.generations import Generations

    generations = Generations(home, engine=engine_name())
    yield from _damages(generations)
    live = next((one for one in generations.list() if one.live), None)
    if live is None and generations.live() is None:
        yield Finding("索引", "hint", "还没有建立索引", "第一次提问时会自动建立，也可以运行 wence rebuild。")
        return
    if not generations.can_open():
        return
    if live is not None:
        yield Finding("索引", "ok", f"第 {live.name} 代，{live.created} 建立，{live.counts.get('entries', 0)} 个条目")
    yield from _differences(generations)
    if generations.is_stale():
        yield Finding("索引", "hint", "资料或程序已有变化", "下一次提问时会自动重建，也可以运行 wence rebuild。")
    else:
        yield from _probes(home)


def _differences(generations: Generations) -> Iterator[Finding]:
    """Where library and live generation are not of one time: a switch that was stopped, or changes not yet indexed."""
    from corpus.shipped import left_out

    try:
        differences = generations.differences()
    except CorpusError:  # told with the documents
        return
    names = ("没有进索引", "索引里还有、资料库里没有", "改过、索引里是原来的")
    told = [f"{name}：{'、'.join(ids)}" for name, ids in zip(names, differences, strict=True) if ids]
    if told:
        yield Finding("索引", "hint", f"资料库与索引不一致：{'；'.join(told)}", "运行 wence rebuild 看变化并切换。")
    for doc_id in generations.shipped_otherwise():
        state = "已停用、索引里还有" if doc_id in left_out(generations.home) else "没有停用、索引里没有"
        yield Finding("索引", "hint", f"随附资料 {doc_id} {state}", "运行 wence rebuild 让索引跟上。")


def _damages(generations: Generations) -> Iterator[Finding]:
    """Every kept generation that is not as it was written, file by file."""
    names, live = generations.names(), generations.live()
    if names and live is None:
        yield Finding("索引", "bad", "索引的 live 文件损坏或不在了", "下一次提问或 wence rebuild 会修复。")
    for name in names:
        try:
            generations.verify(name, thorough=True)
        except DamagedError as error:
            if name == live:
                yield Finding("索引", "bad", error.message, "下一次提问会自动重建，也可以运行 wence rebuild。")
            else:
                yield Finding("索引", "hint", error.message, "不影响提问；这一代不能再退回。")


EXAMINATIONS: tuple[Callable[[Path], Iterator[Finding]], ...] = (environment, belongings, documents, index)


def _guarded(examine: Callable[[Path], Iterator[Finding]], home: Path) -> Iterator[Finding]:
    """All findings of an examination; what stops it becomes a finding too."""
    area = {"environment": "环境", "belongings": "数据文件夹", "documents": "资料", "index": "索引"}[examine.__name__]
    try:
        yield from examine(home)
    except DataError as error:
        for problem in error.problems:
            yield Finding(area, "bad", problem, error.hint)
    except WenceError as error:
        yield Finding(area, "bad", error.message, error.hint)
    except OSError as error:
        where = f"{error.filename}：" if error.filename else ""
        yield Finding(area, "bad", f"{where}{reason(error)}", MENDS[area])
    except Exception as error:  # an examination must not end with the first thing that is broken
        yield Finding(area, "bad", f"{type(error).__name__}：{error}", MENDS[area])


def _probes(home: Path) -> Iterator[Finding]:
    """The questions that a rebuild asks before it switches, asked again."""
    from assistant.keeping.renewal import probes_of
    from assistant.service import Assistant

    with Assistant.open(home) as assistant:
        questions = probes_of(assistant.corpus)
        failed = [question for question in questions if assistant.ask(question).status == "no_answer"]
    if not questions:
        yield Finding("索引", "ok", "报告已停用，没有可试问的问题")
    elif failed:
        yield Finding("索引", "bad", f"试问答不出：{failed[0]}", "请运行 wence rebuild --full。")
    else:
        yield Finding("索引", "ok", f"{len(questions)} 个试问都答得出")


def _packages() -> Iterator[Finding]:
    from importlib import metadata

    try:
        required = metadata.requires("wence") or []
    except metadata.PackageNotFoundError:
        yield Finding("环境", "hint", "正从源码文件夹运行，没有安装", "安装：pip install .")
        return
    names = [found[0] for line in required if "extra ==" not in line and (found := re.match(r"[\w.-]+", line))]
    missing = [name for name in names if not _installed(name)]
    if missing:
        yield Finding("环境", "bad", f"缺少程序包：{'、'.join(missing)}", "请重新安装：pip install --force-reinstall .")
    else:
        yield Finding("环境", "ok", f"{len(names)} 个程序包齐全")


def _installed(name: str) -> bool:
    from importlib import metadata

    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


def _writable(home: Path) -> Finding:
    if not home.exists():
        where = _existing(home)
        if where.is_dir() and os.access(where, os.W_OK):
            return Finding("数据文件夹", "ok", f"{home}（还没有，用到时建立）")
        return Finding("数据文件夹", "bad", f"{home} 建立不了", "请用 WENCE_HOME 指定一个可写的文件夹。")
    try:
        with tempfile.TemporaryFile(dir=home):
            return Finding("数据文件夹", "ok", f"{home}（可写）")
    except OSError as error:
        mend = "请检查它的权限，或用 WENCE_HOME 指定一个可写的文件夹。"
        return Finding("数据文件夹", "bad", f"{home} 不可写：{reason(error)}", mend)


def _parts(home: Path) -> Iterator[Finding]:
    """Every folder that is written to, tried; and whether others can read what is private."""
    for name, what in PARTS.items():
        folder = home / name
        if not folder.exists():
            continue
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            yield Finding("数据文件夹", "bad", f"{what}（{folder}）写不了：{reason(error)}", "请检查这个文件夹的权限。")
    if os.name == "posix" and home.stat().st_mode & 0o077:
        yield Finding("数据文件夹", "hint", f"{home} 别人也能看", f"只给自己看：chmod 700 {home}")


def _space_needed(home: Path) -> int:
    """MB for a generation beside the live one and a copy of the documents."""
    folders = (home / "index", home / "library")
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return max(LEAST_SPACE, 2 * sum(path.stat().st_size for path in files) // 2**20)


def _existing(path: Path) -> Path:
    """The nearest folder on the way up that exists."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _lines(findings: list[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"[{MARKS[finding.state]}] {finding.area}：{finding.text}"
        if finding.mend:
            yield f"       {finding.mend}"
    bad = sum(finding.state == "bad" for finding in findings)
    yield f"\n发现 {bad} 个问题，请按上面的办法处理。" if bad else "\n没有发现问题。"


HANDLERS = {"doctor": Handler(configure, run)}
