"""How engines grow: build time, index size, speed and memory at 1,000 to 100,000 passages, as a table and a plot.

    python bench/growth.py --passages P.jsonl [--sizes 1000,3000,10000,30000,100000] [--plot bench/growth.svg]

Every engine at every size is a process of its own (``bench/retrieval.py``). Passages beyond those given are made by
``bench/sets.py``; questions are pieces of passages, so quality tells only that nothing is lost.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from peers import PEERS
from sets import made_passages, made_questions, read_passages, write_set

SIZES = "1000,3000,10000,30000,100000"
QUESTIONS = 300
COLUMNS = ("engine", "passages", "build_cpu_s", "index_mb", "p50_ms", "p95_ms", "peak_rss_mb", "recall@1", "mrr@10")
PLOTTED = {
    "p50_ms": "search, p50, ms",
    "build_cpu_s": "build, s of processor time",
    "index_mb": "index, MB",
    "peak_rss_mb": "memory, MB",
}


def main() -> None:
    """Measure, print the table in Markdown, and draw the plot."""
    options = _options()
    source = read_passages(options.passages)
    rows = []
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            passages = made_passages(source, size)
            files = write_set(Path(folder), passages, made_questions(passages, QUESTIONS))
            for engine in options.engines.split(","):
                rows.append(measured(engine, files))
                print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    print(table(rows))
    if options.plot:
        options.plot.write_bytes(plot(rows))


def measured(engine: str, files: tuple[Path, Path]) -> dict[str, object]:
    """One engine on one set, in a process of its own."""
    script = str(Path(__file__).with_name("retrieval.py"))
    command = [sys.executable, script, "--passages", str(files[0]), "--queries", str(files[1]), "--engine", engine]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(rows: Sequence[dict[str, object]]) -> str:
    """The rows as a Markdown table."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    lines += ["| " + " | ".join(str(row[column]) for column in COLUMNS) + " |" for row in rows]
    return "\n".join(lines)


def plot(rows: Sequence[dict[str, object]]) -> bytes:
    """Four small charts in one SVG, both axes logarithmic."""
    import xml.etree.ElementTree as tree

    ns = "{http://www.w3.org/2000/svg}"
    tree.register_namespace("", ns[1:-1])
    whole = tree.Element(f"{ns}svg", {"width": "1200", "height": "860", "viewBox": "0 0 1200 860"})
    for place, (column, title) in enumerate(PLOTTED.items()):
        chart = tree.fromstring(_chart(rows, column, title))
        x, y = str(600 * (place % 2)), str(430 * (place // 2))
        chart.attrib.update({"x": x, "y": y, "width": "600", "height": "430"})
        whole.append(chart)
    return tree.tostring(whole, encoding="utf-8", xml_declaration=True)


def _chart(rows: Sequence[dict[str, object]], column: str, title: str) -> bytes:
    import pygal
    from pygal.style import CleanStyle

    chart = pygal.XY(
        title=title, x_title="passages", logarithmic=True, xrange=None, style=CleanStyle, width=600, height=430,
        js=[], show_legend=True, legend_at_bottom=True, legend_at_bottom_columns=5, pretty_print=False, dots_size=3,
        disable_xml_declaration=True, no_prefix=False,
    )  # fmt: skip
    for engine in dict.fromkeys(row["engine"] for row in rows):
        points = [(row["passages"], row[column]) for row in rows if row["engine"] == engine]
        chart.add(str(engine), points)
    rendered: bytes = chart.render()
    return rendered


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--engines", default=",".join(PEERS))
    parser.add_argument("--plot", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
