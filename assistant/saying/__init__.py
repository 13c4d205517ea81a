"""From results to sentences: wording as data, citations, the proof of every figure, and the printed forms."""
