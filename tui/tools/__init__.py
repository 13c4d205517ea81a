"""Tools, resources and prompts for AI assistants (Model Context Protocol): read-only, over stdin and stdout."""
