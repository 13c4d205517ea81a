"""Documents and index generations; a rebuild that can be watched and cancelled while questions go on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import ProgressBar

from assistant.showing.sources import describe
from assistant.types import Citation
from corpus.errors import WenceError
from corpus.types import Corpus, Document, Passage, Record
from tui.messages import Renewed
from tui.rebuild import Rebuilding, Rebuilt, TellsRebuild
from tui.rows import cell_text
from tui.screens.dialogs import Confirm
from tui.screens.own import OwnScreen
from tui.widgets.card import Link
from tui.widgets.keybar import KeyBar
from tui.widgets.prose import Grid, GridText, Text, one_line

GENERATIONS_SHOWN = 5


class DocumentLink(Link):
    """A document of the corpus; pressing opens it."""

    HELP: ClassVar[str] = "资料库里的一份文件。Enter 从头打开来读。"

    def __init__(self, document: Document, passages: int, rows: int) -> None:
        self.document = document
        origin = "随程序附带" if document.shipped else "您添加的"
        about = "  ".join((origin, f"{passages} 段", f"{rows} 行", *describe(document)))
        super().__init__(f"{one_line(document.title)}\n  {one_line(about)}", hang=2)

    async def action_press(self) -> None:  # type: ignore[override]
        await cast(CorpusScreen, self.screen).open_document(self.document)

    async def on_click(self, event: Any) -> None:  # type: ignore[override]
        event.stop()
        await self.action_press()


class CorpusScreen(TellsRebuild, OwnScreen):
    """What answers rest on."""

    HELP: ClassVar[str] = (
        "资料库：有哪些文件、索引是第几代。文件用命令 wence corpus add 添加。\n"
        "F6 重建索引（添加或手改文件之后）；重建时照常可以提问，F9 取消。F7 全部重做。F8 退回上一代。\n"
        "别处更新了索引，这里会自动跟上，并提示一声。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "返回"),
        Binding("f6", "rebuild(False)", "重建"),
        Binding("f7", "rebuild(True)", "全部重做"),
        Binding("f8", "rollback", "退回上一代"),
        Binding("f9", "cancel", "取消重建"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield Text("资料库", classes="page-title")
        with VerticalScroll(id="library"):
            yield Text("文件", classes="section")
            yield Vertical(id="documents")
            yield Text("索引（最新的在前）", classes="section")
            yield Vertical(id="generations")
            with Horizontal(id="progress"):
                yield Text(id="progress-words")
                yield ProgressBar(total=100, show_eta=False)
            yield Text(id="report")
        yield KeyBar()

    async def on_mount(self) -> None:
        self.query_one("#library").can_focus = False
        self.query_one("#progress").display = self.wence.rebuild.running
        await self.show()

    async def show(self) -> None:
        """Documents and generations of this moment."""
        assistant = self.wence.assistant
        documents = self.query_one("#documents", Vertical)
        await documents.remove_children()
        if assistant is None:
            await documents.mount(Text(self.wence.opening_words))
            return
        await documents.mount_all(
            [DocumentLink(one, *_counts(assistant.corpus, one)) for one in assistant.corpus.documents]
        )
        documents.query(DocumentLink).first().focus()
        await self._show_generations()

    async def _show_generations(self) -> None:
        box = self.query_one("#generations", Vertical)
        await box.remove_children()
        try:
            rows = self.wence.keeper.history(self.wence.home)[:GENERATIONS_SHOWN]
        except (WenceError, OSError) as error:
            await box.mount(Text(f"读不出索引的记录：{error}"))
            return
        heads = ("代号", "建立时间", "使用中")
        cells = [(row["generation"], _local(row["built"]), cell_text(row["live"])) for row in rows]
        await box.mount(GridText(Grid(heads, cells, "bold $text-muted")))

    async def open_document(self, document: Document) -> None:
        """Read a document from its beginning."""
        assert self.wence.assistant is not None
        corpus = self.wence.assistant.corpus
        first = next((one for one in _records(corpus) if one.source.doc_id == document.id), None)
        citation = Citation(
            n=1, doc=document.title, doc_id=document.id, section=first.source.section if first else "",
            locator=first.source.locator if first else "", quote="（没有可读的内容）", quote_kind="digest",
            record_id=first.id if first else "",
        )  # fmt: skip
        await self.wence.open_source(citation)

    def action_rebuild(self, full: bool) -> None:
        if not self.wence.rebuild.start(full=full):
            self.notify("正在重建，请等它结束，或按 F9 取消。")
            return
        self._progress("正在准备", 0, 0)

    def action_cancel(self) -> None:
        if self.wence.rebuild.running:
            self.wence.rebuild.cancel()
            self._progress("正在取消", 0, 0)
        else:
            self.notify("没有正在进行的重建。")

    def action_rollback(self) -> None:
        async def done(yes: bool | None) -> None:
            if not yes:
                return
            try:
                report = self.wence.keeper.rollback(self.wence.home, None)
            except (WenceError, OSError) as error:
                self._report((str(error), getattr(error, "hint", "")), ok=False)
                return
            self._report(tuple(report.lines()), ok=report.ok)
            await self._show_generations()

        self.app.push_screen(Confirm("退回上一代索引？文件不变，回答改用上一代的资料。", "退回"), done)

    def _progress(self, what: str, done: int, total: int) -> None:
        self.query_one("#progress").display = True
        self.query_one("#progress-words", Text).show(f"{one_line(what)} {f'{done}/{total}' if total else ''}")
        self.query_one(ProgressBar).update(total=total or None, progress=done)
        self.query_one("#report", Text).show("")

    def _report(self, lines: tuple[str, ...], *, ok: bool) -> None:
        report = self.query_one("#report", Text)
        report.show("\n".join(map(one_line, filter(None, lines))))
        report.set_class(not ok, "-wrong")

    @on(Rebuilding)
    def _came_so_far(self, event: Rebuilding) -> None:
        if self.wence.rebuild.running:
            self._progress(event.what, event.done, event.total)

    @on(Rebuilt)
    async def _ended(self, event: Rebuilt) -> None:
        self.query_one("#progress").display = False
        self._report(event.lines, ok=event.ok)
        await self._show_generations()

    @on(Renewed)
    async def _renewed(self) -> None:
        await self.show()

    def action_back(self) -> None:
        self.wence.action_page("ask")


def _local(iso: str) -> str:
    """An ISO time as the user's clock shows it."""
    return datetime.fromisoformat(iso).astimezone().strftime("%Y-%m-%d %H:%M")


def _records(corpus: Corpus) -> Iterator[Record]:
    yield from corpus.passages
    yield from corpus.subsidies
    yield from corpus.standards
    yield from corpus.policies
    yield from corpus.batches
    yield from corpus.rules


def _counts(corpus: Corpus, document: Document) -> tuple[int, int]:
    """Passages and table rows of a document."""
    own = [record for record in _records(corpus) if record.source.doc_id == document.id]
    passages = sum(isinstance(record, Passage) for record in own)
    return passages, len(own) - passages
