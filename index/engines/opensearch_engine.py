"""The engine for libraries beyond one machine: an OpenSearch cluster holds the postings, our ranking decides.

A generation is one index, ``wence-OWNER-TOKEN``; ``engine/opensearch.json`` names it, and the alias ``wence-OWNER``
leads to the live one. Its entries come in two forms: those of ``index.types`` with their ``terms``, and each whole
document with ``whole``, all terms of its entries, by which documents are weighed.

Terms are cut by ``index.analysis`` and joined with spaces; the server's analyzer only takes them apart again. BM25 has
our constants, and a new generation begins as a clone of the one before (the server links its files).

A search takes two requests: candidates by BM25 with synonyms as the embedded engine has them (every clause is named, so
that a hit tells what it holds), then the scores of their documents. How rare a term is, is asked once and remembered:
a generation never changes. ``dfs_query_then_fetch`` makes rarity the same in all shards.
"""

from __future__ import annotations

import json
import os
import socket
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.frozen import field_names
from index import ranking
from index.analysis import Analyzer
from index.engines.opensearch_client import BUILD_SECONDS, Settings, connect, read_settings, refusal_of, told
from index.errors import DamagedError, EngineAwayError, IndexError_
from index.lexicon import load_stop_words, synonyms_of
from index.ranking import K1, SYNONYM_SHARE, TITLE_WEIGHT, WHOLE_B, WHOLE_K1, B, Clause
from index.types import Entry, Hit, Query, SearchEngine, section_numbers

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

FILE = "opensearch.json"
PREFIX = "wence"
REBUILD = "运行 wence rebuild --full 重建索引。"
MOST = 10_000
"""hits of one request, the server's own limit"""
PAGE = 2_000
"""entries of one request where all are listed"""
TERMS_A_REQUEST = 300
"""terms whose rarity is asked at once; also the most terms of a question that are searched for, the rarest first"""
CACHED_TERMS = 50_000
CACHED_LISTINGS = 16
BULK_ENTRIES, BULK_BYTES = 500, 8 * 1024 * 1024
BULK_RETRIES = 8
"""times that what a busy server sent back is sent again, after 1, 2, 4 … 60 seconds"""
LISTS = frozenset({"places", "levels"})
FIELDS = field_names(Entry)

KEYWORD = {"type": "keyword"}
TERMS = {"type": "text", "analyzer": "terms", "index_options": "freqs"}
MAPPINGS = {
    "dynamic": "strict",
    "_source": {"excludes": ["terms", "whole"]},
    "properties": {
        "entry": {"type": "object", "enabled": False},
        "order": {"type": "long"},
        "terms": TERMS | {"similarity": "passages"},
        "whole": TERMS | {"similarity": "documents"},
        **dict.fromkeys(("id", "kind", "doc", "place", "level", "section", "status", "date", "of"), KEYWORD),
        "amount": {"type": "double"},
    },
}
ANALYSIS = {
    "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 10_000}},
    "analyzer": {"terms": {"type": "custom", "tokenizer": "spaces"}},
}


class OpenSearchEngine:
    """Answers queries from one index of a cluster."""

    def __init__(self, described: Mapping[str, Any], analyzer: Analyzer, settings: Settings) -> None:
        self._index: str = described["index"]
        self._analyzer = analyzer
        self._settings = settings
        self._client = connect(settings, settings.timeout)
        self._sizes: dict[str, Sizes] = {}
        self._listings: dict[str, tuple[Hit, ...]] = {}
        counted = self._ask({"size": 0, "aggs": {name: _exists(name) for name in ("order", "of")}})["aggregations"]
        self._total: int = counted["order"]["doc_count"]
        self._documents: int = counted["of"]["doc_count"]

    def __len__(self) -> int:
        return self._total

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def get(self, entry_id: str) -> Entry | None:
        """The entry of that id."""
        found = self._ask({"size": 1, "query": {"term": {"id": entry_id}}, "_source": ["entry"]})["hits"]["hits"]
        return _entry(found[0]) if found else None

    def owners(self, entry_ids: Sequence[str]) -> dict[str, str]:
        """Of these ids those that it holds, each with the id of its document."""
        held: dict[str, str] = {}
        for start in range(0, len(entry_ids), PAGE):
            query = {"terms": {"id": list(entry_ids[start : start + PAGE])}}
            found = self._ask({"size": PAGE, "query": query, "_source": ["entry.id", "entry.doc_id"]})
            entries = (hit["_source"]["entry"] for hit in found["hits"]["hits"])
            held |= {entry["id"]: entry.get("doc_id", "") for entry in entries}
        return held

    def search(self, query: Query) -> tuple[Hit, ...]:
        """The best entries for the query; without text, all that pass the filters in stored order."""
        if query.limit <= 0 or not self._total:
            return ()
        filters = _filters(query)
        if not query.text.strip():
            return self._listing(filters, query.limit)
        terms, words = self._analyzer.read(query.text)
        self._learn(terms)
        clauses = ranking.clauses(terms, load_stop_words(), self._size, self._total)
        sought = [clause for clause in clauses if clause.size][:TERMS_A_REQUEST]
        if not sought:
            return ()
        candidates = self._candidates(sought, words, filters, min(MOST, ranking.finalists(query.limit, self._total)))
        documents = self._document_scores(sought, {hit["fields"]["doc"][0] for hit in candidates if "fields" in hit})
        ranked = _ranked(candidates, clauses, documents)[: query.limit]
        weighed = ranking.weighed(words, load_stop_words(), self._size, self._total)
        return tuple(_hit(hit, rank, score, weighed) for rank, (score, hit) in enumerate(ranked, 1))

    def _candidates(
        self, clauses: Sequence[Clause], words: Sequence[str], filters: Sequence[Any], count: int
    ) -> list[dict[str, Any]]:
        """The best entries by BM25, each with the terms that it holds (``matched_queries``)."""
        unscored = {part for word in words for part in (word, *ranking.pairs_of(word))}
        unscored -= {clause.term for clause in clauses}
        named = [_held(term) for term in sorted(unscored) if self._size(term)]
        sought = {"bool": {"should": [self._clause(clause, "terms") for clause in clauses], "minimum_should_match": 1}}
        query = {"bool": {"must": [sought], "should": named, "filter": filters}}
        body = {"size": count, "query": query, "_source": ["entry"], "docvalue_fields": ["doc"]}
        found = self._ask(body | {"sort": ["_score", "order"]})  # copies of a shard store equals in other orders
        hits: list[dict[str, Any]] = found["hits"]["hits"]
        return hits

    def _document_scores(self, clauses: Sequence[Clause], documents: Collection[str]) -> dict[str, float]:
        """The score of every candidate's whole document; none where there is but one document."""
        if self._documents < 2 or not documents:
            return {}
        should = [self._clause(clause, "whole") for clause in clauses if self._sizes_of(clause.term).whole]
        query = {"bool": {"filter": [{"terms": {"of": sorted(documents)}}], "should": should}}
        found = self._ask(
            {"size": min(MOST, 2 * len(documents)), "query": query, "_source": False, "docvalue_fields": ["of"]}
        )
        scores: dict[str, float] = {}
        for hit in found["hits"]["hits"]:
            name = hit["fields"]["of"][0]
            scores[name] = max(scores.get(name, 0.0), hit["_score"] / (1 + WHOLE_K1))
        return scores

    def _clause(self, clause: Clause, field: str) -> dict[str, Any]:
        """A term and its synonyms, the strongest counting, with the weight that ``index.ranking`` gives them.

        The server multiplies by the rarity of each word alone; ours is of the word with its synonyms.
        """
        sizes = self._sizes_of(clause.term)
        if field == "terms":
            weight, total, own = clause.weight, self._total, sizes.own
        else:
            weight = ranking.rarity(sizes.whole, self._documents) * clause.times
            total, own = self._documents, sizes.whole_own
        forms = [
            {"term": {field: {"value": word, "boost": share * weight / ranking.rarity(count, total)}}}
            for word, count, share in zip(_forms(clause.term), own, _shares(own), strict=True)
            if count
        ]
        return {"dis_max": {"queries": forms, "_name": clause.term}}

    def _listing(self, filters: Sequence[Any], limit: int) -> tuple[Hit, ...]:
        """Entries that pass the filters, in stored order."""
        key = json.dumps([filters, limit])
        if key not in self._listings:
            if len(self._listings) >= CACHED_LISTINGS:
                self._listings.clear()
            entries = islice(self._all(filters, min(limit, PAGE)), limit)
            self._listings[key] = tuple(
                Hit(entry=entry, rank=rank, score=0.0, coverage=0.0, matched=())
                for rank, entry in enumerate(entries, 1)
            )
        return self._listings[key]

    def _all(self, filters: Sequence[Any], page: int) -> Iterator[Entry]:
        query = {"bool": {"filter": [*filters, {"exists": {"field": "order"}}]}}
        body: dict[str, Any] = {"size": page, "query": query, "sort": ["order"], "_source": ["entry"]}
        while found := self._ask(body)["hits"]["hits"]:
            yield from map(_entry, found)
            if len(found) < page:
                return
            body["search_after"] = found[-1]["sort"]

    def _size(self, term: str) -> int:
        """How many entries hold a term or a synonym of it."""
        return self._sizes_of(term).text

    def _sizes_of(self, term: str) -> Sizes:
        return self._sizes.get(term, UNKNOWN)

    def _learn(self, terms: Iterable[str]) -> None:
        """Ask how rare those terms are that were not asked for yet."""
        if len(self._sizes) > CACHED_TERMS:
            self._sizes.clear()
        wanted = [term for term in dict.fromkeys(terms) if term not in self._sizes]
        for start in range(0, len(wanted), TERMS_A_REQUEST):
            part = wanted[start : start + TERMS_A_REQUEST]
            asked = [(field, words) for term in part for field in ("terms", "whole") for words in _asked_sizes(term)]
            filters = [{"terms": {field: list(words)}} for field, words in asked]
            found = self._ask({"size": 0, "aggs": {"sizes": {"filters": {"filters": filters}}}})
            counts = [bucket["doc_count"] for bucket in found["aggregations"]["sizes"]["buckets"]]
            for term in part:
                width = len(_asked_sizes(term))
                (text, *own), (whole, *whole_own) = counts[:width], counts[width : 2 * width]
                self._sizes[term] = Sizes(text, tuple(own) or (text,), whole, tuple(whole_own) or (whole,))
                del counts[: 2 * width]

    def _ask(self, body: dict[str, Any]) -> dict[str, Any]:
        """One search. Raises EngineError for a partial result too: half an answer is none."""
        with told(self._settings):
            found: dict[str, Any] = self._client.search(
                index=self._index,
                body={"track_total_hits": False, **body},
                params={
                    "search_type": "dfs_query_then_fetch",
                    "allow_partial_search_results": "false",
                    "preference": PREFIX,
                },
            )
        if found["timed_out"] or found["_shards"]["failed"]:
            raise EngineAwayError(f"OpenSearch（{self._settings.shown}）只给出了一部分结果", "请稍后再试。")
        return found


class Sizes:
    """How many entries, and how many whole documents, hold a term."""

    __slots__ = ("own", "text", "whole", "whole_own")

    def __init__(self, text: int, own: tuple[int, ...], whole: int, whole_own: tuple[int, ...]) -> None:
        self.text, self.whole = text, whole  # with synonyms
        self.own, self.whole_own = own, whole_own  # of the term and of each synonym alone


UNKNOWN = Sizes(0, (), 0, ())


def _forms(term: str) -> tuple[str, ...]:
    return (term, *synonyms_of(term))


def _shares(forms: Sequence[int]) -> list[float]:
    return [1.0] + [SYNONYM_SHARE] * (len(forms) - 1)


def _asked_sizes(term: str) -> list[tuple[str, ...]]:
    """The sets of words to count: a term with its synonyms, and each of them alone where there are some."""
    forms = _forms(term)
    return [forms] if len(forms) == 1 else [forms, *((form,) for form in forms)]


def _held(term: str) -> dict[str, Any]:
    """A clause that only tells whether an entry holds a term or a synonym of it."""
    return {"constant_score": {"filter": {"terms": {"terms": list(_forms(term))}}, "boost": 0, "_name": term}}


def _ranked(
    candidates: Sequence[dict[str, Any]], clauses: Sequence[Clause], documents: Mapping[str, float]
) -> list[tuple[float, dict[str, Any]]]:
    """The candidates by our formula, best first; equal ones in stored order."""
    weights = {clause.term: clause.weight for clause in clauses}
    asked = sum(weights.values()) or 1.0
    ranked = []
    for hit in candidates:
        share = sum(weights.get(term, 0.0) for term in hit["matched_queries"]) / asked
        document = documents.get(hit.get("fields", {}).get("doc", [""])[0], 0.0)
        ranked.append((ranking.combined(hit["_score"] / (1 + K1), share, document), hit))
    return sorted(ranked, key=lambda pair: (-pair[0], int(pair[1]["_id"])))


def _hit(found: dict[str, Any], rank: int, score: float, words: Sequence[tuple[str, float]]) -> Hit:
    matched, coverage = ranking.covered(words, set(found["matched_queries"]).__contains__)
    return Hit(entry=_entry(found), rank=rank, score=score, coverage=coverage, matched=matched)


def _entry(found: Mapping[str, Any]) -> Entry:
    values = dict(found["_source"]["entry"])
    for name in LISTS.intersection(values):
        values[name] = tuple(values[name])
    return Entry(**values)


def _filters(query: Query) -> list[dict[str, Any]]:
    named = (
        ("kind", query.kinds),
        ("place", query.places),
        ("level", query.levels),
        ("doc", query.doc_ids),
        ("section", query.sections),
        ("status", query.statuses),
    )
    filters: list[dict[str, Any]] = [{"terms": {name: list(values)}} for name, values in named if values]
    if query.amounts:
        least, greatest = query.amounts
        filters.append({"range": {"amount": {"gte": least or 0} | ({} if greatest is None else {"lte": greatest})}})
    if query.dates:
        first, last = query.dates
        filters.append({"range": {"date": {"gte": first, "lte": f"{last}~"}}})  # ~ sorts after every digit
    return filters


def _exists(field: str) -> dict[str, Any]:
    return {"filter": {"exists": {"field": field}}}


def open_engine(folder: Path, analyzer: Analyzer) -> OpenSearchEngine:
    """Open what ``write_engine`` wrote. Raises EngineError when the server can't be asked, or has no such index."""
    return OpenSearchEngine(_described(folder), analyzer, read_settings(_home_of(folder)))


def memory_engine(analyzer: Analyzer, entries: Iterable[Entry]) -> SearchEngine:
    """Where not even the name of an index can be kept, the embedded engine answers from memory."""
    from index.engines.whoosh_files import memory_engine as embedded

    return embedded(analyzer, entries)


def write_engine(
    folder: Path,
    analyzer: Analyzer,
    entries: Iterable[Entry],
    *,
    previous: Path | None = None,
    dropped: Collection[str] = (),
) -> Iterator[int]:
    """Write entries into an index of their own, beside those of ``previous``, which begin as a clone.

    Raises EngineError; the index is taken away again then.
    """
    settings = read_settings(_home_of(folder))
    name = f"{_alias(folder)}-{uuid.uuid4().hex[:12]}"
    writing = Writing(connect(settings, BUILD_SECONDS), settings, name)
    try:
        first = writing.begin(_described(previous)["index"] if previous else "", dropped)
        yield from writing.write(entries, analyzer, first)
        writing.finish()
    except BaseException:
        with suppress(IndexError_):
            writing.take_away()
        raise
    finally:
        writing.client.close()
    (folder / FILE).write_text(json.dumps({"index": name}), encoding="utf-8")


def settle(live: Path, kept: Sequence[Path]) -> None:
    """Lead the alias to the live generation in one step, and take away indices that no generation needs any more."""
    settings = read_settings(_home_of(live))
    alias, index = _alias(live), _described(live)["index"]
    needed = {index}
    for folder in kept:
        with suppress(IndexError_):  # of the embedded engine, or damaged
            needed.add(_described(folder)["index"])
    client = connect(settings, settings.timeout)
    try:
        with told(settings):
            found = client.indices.get(index=f"{alias}-*", params={"expand_wildcards": "all"})
            moved = [
                {"remove": {"index": name, "alias": alias}}
                for name, told_of in found.items()
                if alias in told_of["aliases"]
            ]
            client.indices.update_aliases(body={"actions": [*moved, {"add": {"index": index, "alias": alias}}]})
            for name in sorted(found.keys() - needed):
                client.indices.delete(index=name)
    finally:
        client.close()


class Writing:
    """An index that is being made."""

    def __init__(self, client: OpenSearch, settings: Settings, name: str) -> None:
        self.client = client
        self._settings = settings
        self._name = name

    def begin(self, previous: str, dropped: Collection[str]) -> int:
        """Make the index, empty or as a clone without the dropped documents; returns the next entry's place."""
        with told(self._settings):
            if not previous:
                self._create()
                return 0
            self._clone(previous)
            self._drop(dropped)
            body = {"size": 0, "aggs": {"last": {"max": {"field": "order"}}}}
            last = self.client.search(index=self._name, body=body)["aggregations"]["last"]["value"]
            return 0 if last is None else int(last) + 1

    def write(self, entries: Iterable[Entry], analyzer: Analyzer, first: int) -> Iterator[int]:
        """Send all entries; yields now and then how many are taken in."""
        written = 0
        with told(self._settings):
            for taken in self._sent(_actions(entries, analyzer, first)):
                written += not taken["_id"].startswith("d")
                if written % BULK_ENTRIES == 0:
                    yield written
        yield written

    def _drop(self, dropped: Collection[str]) -> None:
        """Delete all of these documents, some thousand at a time."""
        for start in range(0, len(dropped), PAGE):
            names = sorted(dropped)[start : start + PAGE]
            query = {"bool": {"should": [{"terms": {"doc": names}}, {"terms": {"of": names}}]}}
            body = {"size": MOST, "query": query, "_source": False}
            while found := self.client.search(index=self._name, body=body)["hits"]["hits"]:
                for _ in self._sent({"_op_type": "delete", "_id": hit["_id"]} for hit in found):
                    pass
                self.client.indices.refresh(index=self._name)

    def _sent(self, actions: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Send in pieces, each when the one before was taken; what a busy server sends back is sent again later."""
        from opensearchpy.helpers import streaming_bulk

        for taken, items in streaming_bulk(
            self.client,
            actions,
            index=self._name,
            chunk_size=BULK_ENTRIES,
            max_chunk_bytes=BULK_BYTES,
            max_retries=BULK_RETRIES,
            initial_backoff=1,
            max_backoff=60,
            raise_on_error=False,  # it would raise for what a busy server sends back, too
        ):
            item: dict[str, Any] = next(iter(items.values()))
            if not taken:
                raise refusal_of(item, self._settings)
            yield item

    def finish(self) -> None:
        """Make everything findable, and let nobody write into it again."""
        with told(self._settings):
            self.client.indices.refresh(index=self._name)
            self.client.indices.flush(index=self._name)
            self.client.indices.put_settings(index=self._name, body={"index.blocks.write": True})

    def take_away(self) -> None:
        """Delete the index again."""
        with told(self._settings):
            self.client.indices.delete(index=self._name, params={"ignore_unavailable": "true"})

    def _create(self) -> None:
        replicas = self._settings.replicas
        copies = {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
        version = self.client.info()["version"]
        # both multiply by k1 + 1; since 3.0 the plain name is another formula
        kind = "BM25" if int(str(version["number"]).split(".")[0]) < 3 else "LegacyBM25"
        settings = {
            "number_of_shards": self._settings.shards,
            **copies,
            "refresh_interval": -1,
            "similarity": {
                "passages": {"type": kind, "k1": K1, "b": B},
                "documents": {"type": kind, "k1": WHOLE_K1, "b": WHOLE_B},
            },
            "analysis": ANALYSIS,
        }
        self._made(
            lambda: self.client.indices.create(
                index=self._name, body={"settings": {"index": settings}, "mappings": MAPPINGS}
            )
        )

    def _clone(self, previous: str) -> None:
        body = {"settings": {"index.blocks.write": None}}
        self._made(lambda: self.client.indices.clone(index=previous, target=self._name, body=body))

    def _made(self, make: Any) -> None:
        """Make the index, also where a first try was cut off after the server had made it; wait until it is there."""
        from opensearchpy.exceptions import RequestError

        try:
            make()
        except RequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        health = self.client.cluster.health(index=self._name, params={"wait_for_status": "yellow"})
        if health["timed_out"]:
            raise EngineAwayError(
                f"OpenSearch（{self._settings.shown}）没有地方放新索引",
                "请检查节点是否齐全、磁盘是否有空间；原来的索引没有动。",
            )


def _actions(entries: Iterable[Entry], analyzer: Analyzer, first: int) -> Iterator[dict[str, Any]]:
    """Entries in stored order, each document's whole text after its last entry. Sent twice, they are there once."""
    whole: Counter[str] = Counter()
    of, began = "", first
    for order, entry in enumerate(entries, first):
        if entry.doc_id != of:
            yield from _whole(of, began, whole)
            of, began, whole = entry.doc_id, order, Counter(analyzer.terms(entry.title))
        text, title = analyzer.terms(entry.text), analyzer.terms(entry.title)
        whole.update(text)
        yield {"_id": str(order), "terms": " ".join((*title * TITLE_WEIGHT, *text)), **_stored(entry, order)}
    yield from _whole(of, began, whole)


def _whole(doc_id: str, began: int, terms: Counter[str]) -> Iterator[dict[str, Any]]:
    if doc_id:
        yield {"_id": f"d{began}", "of": doc_id, "whole": " ".join(terms.elements())}


def _stored(entry: Entry, order: int) -> dict[str, Any]:
    values = {
        "order": order,
        "entry": {name: value for name in FIELDS if (value := getattr(entry, name)) not in ("", (), None)},
        "id": entry.id,
        "kind": entry.kind,
        "doc": entry.doc_id,
        "place": entry.places,
        "level": entry.levels,
        "section": section_numbers(entry.section),
        "status": entry.status,
        "date": entry.date,
        "amount": entry.amount,
    }
    return {name: value for name, value in values.items() if value not in ("", (), None)}


def _described(folder: Path) -> dict[str, Any]:
    try:
        described: dict[str, Any] = json.loads((folder / FILE).read_bytes())
        described["index"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"索引文件 {folder.name}/{FILE} 损坏或缺失", REBUILD) from error
    return described


def _home_of(folder: Path) -> Path:
    """WENCE_HOME of an engine's folder, ``WENCE_HOME/index/N/engine``."""
    return _generations(folder).parent


def _generations(folder: Path) -> Path:
    return folder.absolute().parent.parent


def _alias(folder: Path) -> str:
    """A name for the indices of one home folder on one machine, the same at every build."""
    owner = f"{socket.gethostname()} {os.path.realpath(_generations(folder))}"
    return f"{PREFIX}-{blake2b(owner.encode('utf-8', 'surrogateescape'), digest_size=6).hexdigest()}"
