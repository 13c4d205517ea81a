"""From the text of a question to requests: spelling, spans, clauses, what is asked of which relation."""
