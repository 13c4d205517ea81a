"""The server that an AI assistant starts: it speaks the protocol on stdin and stdout and ends with its client."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import WenceError
from tui.cli import __version__
from tui.cli.diagnostics import UsageError, one_line
from tui.cli.output import to_json
from tui.reader import Reader
from tui.tools import prompts, resources
from tui.tools.arguments import input_schema, read_all
from tui.tools.catalogue import TOOLS, Tool

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

    from assistant.service import Assistant

Found = TypeVar("Found")
OUR_FAULT = "程序内部出错，没有结果。请换个问法再试，或在终端里运行 wence doctor。"
BY_NAME = {tool.name: tool for tool in TOOLS}


def serve(assistant: Assistant) -> None:
    """Serve one client until it closes its end."""
    import anyio
    from mcp.server.stdio import stdio_server

    logging.disable(logging.CRITICAL)  # what the SDK logs is no news for a user, and names files of this machine
    server = server_of(assistant)

    async def run() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


def server_of(assistant: Assistant) -> Server[Any]:
    """The server over an assistant."""
    from mcp.server.lowlevel import Server

    handlers: Any = _Handlers(assistant)
    return Server(
        "wence",
        title="问策",
        version=__version__,
        instructions=prompts.INSTRUCTIONS,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
    )


class _Handlers:
    """What is answered to each kind of request; reading is done in a thread, so that the protocol never waits."""

    def __init__(self, assistant: Assistant) -> None:
        self._home = str(assistant.home)
        self._reader = Reader(assistant)

    async def list_tools(self, _: Any, __: Any) -> Any:
        import mcp_types as types

        hints = types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    title=tool.title,
                    description=tool.about,
                    input_schema=input_schema(tool.arguments),
                    output_schema=tool.result,
                    annotations=hints,
                )
                for tool in TOOLS
            ]
        )

    async def call_tool(self, _: Any, params: Any) -> Any:
        """A tool's result as the command's JSON; what is wrong is one Chinese line that the assistant can read."""
        import mcp_types as types

        def answer(text: str, value: Any = None) -> Any:
            content: list[Any] = [types.TextContent(type="text", text=text)]
            return types.CallToolResult(content=content, structured_content=value, is_error=value is None)

        tool = BY_NAME.get(params.name)
        if tool is None:
            return answer(f"没有工具「{one_line(params.name)[:60]}」，可用的工具：{'、'.join(BY_NAME)}。")
        try:
            found = await self._found(lambda assistant: _run(tool, assistant, params.arguments))
        except (WenceError, UsageError) as error:
            return answer(self._told(error))
        except Exception:  # a traceback would show paths of this machine
            return answer(OUR_FAULT)
        return answer(_text(found), found if isinstance(found, dict) else {"result": found})

    async def list_resources(self, _: Any, __: Any) -> Any:
        import mcp_types as types

        found = await self._found(lambda assistant: list(resources.listed(assistant)))
        return types.ListResourcesResult(
            resources=[
                types.Resource(uri=one.uri, name=one.name, description=one.about, mime_type="text/plain")
                for one in found
            ]
        )

    async def list_templates(self, _: Any, __: Any) -> Any:
        import mcp_types as types

        about = {
            resources.DOCUMENT + "{doc_id}": ("文件", "一份文件的全部内容"),
            resources.PASSAGE + "{record_id}": ("条目", "一个条目或段落，连同前后几处"),
        }
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(uri_template=uri, name=name, description=text, mime_type="text/plain")
                for uri, (name, text) in about.items()
            ]
        )

    async def read_resource(self, _: Any, params: Any) -> Any:
        import mcp_types as types

        uri = str(params.uri)
        text = await self._asked(lambda assistant: resources.read(assistant, uri))
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=uri, mime_type="text/plain", text=text)]
        )

    async def list_prompts(self, _: Any, __: Any) -> Any:
        import mcp_types as types

        return types.ListPromptsResult(
            prompts=[
                types.Prompt(
                    name=one.name,
                    title=one.title,
                    description=one.about,
                    arguments=[
                        types.PromptArgument(name=name, description=about, required=name in one.required)
                        for name, about in one.arguments.items()
                    ],
                )
                for one in prompts.PROMPTS
            ]
        )

    async def get_prompt(self, _: Any, params: Any) -> Any:
        import mcp_types as types

        one = next((one for one in prompts.PROMPTS if one.name == params.name), None)
        if one is None:
            raise _wrong(f"没有提示「{one_line(params.name)[:60]}」。")
        given = {name: one_line(str(text)) for name, text in (params.arguments or {}).items()}
        missing = [name for name in one.required if not given.get(name)]
        if missing:
            raise _wrong(f"提示 {one.name} 缺少参数 {'、'.join(missing)}。")
        content = types.TextContent(type="text", text=one.text(given))
        return types.GetPromptResult(
            description=one.about, messages=[types.PromptMessage(role="user", content=content)]
        )

    async def _found(self, read: Callable[[Assistant], Found]) -> Found:
        import anyio

        return await anyio.to_thread.run_sync(self._reader, read)

    async def _asked(self, read: Callable[[Assistant], Found]) -> Found:
        """What ``read`` finds; errors in the protocol's own form."""
        try:
            return await self._found(read)
        except WenceError as error:
            raise _wrong(self._told(error)) from None
        except Exception:
            raise _wrong(OUR_FAULT) from None

    def _told(self, error: WenceError | UsageError) -> str:
        """An error in one line, without the path of the user's folder."""
        return one_line(f"{error.message}{error.hint}".replace(self._home, "WENCE_HOME"))


def _run(tool: Tool, assistant: Assistant, given: Any) -> Any:
    return tool.run(assistant, read_all(tool.arguments, given))


def _text(found: Any) -> str:
    """The text of a result, as the command prints it: one object, or the rows of a list."""
    return to_json(found, indent=1)


def _wrong(message: str) -> Exception:
    from mcp.shared.exceptions import MCPError
    from mcp_types import INVALID_PARAMS

    return MCPError(INVALID_PARAMS, message)
