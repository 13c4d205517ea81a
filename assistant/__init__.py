"""Answers about policy documents, with their proof: the one door for other programs.

    from assistant import Assistant

    with Assistant.open(as_of="2026-11-22") as wence:
        answer = wence.ask("义乌的国家级绿色工厂能奖多少钱？")
        print(answer.status, answer.headline)
        for citation in answer.citations:
            print(citation.n, citation.doc, citation.locator, citation.quote)

``Assistant.open(home=None, as_of=None, engine=None)`` opens the live generation of a home folder (``WENCE_HOME``) and
builds it first when there is none. ``as_of`` is an ISO day or a date: whether a rule holds is told for that day.

- ``ask(question, as_of=None, client=None)`` answers one question by itself; ``conversation()`` gives a talk whose
  ``ask`` leans on the questions before it.
- The ``Answer`` has ``status`` (answered, partial, clarify, no_answer), ``headline``, ``facts``, ``table``,
  ``citations``, ``caveats``, ``suggestions``, ``validity``, ``records``; ``text`` is all of it as plain text.
  No answer is an Answer too, never an exception.
- Amounts in ``records`` are in 万元, dates are ISO texts of the precision the source gives; None or "" is silence.
- ``search(text, limit=10, kinds=())`` gives ranked hits; ``refresh()`` follows a newer generation.
- Errors are ``corpus.errors.WenceError`` with ``message`` and ``hint`` in Chinese: the home, the corpus or the index
  can't be used, a day or a profile is none.

An assistant is for one thread at a time.
"""

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
