"""Errors of the assistant's room; the whole tree is drawn in ``corpus/errors.py``."""

from __future__ import annotations

from corpus.errors import WenceError, broken_toml, reason

__all__ = ["AssistantError", "SettingsError", "UnknownPlaceError", "broken_toml", "reason"]


class AssistantError(WenceError):
    """Something is wrong with settings, clients or wiring."""


class SettingsError(AssistantError):
    """An environment variable, the config file or a client profile can't be used."""


class UnknownPlaceError(AssistantError):
    """A name that no place of the gazetteer bears."""
