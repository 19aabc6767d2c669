"""What of a scheme file can't be read, in words; and the file without those parts, so that the checks of meaning still go on."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from pydantic_core import ErrorDetails

NUMBER = "应为数字"
WORDS = {
    "extra_forbidden": "没有这一项，请删除或改正拼写",
    "missing": "缺少这一项，请补上",
    "literal_error": "应为 {expected}",
    "union_tag_invalid": "的 kind 应为 linear 或 bands",
    "union_tag_not_found": "缺少 kind，应为 linear 或 bands",
    "greater_than": "应大于 {gt:g}",
    "greater_than_equal": "不应小于 {ge:g}",
    "less_than_equal": "不应大于 {le:g}",
    "string_type": "应为加引号的文字",
    "finite_number": "应为有限的数字",
    **dict.fromkeys(("float_type", "float_parsing", "int_type", "int_parsing", "int_from_float"), NUMBER),
}
PLACEHOLDERS = {
    "measure": "counted",
    "status": "sample",
    "kind": "deduct",
    "not_applicable": "rescale",
    "score": {"kind": "linear", "floor": 0, "target": 1},
}


def sentence(spec: dict[str, Any], error: ErrorDetails) -> str:
    """One fault as a sentence; a part of a list is named by its own id or name, or counted from 1."""
    words = WORDS.get(error["type"], "不符合要求（{message}）").format(**error.get("ctx", {}), message=error["msg"])
    return f"{_where(spec, _path(error))} {words}。".replace(" or ", " 或 ")


def without_faults(spec: dict[str, Any], errors: Iterable[ErrorDetails]) -> dict[str, Any]:
    """The file without the names that don't exist, and with some valid value where another was written."""
    mended = deepcopy(spec)
    for error in errors:
        *path, last = _path(error)
        holder: Any = mended
        for part in path:
            holder = holder[part]
        if error["type"] == "extra_forbidden":
            del holder[last]
        elif last in PLACEHOLDERS:
            holder[last] = PLACEHOLDERS[last]
    return mended


def _path(error: ErrorDetails) -> list[int | str]:
    """The path of a fault in the file itself: pydantic names the chosen way of scoring in it, after `score`."""
    parts = error["loc"]
    return [part for n, part in enumerate(parts) if n == 0 or parts[n - 1] != "score" or part not in ("linear", "bands")]


def _where(spec: dict[str, Any], path: list[int | str]) -> str:
    named: list[str] = []
    holder: Any = spec
    for part in path:
        holder = _into(holder, part)
        own = holder.get("id") or holder.get("name") if isinstance(holder, dict) and isinstance(part, int) else None
        named.append(str(own or (part + 1 if isinstance(part, int) else part)))
    return ".".join(named)


def _into(holder: Any, part: Any) -> Any:
    if isinstance(holder, dict):
        return holder.get(part)
    return holder[part] if isinstance(holder, list) and isinstance(part, int) else None
