"""Answers about policy documents, with their proof: ``from assistant import Assistant``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.service import Assistant, Conversation

__all__ = ["Assistant", "Conversation"]


def __getattr__(name: str) -> Any:
    # late, so that reading a setting does not load what answers questions
    if name in __all__:
        from assistant import service

        return getattr(service, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
