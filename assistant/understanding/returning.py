"""Coming back to what was talked of before: 回到刚才第三方那个, 说回乐清, 回到省里那个."""

from __future__ import annotations

import re

from assistant.pairs import pairs_shared
from assistant.understanding.memory import Memory
from assistant.understanding.request import Request
from corpus.frozen import replace
from corpus.patterns import late
from corpus.places import Place

RETURNS = late(
    "回到|说回|话说回|转回|回头(?:再|还)?[说问看]|接着[说问]|再[说问]一?下?(?:刚才|前面|之前|上面)|^(?:刚才|前面|之前|先前|上面)"
)
"""words with which a talk goes back to an earlier subject"""
NAMED = late("(?:回到|说回|转回|刚才|前面|之前|先前|上面|说的|问的|提的|那个|这个|的|再|看)")
"""what stands around the name of that subject"""
TOPICS = ("topic.", "rule.", "aspect.", "unsaid.", "batch.")
"""groups of concepts by which a subject is known again"""
FRESH = late("问个?(?:别的|其他|另外)|换个?(?:话题|问题|别的)|说(?:点|个)?别的|不[说聊]这个|另外问|另一个问题|新问题")
"""words with which a talk turns to something else"""
RANK_WORDS = {
    "province": late("省里|省级?那|自治区里|那个?省"),
    "city": late("市里|市级?那|那个?(?:城)?市"),
    "county": late("[区县]里|[区县]级?那|那个?[区县]"),
}
"""words that mean the place of a rank that was talked of"""
THAT_PLACE = late("那个?(?:地方|地儿|地区)")
PLACE, TOPIC, UNNAMED = 6, 2, 1
"""what a place and a word of the subject count for it, and a place that is not named against it"""


def returning(request: Request, memory: Memory) -> Memory:
    """The memory that the request goes back to, with all that was talked of since behind it; else as it is."""
    if not memory.past or not RETURNS.search(request.text):
        return memory
    earlier = [each for each in memory.past if each.last is not None]
    scored = [(_likeness(request, each.last), at) for at, each in enumerate(earlier) if each.last is not None]
    best, at = max(scored, default=(0, 0))
    now = _likeness(request, memory.last) if memory.last is not None else 0
    if best <= now:
        return memory
    return replace(earlier[at], past=memory.past, asked_for="")


def afresh(request: Request, memory: Memory) -> Memory:
    """问个别的: nothing of what was talked of is taken along, all of it can be come back to."""
    first = memory.last is not None and memory.last.typed != request.typed  # the clause that says so, not those behind
    if not first or not FRESH.search(request.typed):
        return memory
    return Memory(past=memory.kept())


def _likeness(request: Request, before: Request) -> int:
    """How much of what a request goes back to an earlier one was about."""
    codes = {place.code for place in before.places}
    found = PLACE * len(codes & {place.code for place in request.places})
    ranks = [rank for rank, words in RANK_WORDS.items() if words.search(request.text)]
    found += PLACE * any(_of_rank(place, ranks) for place in before.places)
    found += PLACE * bool(codes and THAT_PLACE.search(request.text))
    found += PLACE * len(set(request.batches) & set(before.batches))
    if request.product and request.product == before.product:
        found += PLACE
    found -= UNNAMED * bool(codes and not request.places and not ranks)
    named = {name for name in request.concepts | request.context if name.startswith(TOPICS)}
    return found + TOPIC * len(named & (before.concepts | before.context)) + TOPIC * _shared(request.text, before.text)


def _of_rank(place: Place, ranks: list[str]) -> bool:
    """Whether a place is of one of the ranks; 那个市 may be a city of the rank of a county."""
    return place.rank in ranks or ("city" in ranks and place.rank == "county" and place.name.endswith("市"))


def _shared(text: str, before: str) -> int:
    """How many pairs of characters of what is named stand in an earlier request."""
    first = re.split("[，,。？?]", text)[0]
    words = [word for word in NAMED.split(first) if len(word) > 1]
    return sum(pairs_shared(word, before) for word in words)
