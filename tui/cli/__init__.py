"""The command ``wence``: one module a group of commands, ``main.py`` on top."""

__version__ = "0.1.0"
