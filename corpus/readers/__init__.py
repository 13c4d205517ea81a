"""One module a file kind; each imports its library only when it reads."""
