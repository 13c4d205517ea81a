"""What a keeper does to the library from the screen: add a file after seeing how it is read, mend, take out, go back.

Files are read and written in threads; the index is then rebuilt in its own process, and can be watched and cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from assistant.keeping.settings import parse_day
from corpus.errors import WenceError
from corpus.patterns import late
from corpus.types import Document
from tui.desk import told_error
from tui.screens.dialogs import Choice, Confirm, LineDialog, Picker
from tui.screens.own import OwnScreen
from tui.widgets.prose import Text, one_line, shown

FIELDS = {
    "title": "标题",
    "document_number": "文号",
    "issuing_body": "发布机关",
    "issue_date": "发布日期",
    "effective_date": "施行日期",
    "expiry_date": "有效期至",
    "places": "地区",
}
PART_OF_DAY = late(r"\d{4}(?:-\d{2})?")
"""a year or a month, which a document may give instead of a day"""
PATH_NOTE = "写出文件或文件夹的路径，或把文件拖进这个窗口。先试读给您看，再决定加不加。"


def typed_path(text: str) -> Path:
    """A path as people type it or terminals drop it: quoted, as an address, or with its blanks escaped."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if text.startswith("file://"):
        return Path(unquote(urlsplit(text).path))
    path = Path(text).expanduser()
    return path if path.exists() else Path(text.replace("\\ ", " ")).expanduser()


def stated(field: str, text: str) -> str | list[str]:
    """What was written for a field of a document. Raises SettingsError for what is no date."""
    text = text.strip()
    if field == "places":
        return [text]
    if not field.endswith("_date") or not text or PART_OF_DAY.fullmatch(text):
        return text
    return parse_day(text, "").isoformat()


def _values(document: Document) -> dict[str, str]:
    """The fields of a document as people write them."""
    from assistant.keeping.placing import name_of
    from corpus.places import load_places

    places = load_places()
    values = {name: getattr(document, name) for name in FIELDS if name != "places"}
    return {**values, "places": "、".join(name_of(code, places) for code in document.places)}


class ReadingScreen(ModalScreen[bool]):
    """How a file is read and which answers it changes; adding it is one key away."""

    HELP: ClassVar[str] = "试读的结果，什么也没有改。Enter 加入，Esc 不加入；↑ ↓ 翻看其余。"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "加入"),
        Binding("escape", "dismiss(False)", "不加入"),
    ]

    def __init__(self, lines: Sequence[str], takes: bool) -> None:
        super().__init__()
        self.lines = tuple(lines)
        self.takes = takes

    def compose(self) -> ComposeResult:
        # Above the lines: below them the keys would be out of sight, and nobody scrolls for what they don't know of.
        headline = "试读，还没有加入：Enter 加入，Esc 不加入" if self.takes else "没有可以加入的：Esc 关闭"
        with VerticalScroll(classes="dialog"):
            yield Text(headline, classes="headline")
            yield Text("\n".join(map(shown, self.lines)), hang=6, classes="facts")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_take(self) -> None:
        self.dismiss(self.takes)


class KeepsDocuments(OwnScreen):
    """The actions; how far they are and what came of them is told by the screen that has them."""

    told: tuple[str, ...] = ()
    """what was done to the library before the rebuild that is under way"""
    busy = False
    """whether a thread reads or writes documents"""

    def progress(self, what: str, done: int, total: int) -> None:
        """Show that something is going on, and how far it is."""
        raise NotImplementedError

    def report(self, lines: Sequence[str], *, ok: bool) -> None:
        """Show what came of it."""
        raise NotImplementedError

    def action_add(self) -> None:
        def done(text: str | None) -> None:
            if text and text.strip():
                self._work("正在试读", partial(self._look, typed_path(text)))

        if self._is_free():
            self.app.push_screen(LineDialog("加入哪个文件？", PATH_NOTE), done)

    def _look(self, path: Path) -> None:
        lines, takes = self.wence.keeper.look(self.wence.home, [path], progress=self._tell)

        def chosen(yes: bool | None) -> None:
            if yes:
                self._work("正在加入", partial(self._change, partial(self.wence.keeper.add, paths=[path])))

        def show() -> None:
            self._over((), ok=True)
            self.app.push_screen(ReadingScreen(lines, takes), chosen)

        self._here(show)

    def take_out(self, document: Document) -> None:
        """Take a document out, after asking."""

        def done(yes: bool | None) -> None:
            if yes:
                change = partial(self.wence.keeper.remove, doc_id=document.id)
                self._work("正在移除", partial(self._change, change))

        if self._is_free():
            title = f"移除《{one_line(document.title).strip('《》')}》？以后可以按 r 取回。"
            self.app.push_screen(Confirm(title, "移除"), done)

    def action_restore(self) -> None:
        """Bring back what was removed, or the form that was replaced last."""
        kept = self.wence.keeper.restorable(self.wence.home)

        def chosen(doc_id: str | None) -> None:
            if doc_id is not None:
                self._work("正在取回", partial(self._change, partial(self.wence.keeper.restore, doc_id=doc_id)))

        if not kept:
            self.notify("没有移除或替换过的文件。")
        elif self._is_free():
            choices = [Choice(id=doc_id, name=title, note=day) for doc_id, title, day in kept]
            self.app.push_screen(Picker("取回哪一份？", choices), chosen)

    def mend(self, document: Document) -> None:
        """Put a field of a document right."""
        values = _values(document)
        choices = [Choice(id=name, name=label, note=values[name] or "（空）") for name, label in FIELDS.items()]

        def chosen(field: str | None) -> None:
            if field is not None:
                note = "可以写几个，用顿号分开。" if field == "places" else ""
                dialog = LineDialog(f"{FIELDS[field]}改成什么？", note, values[field])
                self.app.push_screen(dialog, partial(self._mended, document, field))

        if self._is_free():
            self.app.push_screen(Picker("改哪一项？", choices), chosen)

    def _mended(self, document: Document, field: str, text: str | None) -> None:
        if text is None:
            return
        try:
            metadata = {field: stated(field, text)}
        except WenceError as error:
            self.report((error.message, error.hint), ok=False)
            return
        change = partial(self.wence.keeper.set_document, doc_id=document.id, metadata=metadata)
        self._work("正在修改", partial(self._change, change))

    def _change(self, change: Callable[..., Any]) -> None:
        """Change the library and begin the rebuild that makes it answer."""
        report = change(self.wence.home, rebuild=False)

        def go_on() -> None:
            if self.is_attached:
                self.told = tuple(report.lines())
                self._over(self.told, ok=report.ok)
                self.progress("正在准备重建", 0, 0)
            self.wence.rebuild.start()  # also when this screen was left meanwhile

        self.app.call_from_thread(go_on)

    def _over(self, lines: Sequence[str], *, ok: bool) -> None:
        self.busy = False
        self.report(lines, ok=ok)

    def _is_free(self) -> bool:
        busy = self.busy or self.wence.rebuild.running
        if busy:
            self.notify("正在处理，请等它结束；重建可按 F9 取消。")
        return not busy

    def _work(self, what: str, work: Callable[[], None]) -> None:
        self.busy = True
        self.progress(what, 0, 0)

        def guarded() -> None:
            try:
                work()
            except Exception as error:
                self._here(partial(self._over, told_error(error), ok=False))

        self.run_worker(guarded, thread=True)

    def _tell(self, what: str, done: int, total: int) -> None:
        self._here(partial(self.progress, what, done, total))

    def _here(self, show: Callable[[], None]) -> None:
        """Show something from a thread, unless the screen is gone meanwhile."""

        def if_still_here() -> None:
            if self.is_attached:
                show()

        self.app.call_from_thread(if_still_here)
