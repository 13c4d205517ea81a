"""Process time until the terminal UI has painted its first frame, and memory at the end.

    python bench/first_frame.py [-n RUNS]

Each run is a fresh interpreter on a home with a built index. Prints one JSON line: the median of process time (user
and system, imports included) until the first frame is painted, until the assistant is open, and the peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Run it in fresh interpreters and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--runs", type=int, default=5)
    parser.add_argument("--once", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.once:
        print(json.dumps(one_run(Path(options.once))))
        return
    with tempfile.TemporaryDirectory() as home:
        build(home)
        runs = [fresh_run(home) for _ in range(options.runs)]
    print(json.dumps({key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}))


def build(home: str) -> None:
    """Build the index, so that no run has to."""
    code = f"from assistant import Assistant; Assistant.open({home!r}).close()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(), check=True)


def fresh_run(home: str) -> dict[str, float]:
    """One run in a fresh interpreter."""
    command = [sys.executable, __file__, "--once", home]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=True, capture_output=True, text=True)
    run: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return run


def environment() -> dict[str, str]:
    """The environment with this checkout importable."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def one_run(home: Path) -> dict[str, float]:
    """Start the terminal UI without a terminal, and note the process time at each step."""
    import asyncio
    import resource
    import time
    from datetime import date

    from tui.app import WenceApp
    from tui.start import Settings

    noted: dict[str, float] = {}

    def opener(progress: object) -> object:
        noted.setdefault("first_frame_s", time.process_time())  # the desk opens after the first frame
        from assistant.service import Assistant

        return Assistant.open(home, date.today())

    async def run() -> None:
        app = WenceApp(opener, Settings(home=home, as_of=date.today()))  # type: ignore[arg-type]
        async with app.run_test(size=(120, 40)) as pilot:
            while not app.suggests:
                await pilot.pause(0.01)
            noted["open_s"] = time.process_time()
            app.desk.close()

    asyncio.run(run())
    noted["peak_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return noted


if __name__ == "__main__":
    main()
