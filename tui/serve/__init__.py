"""Read-only pages in the browser: the same answers, sources and tables as in the terminal, without script."""
