"""The command ``wence``. It imports next to nothing: what a line needs is loaded when the line is known."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # not from typing, which takes as long to load as half of Python
if TYPE_CHECKING:
    from typing import NoReturn

VERSION = (["--version"], ["-V"], ["version"])


def run() -> NoReturn:
    """Entry point of the installed command."""
    if sys.argv[1:] not in VERSION:
        _prepare()
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Run one command line and return its exit code; no exception leaves."""
    _speak_utf8()
    if arguments in VERSION:
        return _version()
    from tui.cli.dispatch import dispatched

    return dispatched(arguments)


def _prepare() -> None:
    import signal

    from tui.cli.diagnostics import HUNG_UP, TERMINATED

    if sys.argv[1:2] == ["ask"]:  # one answer makes no cycles worth looking for, on the way or at the end
        import atexit
        import gc

        gc.disable()
        atexit.register(gc.freeze)

    # a command that is told to end, or whose terminal is closed, takes what it has half written with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    hangup = getattr(signal, "SIGHUP", None)  # Windows has none, nohup has it ignored, the terminal UI ends by itself
    if hangup is not None and sys.argv[1:] and signal.getsignal(hangup) is signal.SIG_DFL:
        signal.signal(hangup, lambda *_: sys.exit(HUNG_UP))


def _version() -> int:
    from tui.cli import __version__

    try:
        print(f"wence {__version__}", flush=True)
    except BrokenPipeError:
        forget_stdout()
    except OSError as error:
        from tui.cli.dispatch import unexpected

        return unexpected(error)
    return 0


def _speak_utf8() -> None:
    """Answers are UTF-8 whatever the locale says; what can't be written so becomes a question mark, never an error."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # started with the stream closed
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 (lives as long as the process)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def forget_stdout() -> None:
    """Keep the interpreter from complaining at exit about a reader that has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    run()
