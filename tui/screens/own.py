"""What the screens of this program have in common."""

from __future__ import annotations

from collections.abc import Callable
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

    @property
    def unsaved(self) -> bool:
        """Whether something was written here that leaving would lose."""
        return False

    def leave(self, then: Callable[[], object]) -> None:
        """Do what takes this screen away; what is not saved yet is asked about first."""
        then()

    def asker_changed(self) -> None:
        """Another factory or another day is asked for now; show what hangs on it."""
