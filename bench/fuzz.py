"""Made-up questions and talks: exceptions, withheld answers, slow answers, answers that differ in another process.

    python bench/fuzz.py [--seed N] [--count M] [--again K] [--slow MS]

Each question is put together of words of the vocabulary, places, ends of titles, numbers and signs; talks have one to
four turns. ``--again`` asks the last K talks (-1: all of them) once more in a process with another hash seed, in
reverse order. Prints what was found, each kind with its first examples; exit 1 when anything was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assistant.saying.wording import load_wording
from assistant.service import Assistant
from assistant.types import Answer
from assistant.understanding.lexicon import load_lexicon
from corpus.places import load_places
from corpus.store import load_shipped

DAYS = ("2016-05-01", "2018-07-09", "2020-12-31", "2022-01-15", "2024-01-19", "2025-12-31", "2026-11-26", "2030-01-01")
SIGNS = (
    "，",
    "？",
    "。",
    "、",
    "；",
    " ",
    "\n",
    "：",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "-",
    "—",
    "…",
    "%",
    "/",
    "!",
    "\t",
    "😀",
)
NUMBERS = (
    "50万",
    "100万元",
    "2020年",
    "2019-12-31",
    "第三批",
    "第十批",
    "三",
    "15%",
    "1:1",
    "2026年度",
    "36132",
    "0",
    "1e9",
    "-5",
    "２０２０",
)
EXAMPLES = 5
WITHHELD = load_wording("service")("withheld")
Talk = tuple[str, ...]


class Maker:
    """Makes talks of one seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        corpus = load_shipped()
        self._words = sorted({word for words in load_lexicon().concepts.values() for word in words})
        self._places = sorted({name for place in load_places() for name in place.all_names})
        self._titles = sorted({row.policy for row in corpus.subsidies} | {row.title for row in corpus.standards})

    def talk(self) -> Talk:
        """One to four questions."""
        return tuple(self._question() for _ in range(self._dice.choice((1, 1, 2, 3, 4))))

    def day(self) -> str:
        """A day to ask on."""
        return self._dice.choice(DAYS)

    def _question(self) -> str:
        return "".join(self._piece() for _ in range(self._dice.randint(1, 9)))

    def _piece(self) -> str:
        dice = self._dice
        kind = dice.random()
        if kind < 0.55:
            return dice.choice(self._words).replace("…", dice.choice(("", "的", "绿色工厂")))
        if kind < 0.72:
            return dice.choice(self._places)
        if kind < 0.80:
            return dice.choice(NUMBERS)
        if kind < 0.94:
            return dice.choice(SIGNS)
        title: str = dice.choice(self._titles)
        return title[dice.randrange(len(title)) :]


def talks(seed: int, count: int) -> Iterator[tuple[Talk, str]]:
    """Talks of at least ``count`` questions together, each with its day."""
    maker = Maker(seed)
    made = 0
    while made < count:
        talk = maker.talk()
        made += len(talk)
        yield talk, maker.day()


def shape(answer: Answer) -> str:
    """What must be the same wherever a question is asked."""
    told = (answer.status, answer.headline, answer.facts, [(c.locator, c.quote) for c in answer.citations])
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()


def main() -> int:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--again", type=int, default=300)
    parser.add_argument("--slow", type=float, default=200.0, help="milliseconds of CPU")
    parser.add_argument("--shapes", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    every = list(talks(options.seed, options.count))
    with tempfile.TemporaryDirectory() as home, Assistant.open(Path(home)) as assistant:
        assistant.ask("义乌奖多少")
        again = len(every) if options.again < 0 else min(options.again, len(every))
        if options.shapes:
            shapes = [_shapes(assistant, talk, day) for talk, day in reversed(every[len(every) - again :])]
            options.shapes.write_text(json.dumps(shapes[::-1]), encoding="utf-8")
            return 0
        found, ours, slowest = _ask_all(assistant, every, options.slow)
        theirs = _elsewhere(options, Path(home))
    asked = sum(len(shapes) for shapes in ours)
    for (talk, day), one, other in zip(every[-again:], ours[-again:], theirs, strict=True) if again else ():
        if one != other:
            found["differs in another process"].append(f"{day} {' | '.join(talk)}")
    print(
        f"seed {options.seed}: {asked} questions in {len(every)} talks, {again} of them asked again, "
        f"slowest {slowest:.0f} ms of CPU"
    )
    for kind, examples in found.items():
        print(f"{kind}: {len(examples)}")
        print("\n".join(f"  {example!r}" for example in examples[:EXAMPLES]))
    return int(bool(found))


def _ask_all(
    assistant: Assistant, every: list[tuple[Talk, str]], slow: float
) -> tuple[dict[str, list[str]], list[list[str]], float]:
    found: dict[str, list[str]] = defaultdict(list)
    shapes: list[list[str]] = []
    slowest = 0.0
    for talk, day in every:
        conversation = assistant.conversation(as_of=day)
        shapes.append([])
        for number, question in enumerate(talk, 1):
            said = f"{day} {' | '.join(talk[:number])}"
            before = time.process_time()
            try:
                answer = conversation.ask(question)
            except Exception as error:
                found[f"exception {type(error).__name__}"].append(said)
                shapes[-1].append(type(error).__name__)
                break
            spent = (time.process_time() - before) * 1000
            shapes[-1].append(shape(answer))
            slowest = max(slowest, spent)
            if spent > slow:
                found["slow"].append(f"{spent:.0f} ms {said}")
            if answer.headline == WITHHELD:
                found["withheld"].append(said)
    return found, shapes, slowest


def _shapes(assistant: Assistant, talk: Talk, day: str) -> list[str]:
    """The same as the first run made of a talk, one that broke off included."""
    conversation = assistant.conversation(as_of=day)
    shapes = []
    for question in talk:
        try:
            shapes.append(shape(conversation.ask(question)))
        except Exception as error:
            return [*shapes, type(error).__name__]
    return shapes


def _elsewhere(options: argparse.Namespace, folder: Path) -> list[list[str]]:
    written = folder / "shapes.json"
    call = [sys.executable, __file__, "--seed", str(options.seed), "--count", str(options.count)]
    call += ["--again", str(options.again), "--shapes", str(written)]
    subprocess.run(call, check=True, env={**os.environ, "PYTHONHASHSEED": str(options.seed % 4096)})
    shapes: list[list[str]] = json.loads(written.read_text(encoding="utf-8"))
    return shapes


if __name__ == "__main__":
    sys.exit(main())
