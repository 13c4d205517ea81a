"""What the screens of this program have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

if TYPE_CHECKING:
    from tui.app import WenceApp


class OwnScreen(Screen[None]):
    """A screen that knows its application by type."""

    AUTO_FOCUS: ClassVar[str | None] = None

    @property
    def wence(self) -> WenceApp:
        """The application."""
        return cast("WenceApp", self.app)
