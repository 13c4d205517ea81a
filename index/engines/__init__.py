"""One module an engine; nothing of an engine's library leaves its module."""
