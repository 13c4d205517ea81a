"""Taking answers and conversations away: what to copy, and where to save."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.keeping.talks import Talk, talk_json, talk_markdown, told_of
from assistant.keeping.writing import write_new
from assistant.showing.tables import Row
from assistant.types import Answer, Citation
from tui.rows import Column, csv_table, table_workbook
from tui.screens.dialogs import Choice, LineDialog
from tui.widgets.prose import Grid, one_line


def choices(answer: Answer) -> tuple[Choice, ...]:
    """What of an answer can be copied."""
    whole = [
        Choice(id="headline", name="结论", note=answer.headline),
        Choice(id="answer", name="回答", note="不带出处"),
        Choice(id="cited", name="回答和出处"),
        Choice(id="markdown", name="Markdown", note="回答和出处"),
    ]
    if answer.table:
        whole.append(Choice(id="table", name="表格", note="以制表符分列，可粘贴到表格软件"))
    quotes = [Choice(id=f"quote {one.n}", name=f"引文 [{one.n}]", note=one.quote) for one in answer.citations]
    return (*whole, *quotes)


def taken_text(answer: Answer, how: str) -> str:
    """The logical text, never the lines of the screen."""
    if how == "headline":
        return answer.headline
    if how == "table" and answer.table:
        return Grid(answer.table.columns, answer.table.rows).plain
    if how == "markdown":
        from assistant.saying.render import markdown

        return markdown(answer)
    if how.startswith("quote "):
        return next(_quote(one) for one in answer.citations if one.n == int(how[6:]))
    if how == "cited":
        return answer.text
    return _without_citations(answer)


def marked_old(answer: Answer, newer: Answer, how: str) -> str:
    """An answer that is another one now: said so, with the new one behind it as far as it was asked for."""
    told = f"「已变」这是当时的回答（{told_of(answer)}）。"
    now = f"现在的回答（{told_of(newer)}）："
    if how.startswith("quote ") or (how == "table" and not newer.table):
        return f"{told}\n\n{taken_text(answer, how)}\n\n{now}\n\n{newer.headline}"
    return f"{told}\n\n{taken_text(answer, how)}\n\n{now}\n\n{taken_text(newer, how)}"


def _without_citations(answer: Answer) -> str:
    parts = [answer.headline, *(f"· {fact}" for fact in answer.facts)]
    if answer.table:
        parts.append(Grid(answer.table.columns, answer.table.rows).plain)
    parts += [f"提示：{caveat}" for caveat in answer.caveats]
    return "\n".join(map(_one_paragraph, parts))


def _one_paragraph(text: str) -> str:
    return text if "\t" in text else one_line(text)


def _quote(citation: Citation) -> str:
    where = "，".join(filter(None, (citation.doc, citation.section, citation.locator)))
    return f"{citation.quote}\n（{where}）"


def file_name(title: str) -> str:
    """A title as a file name that every system takes."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f？：]+', " ", title).strip(" .")[:40] or "对话"


def save_dialog(
    talk: Talk, newer: Mapping[int, Answer], home: Path, tell: Callable[..., None]
) -> tuple[LineDialog, Callable[[str | None], None]]:  # fmt: skip
    """A dialog that asks for the file, and what happens then."""
    suggested = home / "history" / "saved" / f"{file_name(talk.title)}.md"

    def done(text: str | None) -> None:
        if not text or not text.strip():
            return
        path = Path(text.strip()).expanduser()
        try:
            tell(f"已保存到 {save_talk(talk, path, newer)}", title="对话已保存")
        except OSError as error:
            tell(f"保存不了 {path}（{error.strerror}）。请换个文件夹再试。", severity="error")

    return LineDialog("对话保存为", "文件名以 .json 结尾就存成 JSON，否则存成 Markdown。", str(suggested)), done


def save_talk(talk: Talk, path: Path, newer: Mapping[int, Answer]) -> Path:
    """Write a conversation, what is answered otherwise by now behind what was answered then.

    An existing file is never overwritten, a number is added to the name instead.

    Raises:
        OSError: the folder can't be written.
    """
    if path.suffix.lower() not in (".md", ".json", ".markdown"):
        path = path.with_name(path.name + ".md")
    text = talk_json(talk, newer) if path.suffix.lower() == ".json" else talk_markdown(talk, newer)
    return write_new(path, text.encode("utf-8"))


def save_rows(path: Path, rows: Sequence[Row], columns: Sequence[Column], note: str) -> Path:
    """Write rows of a table: CSV that every spreadsheet reads, or a workbook; an existing file is never overwritten.

    Raises:
        OSError: the folder can't be written.
    """
    if path.suffix.lower() == ".csv":
        return write_new(path, csv_table(rows, columns).encode("utf-8-sig"))
    if path.suffix.lower() != ".xlsx":
        path = path.with_name(path.name + ".xlsx")
    return write_new(path, table_workbook(rows, columns, note))
