"""What a script takes of a record: some fields as JSON, or one line filled in by the user's own template.

The template language is ``string.Template``: ``$headline`` and ``${headline}`` are fields, ``$$`` is a dollar sign, and
there is nothing in it that could run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tui.cli.diagnostics import UsageError
from tui.cli.output import cell_text, safe

LISTED = 60
"""names of fields that an error lists at most"""


def picked(record: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """The fields asked for, in the order asked for; all of them when none was.

    Raises:
        UsageError: a name that is no field.
    """
    wanted = tuple(fields)
    for name in wanted:
        if name not in record:
            raise _unknown(name, record)
    return {name: record[name] for name in wanted} if wanted else dict(record)


def filled(template: str, record: Mapping[str, Any]) -> str:
    """The template with the record's fields in it, on one line unless the template itself breaks it with ``\\n``.

    Raises:
        UsageError: a name that is no field, or a dollar sign that stands alone.
    """
    from string import Template

    values = {name: one_line(value) for name, value in record.items()}
    try:
        text = Template(template.replace("\\n", "\n").replace("\\t", "\t")).substitute(values)
    except KeyError as error:
        raise _unknown(str(error.args[0]), record) from None
    except ValueError:
        raise UsageError(
            "模板里有单独的 $。", "字段写成 $headline 或 ${headline}，要写 $ 本身请写 $$；在 shell 里用单引号括起来。"
        ) from None
    return safe(text)


def one_line(value: Any) -> str:
    """A field for a template: a citation as its place, lists joined, no line break."""
    if isinstance(value, Mapping):
        return _cited(value) if "locator" in value else "、".join(one_line(one) for one in value.values() if one)
    if isinstance(value, list | tuple):
        joined = (one_line(one) for one in value)
        return ("；" if any(isinstance(one, Mapping) for one in value) else "、").join(filter(None, joined))
    return cell_text(value)


def _cited(citation: Mapping[str, Any]) -> str:
    parts = (citation.get(key) for key in ("doc", "section", "locator"))
    return " · ".join(dict.fromkeys(str(part) for part in parts if part))


def _unknown(name: str, record: Mapping[str, Any]) -> UsageError:
    return UsageError(f"没有「{name}」这个字段。", f"可用的字段：{'、'.join(list(record)[:LISTED])}。")
