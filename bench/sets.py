"""Passages and questions to measure with: read from files, or made larger from what was read."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
FEWEST_CHARACTERS = 120


@dataclass(frozen=True)
class Passage:
    """A passage, with the title and the id of the whole document where there are such."""

    id: str
    text: str
    title: str = ""
    doc: str = ""


@dataclass(frozen=True)
class Question:
    """A question and the ids of the passages that answer it."""

    id: str
    text: str
    relevant: frozenset[str]


def read_passages(path: Path) -> list[Passage]:
    """The passages of a JSON Lines file, gzipped or not."""
    return [
        Passage(str(line["id"]), line["text"], line.get("title") or "", str(line.get("doc") or ""))
        for line in _lines(path)
    ]


def read_questions(path: Path) -> list[Question]:
    """The questions of a JSON Lines file, gzipped or not."""
    return [Question(str(line["id"]), line["text"], frozenset(map(str, line["relevant"]))) for line in _lines(path)]


def write_set(folder: Path, passages: Sequence[Passage], questions: Sequence[Question]) -> tuple[Path, Path]:
    """Write both as JSON Lines; returns their paths."""
    paths = folder / "passages.jsonl", folder / "questions.jsonl"
    with open(paths[0], "w", encoding="utf-8") as file:
        file.writelines(json.dumps(vars(passage), ensure_ascii=False) + "\n" for passage in passages)
    with open(paths[1], "w", encoding="utf-8") as file:
        for question in questions:
            line = {"id": question.id, "text": question.text, "relevant": sorted(question.relevant)}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return paths


def made_passages(source: Sequence[Passage], count: int, seed: int = 1) -> list[Passage]:
    """``count`` passages: those of the source, then new ones of two to six sentences drawn from all of it.

    The first sentence's title is the passage's; eight passages make a document. Words are as frequent as in the
    source, but no new ones come, so that every term is more common than in a natural corpus of that size: the hard
    case for an engine.
    """
    draw = random.Random(seed)
    sentences = [(sentence, one.title) for one in source for sentence in SENTENCE.findall(one.text)]
    passages = list(source[:count])
    while len(passages) < count:
        number = len(passages)
        text, title = draw.choice(sentences)
        while len(text) < FEWEST_CHARACTERS or draw.random() < 0.5:
            text += draw.choice(sentences)[0]
        passages.append(Passage(f"made{number}", text, title, f"made-doc{number // 8}"))
    return passages


def made_questions(passages: Sequence[Passage], count: int, seed: int = 2) -> list[Question]:
    """Questions that each ask with ten to twenty characters out of a passage; all that hold them are relevant."""
    draw = random.Random(seed)
    questions = []
    for number in range(count):
        passage = draw.choice(passages)
        length = draw.randint(10, 20)
        start = draw.randrange(max(1, len(passage.text) - length))
        piece = passage.text[start : start + length]
        relevant = frozenset(one.id for one in passages if piece in one.text)
        questions.append(Question(f"q{number}", f"{piece}是什么规定？", relevant))
    return questions


def _lines(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)
