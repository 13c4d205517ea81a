"""The command ``wence``."""
