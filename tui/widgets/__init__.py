"""Widgets show and post messages; they know nothing of the domain."""
