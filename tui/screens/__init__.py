"""Screens decide; they own the flow between widgets and workers."""
