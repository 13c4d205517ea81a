"""Draws docs/tui.svg: the terminal UI with a fixed conversation, as the program shows it today.

python docs/screenshot.py            draw it
python docs/screenshot.py --check    fail when the committed picture is not what would be drawn
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from svg_cells import in_cells, misplaced  # noqa: E402

from assistant.keeping.settings import Client  # noqa: E402
from assistant.service import Assistant  # noqa: E402  (the checkout first, not an installed wence)
from tui.app import WenceApp  # noqa: E402
from tui.start import Settings  # noqa: E402

PICTURE = ROOT / "docs" / "tui.svg"
AS_OF = date(2026, 11, 22)
SIZE = (128, 36)
CLIENT = Client(name="示例工厂", place="义乌市", level="国家级", batch=3, industry="电视机制造业")
QUESTIONS = ("惠州市惠城区的国家级绿色工厂，市里加区里一共能拿多少？", "国家级绿色工厂多久复核一次？")
FONT = "'Cascadia Mono', 'Sarasa Mono SC', 'Noto Sans Mono CJK SC', 'Microsoft YaHei', monospace"


async def draw(home: Path) -> str:
    """The picture as SVG."""

    def opener(progress: object) -> Assistant:
        return Assistant.open(home, AS_OF)

    app = WenceApp(opener, Settings(home=home, as_of=AS_OF, client=CLIENT))
    async with app.run_test(size=SIZE) as pilot:
        while not app.suggests:
            await pilot.pause(0.05)
        for question in QUESTIONS:
            app.box.put(question)
            await pilot.press("enter")
        while app.ask_screen.query(".-waiting"):
            await pilot.pause(0.05)
        await pilot.press("escape")
        await pilot.pause(0.5)
        picture = app.export_screenshot(title="问策 wence")
        app.desk.close()
    return tidy(picture)


def tidy(svg: str) -> str:
    """The same picture without fonts from the network and without an id that changes from run to run."""
    svg = re.sub(r"@font-face\s*{.*?}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    svg = re.sub(r"font-family:[^;]*;", f"font-family: {FONT};", svg)
    svg = in_cells(svg.replace("font-variant-east-asian: full-width;", ""))
    return "\n".join(line.rstrip() for line in svg.splitlines()).strip() + "\n"


def main() -> int:
    """Draw the picture, or check it."""
    with tempfile.TemporaryDirectory() as home:
        svg = asyncio.run(draw(Path(home)))
    if "--check" in sys.argv:
        kept = PICTURE.read_text(encoding="utf-8") if PICTURE.exists() else ""
        fresh = kept == svg and not misplaced(kept)
        print("docs/tui.svg is up to date" if fresh else "docs/tui.svg is stale: run python docs/screenshot.py")
        return 0 if fresh else 1
    PICTURE.write_text(svg, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
