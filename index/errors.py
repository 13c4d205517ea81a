"""The index branch of the tree of errors in corpus/errors.py.

WenceError
└── IndexError_
    ├── EngineError      an unknown engine, or an index an engine can't read
    │   └── EngineAwayError   a server that can't be reached or does not take requests now
    ├── LockedError      another process is building
    ├── DamagedError     a file of a generation that is not as it was written
    └── BuildError       a generation that fails its checks
        ├── UnwritableError  the home folder or the disk takes no files
        └── UnlikeError      a generation that changes answers it has no reason to change
"""

from corpus.errors import WenceError


class IndexError_(WenceError):
    """Something is wrong with an index, a generation or a lock."""


class EngineError(IndexError_):
    """An engine is unknown, or can't read what it finds."""


class EngineAwayError(EngineError):
    """An engine's server can't be reached, or does not take requests now; its index may be whole."""


class LockedError(IndexError_):
    """Another process is building the index; the message says which and since when."""


class DamagedError(IndexError_):
    """A file of a generation is missing or not as it was written; the message names it."""


class BuildError(IndexError_):
    """A generation can't be written, or fails its checks; the live one still answers."""


class UnwritableError(BuildError):
    """The home folder or the disk takes no files: what is needed can only be held in memory."""


class UnlikeError(BuildError):
    """A new generation changes answers that the change of the corpus has no say in; a probe raises it."""
