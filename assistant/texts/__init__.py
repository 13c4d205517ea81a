"""Running text: the passages that fit a question, and whether they hold the kind of fact that was asked for."""
