"""Conversations as tests hold them."""

from __future__ import annotations

from assistant.service import Assistant
from assistant.types import Answer


def talk(assistant: Assistant, *questions: str) -> list[Answer]:
    """The answers of one conversation."""
    conversation = assistant.conversation()
    return [conversation.ask(question) for question in questions]
