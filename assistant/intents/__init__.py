"""One module a kind of question; intents do not import each other."""
