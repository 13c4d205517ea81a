"""Documents and index generations; a rebuild that can be watched and cancelled while questions go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from tui.desk import told_error
from tui.messages import Renewed
from tui.rebuild import Rebuilding, Rebuilt, TellsRebuild
from tui.screens.dialogs import Confirm
from tui.screens.keeping import KeepsDocuments
from tui.widgets.card import Link
from tui.widgets.keybar import KeyBar
from tui.widgets.prose import Text, one_line, shown

GENERATIONS_SHOWN = 5


class DocumentLink(Link):
    """A document of the corpus; pressing opens it."""

    HELP: ClassVar[str] = "资料库里的一份文件。Enter 从头打开来读；您添加的，e 改标题、日期、地区等，d 移除。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,ｅ", "mend", "改信息", key_display="e"),
        Binding("d,ｄ,delete", "remove", "移除", key_display="d"),
    ]

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("mend", "remove") or not self.document.shipped

    def action_mend(self) -> None:
        cast(CorpusScreen, self.screen).mend(self.document)

    def action_remove(self) -> None:
        cast(CorpusScreen, self.screen).take_out(self.document)


class GenerationLink(Link):
    """A generation of the index; pressing answers from it again."""

    HELP: ClassVar[str] = "一代索引。Enter 换成用它回答，文件不变。"

    def __init__(self, generation: str, line: str, live: bool) -> None:
        self.generation, self.live = generation, live
        super().__init__(line)

    def action_press(self) -> None:
        if self.live:
            self.notify("正在用这一代回答。")
        else:
            cast(CorpusScreen, self.screen).go_back(self.generation)


class CorpusScreen(TellsRebuild, KeepsDocuments):
    """What answers rest on."""

    HELP: ClassVar[str] = (
        "资料库：有哪些文件、索引是第几代。a 加入文件：先试读，看读成什么、会改变哪些回答，再决定加不加。\n"
        "您添加的文件，e 改标题、日期、地区等，d 移除，r 取回；改完自动重建，重建时照常可以提问，F9 取消。\n"
        "F6 重建索引（手改文件之后），F7 全部重做。F8 退回上一代；在某一代上按 Enter 换成那一代。\n"
        "别处更新了索引，这里会自动跟上，并提示一声。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "返回"),
        Binding("a,ａ", "add", "加入文件", key_display="a"),
        Binding("f6", "rebuild(False)", "重建"),
        Binding("r,ｒ", "restore", "取回", key_display="r"),
        Binding("f7", "rebuild(True)", "全部重做"),
        Binding("f8", "rollback", "退回上一代"),
        Binding("f9", "cancel", "取消重建"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def compose(self) -> ComposeResult:
        yield Text("资料库", classes="page-title")
        with VerticalScroll(id="library"):
            yield Text("文件（a 加入）", classes="section")
            yield Vertical(id="documents")
            yield Text("索引（最新的在前）", classes="section")
            yield Vertical(id="generations")
            with Horizontal(id="progress"):
                yield Text(id="progress-words")
                yield ProgressBar(total=100, show_eta=False)
            yield Text(id="report", hang=6)
        yield KeyBar()

    async def on_mount(self) -> None:
        self.query_one("#library").can_focus = False
        self.query_one("#progress").display = self.wence.rebuild.running
        await self.show()

    async def show(self) -> None:
        """Documents and generations of this moment."""
        assistant = self.wence.assistant
        documents = self.query_one("#documents", Vertical)
        kept = self.focused.document.id if isinstance(self.focused, DocumentLink) else ""
        await documents.remove_children()
        if assistant is None:
            await documents.mount(Text(self.wence.opening_words))
            return
        await documents.mount_all(
            [DocumentLink(one, *_counts(assistant.corpus, one)) for one in assistant.corpus.documents]
        )
        links = list(documents.query(DocumentLink))
        same = next((link for link in links if link.document.id == kept), links[0])
        same.focus(scroll_visible=False)  # what came of a change is being read further down
        await self._show_generations()

    async def _show_generations(self) -> None:
        box = self.query_one("#generations", Vertical)
        await box.remove_children()
        try:
            rows = self.wence.keeper.history(self.wence.home)[:GENERATIONS_SHOWN]
        except (WenceError, OSError) as error:
            await box.mount(Text(f"读不出索引的记录：{error}"))
            return
        await box.mount_all(
            [GenerationLink(row["generation"], _generation_line(row), bool(row["live"])) for row in rows]
        )

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
        self.report((), ok=True)
        self.progress("正在准备", 0, 0)

    def action_cancel(self) -> None:
        if self.wence.rebuild.running:
            self.wence.rebuild.cancel()
            self.progress("正在取消", 0, 0)
        else:
            self.notify("没有正在进行的重建。")

    def action_rollback(self) -> None:
        self.go_back(None)

    def go_back(self, generation: str | None) -> None:
        """Answer from an earlier generation, after asking."""

        async def done(yes: bool | None) -> None:
            if not yes:
                return
            try:
                report = self.wence.keeper.rollback(self.wence.home, generation)
            except (WenceError, OSError) as error:
                self.report(told_error(error), ok=False)
                return
            self.report(tuple(report.lines()), ok=report.ok)
            await self._show_generations()

        name = f"第 {generation} 代" if generation else "上一代"
        self.app.push_screen(Confirm(f"退回{name}索引？文件不变，回答改用{name}的资料。", "退回"), done)

    def progress(self, what: str, done: int, total: int) -> None:
        self.query_one("#progress").display = True
        self.query_one("#progress-words", Text).show(f"{one_line(what)} {f'{done}/{total}' if total else ''}")
        self.query_one(ProgressBar).update(total=total or None, progress=done)

    def report(self, lines: Sequence[str], *, ok: bool) -> None:
        self.query_one("#progress").display = self.wence.rebuild.running
        report = self.query_one("#report", Text)
        report.show("\n".join(map(shown, filter(None, lines))))
        report.set_class(not ok, "-wrong")
        if lines:
            self.call_after_refresh(self.query_one("#library").scroll_to_widget, report, animate=False)

    @on(Rebuilding)
    def _came_so_far(self, event: Rebuilding) -> None:
        if self.wence.rebuild.running:
            self.progress(event.what, event.done, event.total)

    @on(Rebuilt)
    async def _ended(self, event: Rebuilt) -> None:
        self.report((*self.told, *event.lines), ok=event.ok)
        self.told = ()
        await self._show_generations()

    @on(Renewed)
    async def _renewed(self) -> None:
        await self.show()

    def action_back(self) -> None:
        self.wence.action_page("ask")


def _generation_line(row: Mapping[str, Any]) -> str:
    live = "正在使用" if row["live"] else ""
    return f"第 {row['generation']} 代  {_local(row['built'])}  {live}".rstrip()


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
