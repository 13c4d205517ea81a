"""The honest alternative to our segments: a whole Whoosh index (schema, writer, merging, its matchers) under our terms.

Our analysis cuts, our idf and constants score, sixty candidates are weighed by ``ranking.combined``, as the embedded
engine does; documents as a whole are entries of their own. Nothing of our segment files is used.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sets import Passage
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.query import Or, Term
from whoosh.scoring import BM25F, BM25FScorer

sys.path.insert(0, str(Path(__file__).parents[2]))

from index import ranking
from index.analysis import full_analyzer
from index.lexicon import load_stop_words, synonyms_of


class OurBM25(BM25F):
    """Whoosh's BM25 with our rarity, and with constants by field."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> BM25FScorer:
        k1, b = (ranking.K1, ranking.B) if fieldname == "terms" else (ranking.WHOLE_K1, ranking.WHOLE_B)
        scorer = BM25FScorer(searcher, fieldname, text, b, k1, qf=qf)
        total = searcher.doc_count_all()
        scorer.idf = ranking.rarity(searcher.doc_frequency(fieldname, text), total)
        return scorer


class Peer:
    """A Whoosh index in a folder."""

    def build(self, folder: Path, passages: Sequence[Passage]) -> None:
        """Index entries and whole documents; open with the pruned dictionary."""
        text = TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
        schema = Schema(id=ID(stored=True), doc=ID(stored=True), terms=text, whole=text, of=ID(stored=True))
        index = create_in(folder, schema)
        writer = index.writer(limitmb=256)
        seen: set[str] = set()
        analyzer = full_analyzer().collecting(seen)
        whole: dict[str, Counter[str]] = {}
        for one in passages:
            title, own = analyzer.terms(one.title), analyzer.terms(one.text)
            joined = " ".join((*title * ranking.TITLE_WEIGHT, *own))
            writer.add_document(id=one.id, doc=one.doc, terms=joined)
            if one.doc:
                whole.setdefault(one.doc, Counter(title)).update(own)
        for name, terms in whole.items():
            writer.add_document(of=name, whole=" ".join(terms.elements()))
        writer.commit()
        self._analyzer = full_analyzer().pruned(seen)
        self._searcher = index.searcher(weighting=OurBM25())
        self._total, self._documents = len(passages), len(whole)

    def search(self, text: str, limit: int) -> Sequence[str]:
        """Candidates by Whoosh, then our formula."""
        searcher = self._searcher
        terms, _ = self._analyzer.read(text)
        count_of = lambda term: searcher.doc_frequency("terms", term)  # noqa: E731
        clauses = ranking.clauses(terms, load_stop_words(), count_of, self._total)
        asked = sum(clause.weight for clause in clauses) or 1.0
        weights = {clause.term: clause.weight for clause in clauses}
        found = searcher.search(_any("terms", weights), limit=ranking.finalists(limit, self._total), terms=True)
        documents = self._document_scores(weights, {hit["doc"] for hit in found if hit["doc"]})
        ranked = []
        for hit in found:
            held = {term.decode() for _, term in hit.matched_terms()}
            share = sum(weights.get(term, 0.0) for term in held) / asked
            score = ranking.combined(hit.score / (1 + ranking.K1), min(1.0, share), documents.get(hit["doc"], 0.0))
            ranked.append((-score, hit.docnum, hit["id"]))
        return [entry_id for _, _, entry_id in sorted(ranked)[:limit]]

    def _document_scores(self, terms: Iterable[str], names: set[str]) -> dict[str, float]:
        if self._documents < 2 or not names:
            return {}
        within = Or([Term("of", name) for name in names])
        found = self._searcher.search(_any("whole", terms), limit=len(names), filter=within)
        return {hit["of"]: hit.score / (1 + ranking.WHOLE_K1) for hit in found}


def _any(field: str, terms: Iterable[str]) -> Or:
    return Or([
        Term(field, word, boost=boost)
        for term in terms
        for word, boost in ((term, 1.0), *((other, ranking.SYNONYM_SHARE) for other in synonyms_of(term)))
    ])  # fmt: skip
