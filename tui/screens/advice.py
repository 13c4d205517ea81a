"""What has to be done and when, and whether anything bars the factory from applying; for the profile in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.keeping import settings
from assistant.keeping.settings import Client
from corpus.errors import WenceError
from tui.listing import Source
from tui.messages import Renewed
from tui.pictures import Month, months
from tui.screens.own import OwnScreen
from tui.screens.tables import Chip
from tui.tiles import duties_ahead, place_codes, year_later
from tui.widgets.keybar import KeyBar
from tui.widgets.prose import Text, cut, one_line

if TYPE_CHECKING:
    from assistant.advising.duties import Duty
    from assistant.advising.selfcheck import Checked

NAMES = ("日程", "月历", "自查")
DUTIES, MONTHS, CHECK = range(3)
PLACE_LEAST = 60
"""cells from which on a line of the calendar names the place as well; below, what is to do has the room"""
SIGNS = {
    "unmet": ("✗", "不满足", "$error"),
    "unknown": ("?", "还不知道", "$warning"),
    "met": ("✓", "已满足", "$success"),
}


class AdviceScreen(OwnScreen):
    """The calendar of duties and the self-check."""

    AUTO_FOCUS: ClassVar[str | None] = ""  # nothing: the keys are the screen's

    HELP: ClassVar[str] = (
        "日程：从询问日期起一年里要做的事，按日子排；没有定日子的排在最后。Ctrl+S 存成日历文件（.ics），"
        "只有能当期限用的日子会写进去。\n"
        "月历：同样的事按月画出来，◆ 是能当期限用的日子，◇ 是别的日子，┃ 是今天。\n"
        "自查：把档案里已知的事与申报条件逐项对照。在一项上按 y 是、n 否、u 不知道，就记进档案。不知道的不算满足。\n"
        "F6 换着看，↑ ↓ 选一项，下面写出它的依据。"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.page('ask')", "返回"),
        Binding("f6", "turn", "换着看"),
        Binding("y,ｙ", "answer(True)", "是", key_display="y"),
        Binding("n,ｎ", "answer(False)", "否", key_display="n"),
        Binding("u,ｕ", "answer(None)", "不知道", show=False),
        Binding("ctrl+s", "save", "存日历"),
        Binding("up", "move('cursor_up')", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.place = DUTIES
        self.duties: tuple[Duty, ...] = ()
        self.months: tuple[Month, ...] = ()
        self.checked: tuple[Checked, ...] = ()

    def compose(self) -> ComposeResult:
        yield Horizontal(*(Chip(name, f"screen.go({place})") for place, name in enumerate(NAMES)), id="tabs")
        yield Text(id="verdict")
        yield OptionList(id="items", compact=True)
        yield Text(id="item-detail", hang=4)
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.show()

    def on_resize(self) -> None:
        self.show()  # the lines are as wide as the screen

    @on(Renewed)
    def _renewed(self) -> None:
        self.show()

    @property
    def client(self) -> Client | None:
        """The profile in use."""
        return self.wence.asker.client

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "answer":
            return self.place == CHECK and self.client is not None
        return self.place != CHECK if action == "save" else True

    def show(self) -> None:
        """Fill the list for the profile and the day of this moment."""
        for place, tab in enumerate(self.query_one("#tabs").query_children(Chip)):
            tab.set_class(place == self.place, "-current")
        self.duties, self.months, self.checked = (), (), ()
        if self.wence.assistant is None:
            self._fill(self.wence.opening_words, [])
            return
        try:
            (self._show_duties, self._show_months, self._show_check)[self.place]()
        except (WenceError, LookupError) as error:
            self._fill(f"{error}", [])
        self.refresh_bindings()

    def _show_duties(self) -> None:
        assistant, client, day = self.wence.assistant, self.client, self.wence.asker.day
        assert assistant is not None
        self.duties = duties_ahead(Source(corpus=assistant.corpus, places=assistant.places, day=day), client)
        whose = f"「{client.name}」" if client else "各地（没有选工厂）"
        words = f"{whose}从 {day} 起一年里的 {len(self.duties)} 件事；最后一栏是期限与今天相隔的天数。"
        self._fill(words, [self._duty_line(duty, day) for duty in self.duties])

    def _show_months(self) -> None:
        self._show_duties()
        day, width = self.wence.asker.day, self.app.size.width - 4
        self.months = tuple(months(self.duties, day))
        undated = sum(len(duty.date) < len("2026-01") for duty in self.duties)
        rest = f"；没有定日子的 {undated} 件，在日程里" if undated else ""
        words = f"从 {day.isoformat()[:7]} 起的月历：◆ 期限  ◇ 别的日子  ┃ 今天{rest}。"
        self._fill(words, [Content.assemble(*month.line(day, width)) for month in self.months])
        options = self.query_one(OptionList)
        if not options.highlighted:  # opened: the first month in which anything is due
            options.highlighted = next((at for at, month in enumerate(self.months) if month.duties), 0)

    def _show_check(self) -> None:
        from assistant.advising.selfcheck import assess, following_words
        from corpus.timeline import Timeline

        assistant, client = self.wence.assistant, self.client
        assert assistant is not None
        if client is None:
            self._fill("自查要先选一家工厂：按 F2 填写或选择。", [])
            return
        codes = place_codes(assistant.places, client)
        found = assess(
            Timeline(assistant.corpus), assistant.places, facts=settings.facts_of(client),
            level=client.level or "国家级", place_code=codes[0] if codes else "000000", as_of=self.wence.asker.day,
        )  # fmt: skip
        self.checked = tuple(
            one for group in ("unmet", "unknown", "met") for one in found.checked if one.group == group
        )
        self._fill(f"{found.verdict}{following_words(found)}", [self._check_line(one) for one in self.checked])

    def _fill(self, words: str, lines: list[Content]) -> None:
        self.query_one("#verdict", Text).show(words)
        options = self.query_one(OptionList)
        here = options.highlighted or 0
        options.clear_options()
        options.add_options(Option(line) for line in lines)
        options.highlighted = min(here, len(lines) - 1) if lines else None
        self._show_detail()

    def _duty_line(self, duty: Duty, day: date) -> Content:
        width = max(self.app.size.width - 4, 40)
        when = duty.date or "没有定日子"
        left = f"还有 {(date.fromisoformat(duty.date) - day).days} 天" if len(duty.date) == 10 else ""
        place = _wide(cut(one_line(duty.place), 12), 14) if width >= PLACE_LEAST else ""
        room = width - 12 - (14 if place else 0) - 2 - 10
        return Content.assemble(
            (_wide(when, 12), "bold"), (place, "$text-muted"),
            _wide(cut(one_line(duty.duty), room), room + 2),
            (left, "bold $accent" if duty.exportable else "$text-muted"),
        )  # fmt: skip

    def _check_line(self, one: Checked) -> Content:
        sign, name, style = SIGNS[one.group]
        room = max(self.app.size.width - 20, 30)
        return Content.assemble((f"{sign} {_wide(name, 10)}", f"bold {style}"), cut(one_line(one.text), room))

    def _show_detail(self) -> None:
        at = self.query_one(OptionList).highlighted
        lines: list[str] = []
        if at is not None and at < len(self.months):
            held = self.months[at].duties
            lines = [f"{duty.date} {duty.place}：{duty.duty}（《{duty.basis}》{duty.article}）" for duty in held]
            lines = lines or [f"{self.months[at].name} 没有定了日子的事。"]
        elif at is not None and at < len(self.duties):
            duty = self.duties[at]
            basis = f"《{duty.basis}》{duty.number} {duty.article}".rstrip()
            about = "，".join(filter(None, (duty.who, duty.level, duty.recurrence)))
            lines = [duty.duty, f"谁：{about}", f"依据：{basis}", f"说明：{duty.note}" if duty.note else ""]
        elif at is not None and at < len(self.checked):
            one = self.checked[at]
            basis = f"《{one.basis}》{one.number} {one.article}".rstrip()
            paper = f"证明：{one.paper}" if one.paper else ""
            lines = [one.question or one.text, f"依据：{basis}", paper, f"说明：{one.note}" if one.note else ""]
        self.query_one("#item-detail", Text).show("\n".join(one_line(line) for line in lines if line))

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._show_detail()

    def asker_changed(self) -> None:
        self.show()

    def action_go(self, place: int) -> None:
        self.place = place
        self.query_one(OptionList).highlighted = None
        self.show()

    def action_turn(self) -> None:
        self.action_go((self.place + 1) % len(NAMES))

    def action_move(self, what: str) -> None:
        options = self.query_one(OptionList)
        move: Callable[[], None] = getattr(options, f"action_{what}")
        move()

    def action_answer(self, known: bool | None) -> None:
        at = self.query_one(OptionList).highlighted
        if at is None or at >= len(self.checked) or self.client is None:
            return
        client = settings.with_facts(self.client, {self.checked[at].fact: known})
        try:
            settings.save_client(self.wence.home, client)
        except (WenceError, OSError) as error:
            self.notify(f"没有记下：{error}", severity="error")
            return
        self.wence.use_client(client)
        self.show()

    def action_save(self) -> None:
        from tui.screens.dialogs import LineDialog
        from tui.takeaway import file_name

        name = self.client.name if self.client else "各地"
        suggested = self.wence.home / "history" / "saved" / f"{file_name(name)}-日程.ics"
        note = "日历文件。已有同名文件时，改期和取消都写进同一个日程。"
        self.app.push_screen(LineDialog("日程存成日历", note, str(suggested)), self._saved)

    def _saved(self, name: str | None) -> None:
        if not name or not name.strip():
            return
        from assistant.advising.calendar import calendar_of

        path, day = Path(name.strip()).expanduser(), self.wence.asker.day
        owner = self.client.name if self.client else ""
        try:
            older = path.read_bytes() if path.exists() else None
            data = calendar_of(self.duties, owner=owner, start=day, end=year_later(day), as_of=day, older=older)
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{path.name}.new")
            fresh.write_bytes(data)
            fresh.replace(path)
        except (WenceError, OSError) as error:
            self.notify(f"保存不了 {path}（{getattr(error, 'strerror', None) or error}）。", severity="error")
            return
        count = sum(duty.exportable for duty in self.duties)
        self.notify(f"{count} 个日程已写入 {path}", title="日历已保存")


def _wide(text: str, width: int) -> str:
    return text + " " * max(width - Content(text).cell_length, 0)
