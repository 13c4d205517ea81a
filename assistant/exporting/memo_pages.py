"""A memo as Markdown, and as one printable HTML file without script or outside address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from assistant.exporting.memo import Block, Memo, note_words
from assistant.exporting.plain import markdown_text, one_line, plain
from assistant.saying.wording import load_wording
from assistant.types import Table

say = load_wording("memo")
_NO_MARKUP = {ord(sign): f"\\u{ord(sign):04x}" for sign in "-<>"}
"""JSON may write any sign so; in a comment these would begin or end something"""
PAPER = Path(__file__).parent / "paper.css"


def markdown(memo: Memo, kept: str = "") -> str:
    """The memo as Markdown with footnotes; ``kept`` (JSON) travels in a comment at the end."""
    lines = [f"# {markdown_text(memo.title)}", "", *(f"{markdown_text(line)}  " for line in memo.about), ""]
    if memo.overview:
        lines += [f"## {say('overview')}", "", *_markdown_table(memo.overview), ""]
    for block in memo.blocks:
        lines += [*_markdown_block(block), ""]
    if memo.notes:
        lines += [f"## {say('notes')}", "", *(f"[^{note.n}]: {markdown_text(note_words(note))}" for note in memo.notes)]
    lines += ["", f"## {say('unknown')}", ""]
    for kind in memo.unknown:
        lines += [f"### {kind.title}", "", *(f"- {markdown_text(point)}" for point in kind.points), ""]
    if not memo.unknown:
        lines += [say("unknown_none"), ""]
    if kept:
        lines.append(f"<!-- wence:answers {kept.translate(_NO_MARKUP)} -->")
    return "\n".join(lines).rstrip("\n") + "\n"


def _markdown_block(block: Block) -> Iterator[str]:
    yield f"## {block.number}. {markdown_text(block.question)}"
    yield ""
    if block.figure:
        validity = f"　{markdown_text(block.validity)}" if block.validity else ""
        yield f"**{markdown_text(block.figure)}**{validity}"
        yield ""
    yield markdown_text(block.headline) + "".join(f"[^{number}]" for number in block.notes)
    yield ""
    yield from (f"- {markdown_text(fact)}" for fact in block.facts)
    if block.table:
        yield from ("", *_markdown_table(block.table))
    yield ""
    yield from (f"{markdown_text(line)}  " for line in (block.then, *block.caveats, say("id", id=block.id)) if line)


def _markdown_table(table: Table) -> Iterator[str]:
    for row in (table.columns, tuple("---" for _ in table.columns), *table.rows):
        cells = (cell if cell == "---" else markdown_text(cell) for cell in row)
        yield f"| {' | '.join(cells)} |"


def html(memo: Memo, kept: str = "") -> str:
    """The memo as one HTML file for the screen and for A4 paper; ``kept`` (JSON) travels in a meta element."""
    body = [f"<h1>{_text(memo.title)}</h1>", *_about(memo.about)]
    if memo.overview:
        body += [f"<h2>{say('overview')}</h2>", _html_table(memo.overview)]
    seen: set[int] = set()
    for block in memo.blocks:
        body += _html_block(block, seen)
    if memo.notes:
        body.append(f'<h2>{say("notes")}</h2>\n<ol class="notes">')
        body += [
            f'<li id="note-{note.n}" value="{note.n}">{_text(note_words(note))} '
            f'<a class="back" href="#ref-{note.n}" aria-label="{say("back")}">↩</a></li>'
            for note in memo.notes
        ]
        body.append("</ol>")
    body += [f'<section class="last"><h2>{say("unknown")}</h2>', *_html_unknown(memo), "</section>"]
    meta = f'<meta name="wence-answers" content="{escape(plain(kept))}">\n' if kept else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{meta}<title>{_text(memo.title)}</title>\n<style>\n{PAPER.read_text(encoding='utf-8')}</style>\n"
        f"</head>\n<body>\n{chr(10).join(body)}\n</body>\n</html>\n"
    )


def _about(lines: Iterable[str]) -> Iterator[str]:
    yield f'<p class="about">{" · ".join(map(_text, lines))}</p>'


def _html_block(block: Block, seen: set[int]) -> Iterator[str]:
    yield f'<section class="answer" id="answer-{block.number}"><h2>{block.number}. {_text(block.question)}</h2>'
    if block.figure:
        validity = f' <span class="validity">{_text(block.validity)}</span>' if block.validity else ""
        yield f'<p class="figure"><strong>{_text(block.figure)}</strong>{validity}</p>'
    yield f"<p>{_text(block.headline)}{''.join(_mark(number, seen) for number in block.notes)}</p>"
    if block.facts:
        yield f"<ul>{''.join(f'<li>{_text(fact)}</li>' for fact in block.facts)}</ul>"
    if block.table:
        yield _html_table(block.table)
    for line in (block.then, *block.caveats, say("id", id=block.id)):
        if line:
            yield f'<p class="small">{_text(line)}</p>'
    yield "</section>"


def _mark(number: int, seen: set[int]) -> str:
    """The mark of a note; only its first one is where the note leads back to."""
    name = "" if number in seen else f' id="ref-{number}"'
    seen.add(number)
    return f'<sup><a{name} href="#note-{number}">[{number}]</a></sup>'


def _html_unknown(memo: Memo) -> Iterator[str]:
    if not memo.unknown:
        yield f"<p>{say('unknown_none')}</p>"
    for kind in memo.unknown:
        yield f"<h3>{_text(kind.title)}</h3><ul>{''.join(f'<li>{_text(point)}</li>' for point in kind.points)}</ul>"


def _html_table(table: Table) -> str:
    head = "".join(f"<th>{_text(column)}</th>" for column in table.columns)
    rows = ("".join(f"<td>{_text(cell)}</td>" for cell in row) for row in table.rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"


def _text(text: str) -> str:
    return escape(one_line(text))
