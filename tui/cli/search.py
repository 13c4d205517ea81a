"""``wence search``: ranked hits, without an answer made of them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tui.cli.ask import asked
from tui.cli.commands import Handler
from tui.cli.diagnostics import ANSWERED, NOT_GROUNDED, report_error
from tui.cli.output import cell_text, emit, pad, terminal_width, to_json
from tui.cli.parsing import Parser, add_json, count, one_of
from tui.cli.picking import filled, picked
from tui.cli.session import opened

if TYPE_CHECKING:
    from index.types import Hit

KIND_NAMES = {
    "passage": "段落",
    "subsidy": "补贴",
    "standard": "标准",
    "policy": "政策",
    "batch": "批次",
    "rule": "规则",
}
HIT_KEYS = ("rank", "id", "kind", "title", "text", "doc", "doc_id", "section", "locator", "matched")
SNIPPET = 150
"""cells of a hit's text; two lines of a common terminal"""


def configure(parser: Parser) -> None:
    kinds = tuple(KIND_NAMES)
    parser.option("words", nargs="+", metavar="检索词", help="要找的词或一句话；标点和符号没有特殊含义")
    parser.option("-n", dest="limit", type=count, default=10, metavar="条数", help="最多列出多少条（默认 10）")
    parser.option(
        "--kind", dest="kinds", action="append", type=one_of(kinds, KIND_NAMES), choices=kinds, metavar="种类",
        help="只要某一种，可重复：" + "、".join(f"{kind}（{name}）" for kind, name in KIND_NAMES.items()),
    )  # fmt: skip
    add_json(parser, HIT_KEYS, "每条一行 JSON")
    parser.set_defaults(json=False)


def run(options: argparse.Namespace) -> int:
    text = asked(options.words, "检索词是空的。", "请写出要找的词，例如 wence search 错峰生产")
    with opened(options) as assistant:
        hits = assistant.search(text, limit=options.limit, kinds=tuple(options.kinds or ()))
        titles = {document.id: document.title for document in assistant.corpus.documents}
    if not hits:
        report_error("没有找到相关的条目。", "请换个说法，或去掉 --kind 再试。")
        return NOT_GROUNDED
    records = (hit_record(hit, titles) for hit in hits)
    if options.template:
        emit("\n".join(filled(options.template, record) for record in records))
    elif options.json:
        emit("\n".join(to_json(picked(record, options.fields)) for record in records))
    else:
        emit("\n".join(_hit_lines(hit) for hit in hits))
    return ANSWERED


def hit_record(hit: Hit, titles: dict[str, str]) -> dict[str, Any]:
    """A hit with the keys of the contract."""
    entry = hit.entry
    return {
        "rank": hit.rank,
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "text": entry.text,
        "doc": titles.get(entry.doc_id, entry.doc_id),
        "doc_id": entry.doc_id,
        "section": entry.section,
        "locator": entry.locator,
        "matched": list(hit.matched),
    }


def _hit_lines(hit: Hit) -> str:
    entry = hit.entry
    kind = KIND_NAMES.get(entry.kind, entry.kind)
    head = "  ".join(filter(None, (f"{hit.rank}. [{kind}] {cell_text(entry.title)}", cell_text(entry.locator))))
    body = pad(cell_text(entry.text), min(SNIPPET, 2 * (terminal_width() or SNIPPET) - 6)).rstrip()
    return f"{head}\n   {body}"


HANDLERS = {"search": Handler(configure, run)}
