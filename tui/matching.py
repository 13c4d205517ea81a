"""Whether what was typed names a thing, by characters, pinyin or initials."""

from __future__ import annotations


def matches(typed: str, name: str) -> bool:
    """Whether the name holds the text, or a part of the name is spelt by it."""
    typed = typed.strip().lower()
    return typed in name.lower() or any(spelt(typed, name[start:]) for start in range(len(name)))


def spelt(typed: str, name: str) -> bool:
    """Whether Latin letters spell the beginning of the name, by pinyin or initials."""
    from assistant.showing.completion import readings, spells

    return typed.isascii() and typed.isalpha() and spells(typed.lower(), name, readings())
