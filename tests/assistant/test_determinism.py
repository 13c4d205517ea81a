"""The same question has the same answer: in every process, whatever the hash seed, however many times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases_check import load_cases

EVERY = 9
"""one case in so many is asked; with another start each time a case is added"""


def asked(home: Path, seed: str, questions: str) -> list[str]:
    """The answers of a process of its own, one JSON text a question, without what it took."""
    program = (
        "import sys, json\n"
        "from assistant import Assistant\n"
        "from assistant.saying.render import to_json\n"
        "with Assistant.open(sys.argv[1], '2026-11-22') as wence:\n"
        "    for turns in json.load(sys.stdin):\n"
        "        talk = wence.conversation()\n"
        "        for question in turns:\n"
        "            record = to_json(talk.ask(question), explain=True)\n"
        "            record.pop('ms')\n"
        "            print(json.dumps(record, ensure_ascii=False))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(home)],
        input=questions,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        cwd=Path(__file__).parents[2],
    )
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def questions() -> str:
    return json.dumps([[question for question, _ in case.turns] for case in load_cases()[::EVERY]])


def test_answers_do_not_depend_on_the_hash_seed(wence_home: Path, questions: str) -> None:
    one, other = (asked(wence_home, seed, questions) for seed in ("1", "4242"))
    assert len(one) > 100
    differing = [json.loads(a)["question"] for a, b in zip(one, other, strict=True) if a != b]
    assert differing == []


def test_a_question_asked_twice_is_answered_the_same(wence_home: Path, questions: str) -> None:
    twice = json.dumps([turns for turns in json.loads(questions)[::4] for _ in range(2)])
    answers = [json.loads(line) for line in asked(wence_home, "0", twice)]
    by_question: dict[str, set[str]] = {}
    for answer in answers:
        if "inherited" not in answer["understood"]:
            by_question.setdefault(answer["question"], set()).add(answer["answer"])
    assert [question for question, told in by_question.items() if len(told) > 1] == []
