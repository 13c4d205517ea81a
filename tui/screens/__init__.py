"""The screens of the terminal UI."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

PAGES = ("factory", "tables", "corpus", "talks", "pictures", "advice")


def page(name: str) -> Screen[Any]:
    """A screen by name; each is imported when it is first gone to, which keeps the first frame quick."""
    if name == "factory":
        from tui.screens.factory import FactoryScreen

        return FactoryScreen()
    if name == "tables":
        from tui.screens.tables import TablesScreen

        return TablesScreen()
    if name == "corpus":
        from tui.screens.corpus import CorpusScreen

        return CorpusScreen()
    if name == "advice":
        from tui.screens.advice import AdviceScreen

        return AdviceScreen()
    if name == "pictures":
        from tui.screens.pictures import PicturesScreen

        return PicturesScreen()
    from tui.screens.talks import TalksScreen

    return TalksScreen()
