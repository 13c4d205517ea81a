"""The terminal side of the UI: looks, signs, and the way of keys, pastes and copied text; nothing of what is asked."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.filter import LineFilter, NoColor
from textual.notifications import SeverityLevel
from textual.screen import Screen

from corpus.patterns import late
from tui import clipboard, keys
from tui.ascii import AsciiFilter
from tui.personal import KEYS, Own
from tui.screens.typing import TypingScreen
from tui.themes import DEFAULT_THEME, THEMES
from tui.widgets.prose import one_line, shown

OPENING = 2.0
"""seconds that a key waits for a screen to be there"""
LINE_BREAKS = late("\r\n?")


class Frame(App[int]):
    """An application that keeps to its terminal and its user's taste; ``app.py`` says what it is for."""

    CSS_PATH = "app.tcss"
    TITLE = "问策"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]  # noqa: RUF012  (typed so by App)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide"), (160, "-roomy")]  # noqa: RUF012  (typed so by App)

    def __init__(self, home: Path, own: Own, theme: str, *, narrow_signs: bool) -> None:
        super().__init__()
        self.home = home
        self.own = own
        self.narrow_signs = narrow_signs
        self.palette_key = own.keys.get("commands", KEYS["commands"])
        self._told_of_copying = False
        self._keyed_screen: Screen[Any] | None = None
        """the screen that took a key last"""
        themes = {**THEMES, **own.themes}
        for one in themes.values():
            self.register_theme(one)
        # Set before anything is painted; set later, all styles would be read a second time.
        self.theme = theme if theme in themes else DEFAULT_THEME

    def get_line_filters(self) -> Sequence[LineFilter]:
        # Textual's own filter for NO_COLOR keeps shades of grey, which a light terminal shows as dark blocks.
        filters = [NoColor()] if self.no_color else super().get_line_filters()
        return [*filters, AsciiFilter()] if self.narrow_signs else filters

    def end_when_told(self) -> None:
        """Give the terminal back also when the system ends the program; Windows has no such signal."""
        import asyncio
        import signal
        from contextlib import suppress

        from tui.cli.diagnostics import TERMINATED

        if not self.is_headless:
            with suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit, TERMINATED)

    # -- keys

    def key_shown(self, name: str) -> str:
        """The key of a command as it is shown, the user's own where there is one."""
        return self.get_key_display(Binding(self.own.keys.get(name, KEYS[name]), ""))

    def get_key_display(self, binding: Binding) -> str:
        return keys.display(binding) or super().get_key_display(binding)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Paste) and not event.is_forwarded:
            event.text = LINE_BREAKS.sub("\n", event.text)  # terminals put CR between pasted lines
            screen = self.screen if self.screen_stack else None
            if isinstance(screen, TypingScreen) and screen.take_paste(event):
                return
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        for key in keys.parted(event):
            await self._press(key)

    async def _press(self, event: events.Key) -> None:
        """Let one key take its whole effect, where it is text or a command of a field; others go Textual's way."""
        await self._screen_ready()
        screen = self.screen if self.screen_stack else None
        if isinstance(screen, TypingScreen) and screen.take_key(event):
            return
        self.app_focus = True
        if await self._check_bindings(event.key, priority=True):
            return
        if keys.press(self.focused, event) or await self._check_bindings(event.key):
            return
        await super().on_event(event)

    async def _screen_ready(self) -> None:
        """Wait until a screen that a key before this one opened has its widgets and its focus."""
        if not self.screen_stack or self.screen is self._keyed_screen:
            return
        screen, ready = self.screen, asyncio.Event()
        screen.call_later(ready.set)  # behind all that opening it has put into its queue
        with suppress(TimeoutError):
            await asyncio.wait_for(ready.wait(), OPENING)
        self._keyed_screen = screen

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Run the binding of a key; one that the nearest owner of the key has no use for now does nothing.

        Textual would go on to the next owner: F7 on a table without levels went to another page.
        """
        if not priority:
            for node, bindings in self.screen._modal_binding_chain:
                own = [one for one in bindings.key_to_bindings.get(key, ()) if not one.priority]
                if own and not any(self._check_action_state(one.action, node) for one in own):
                    return True
                if own:
                    break
        return await super()._check_bindings(key, priority)

    # -- notices

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something; never as markup, for names, paths and what was typed stand in it (``[/]`` ended the app)."""
        super().notify(shown(message), title=one_line(title), severity=severity, timeout=timeout, markup=False)

    # -- copied text

    def on_text_selected(self) -> None:
        if not self._told_of_copying:
            self._told_of_copying = True
            self.notify("按 Ctrl+C 复制选中的文字；按住 Shift 拖动则用终端自己的选择。")

    def take(self, text: str) -> None:
        """Take text to the clipboard, and say which way it went."""
        taken = clipboard.take(
            text, send=super().copy_to_clipboard, fallback=self.home / "history" / "copied.txt", environ=os.environ
        )
        self.notify(taken.told, title=f"{len(text)} 个字符")

    def copy_to_clipboard(self, text: str) -> None:
        self.take(text)
