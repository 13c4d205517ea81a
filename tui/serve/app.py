"""The web application: routes to pages, templates, and errors told in Chinese. Nothing here writes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.exporting.plain import plain
from corpus.errors import WenceError
from tui.cli.diagnostics import UsageError
from tui.cli.output import to_json
from tui.reader import Reader
from tui.serve import pages
from tui.serve.guard import App, guarded
from tui.serve.pages import NotThere, Values

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from assistant.service import Assistant

FOLDER = Path(__file__).parent / "templates"
OUR_FAULT = "程序内部出错，这一页没有显示出来。请换个问法再试，或在终端里运行 wence doctor。"
Page = Callable[["Request"], Values]


def application(assistant: Assistant, allowed: Iterable[str]) -> App:
    """The pages over an assistant, answered only under the host names allowed."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.routing import Route

    site = _Site(Reader(assistant))
    routes = [Route(path, endpoint, methods=["GET"]) for path, endpoint in site.routes()]
    handlers: Any = {HTTPException: site.http_error}
    app = Starlette(routes=routes, exception_handlers=handlers)
    return guarded(app, allowed)


class _Site:
    """Pages made of templates; each endpoint runs in a thread of its own, so that a slow reader stops no other."""

    def __init__(self, reader: Reader) -> None:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
        from markupsafe import Markup

        self._reader = reader
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=lambda value: plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
        )

    def routes(self) -> Iterable[tuple[str, Callable[[Request], Response]]]:
        """Paths and what answers them."""
        yield "/", self._page("ask.html", self._ask)
        yield "/source/{record_id:path}", self._page("source.html", self._source)
        yield "/tables", self._page("table.html", self._table)
        yield "/tables/{name}", self._page("table.html", self._table)
        yield "/duties", self._page("duties.html", self._duties)
        yield "/coverage", self._page("coverage.html", self._coverage)
        yield "/api/ask", self.api_ask
        yield "/style.css", self.style

    def _ask(self, request: Request) -> Values:
        query = request.query_params
        return self._reader(lambda assistant: pages.ask_page(assistant, query, query.getlist("before")))

    def _source(self, request: Request) -> Values:
        record_id, around = request.path_params["record_id"], request.query_params.get("around", "")
        return self._reader(lambda assistant: pages.source_page(assistant, record_id, around))

    def _table(self, request: Request) -> Values:
        name, query = request.path_params.get("name", "subsidies"), request.query_params
        return self._reader(lambda assistant: pages.table_page(assistant, name, query))

    def _duties(self, request: Request) -> Values:
        return self._reader(lambda assistant: pages.duties_page(assistant, request.query_params))

    def _coverage(self, request: Request) -> Values:
        return self._reader(pages.coverage_page)

    def _page(self, template: str, page: Page) -> Callable[[Request], Response]:
        """An endpoint that shows a page, or what is wrong with the request."""

        def endpoint(request: Request) -> Response:
            try:
                return self._shown(template, page(request))
            except NotThere as error:
                return self._told(str(error), "", 404)
            except (WenceError, UsageError) as error:
                return self._told(error.message, error.hint, 400)
            except Exception:  # nobody reads a traceback in a browser, and it would show paths of this machine
                return self._told(OUR_FAULT, "", 500)

        return endpoint

    def api_ask(self, request: Request) -> Response:
        """The JSON of ``wence ask --json``; errors are JSON too."""
        try:
            one = pages.asked_in(request.query_params)
            return _json(self._reader(lambda assistant: pages.answer_record(assistant, one)), 200)
        except (WenceError, UsageError) as error:
            return _json({"error": error.message, "hint": error.hint}, 400)
        except Exception:
            return _json({"error": OUR_FAULT, "hint": ""}, 500)

    def style(self, request: Request) -> Response:
        """How pages look on screen and paper: on paper like a memo."""
        from starlette.responses import Response

        from assistant.exporting.memo_pages import PAPER

        text = PAPER.read_text(encoding="utf-8") + (FOLDER / "site.css").read_text(encoding="utf-8")
        return Response(text, media_type="text/css")

    async def http_error(self, request: Request, error: Any) -> Response:
        """A path that is not there, a method that is not taken."""
        said = "没有这一页。" if error.status_code == 404 else "这里只能看，不能改。"
        return self._told(said, "", error.status_code)

    def _told(self, message: str, hint: str, status: int) -> Response:
        values = {"message": message, "hint": hint, "known": self._reader(pages.known)}
        return self._shown("error.html", values, status)

    def _shown(self, template: str, values: Values, status: int = 200) -> Response:
        from starlette.responses import HTMLResponse

        return HTMLResponse(self._templates.get_template(template).render(values), status_code=status)


def _json(value: object, status: int) -> Response:
    from starlette.responses import Response

    return Response(to_json(value, indent=1) + "\n", status_code=status, media_type="application/json; charset=utf-8")
