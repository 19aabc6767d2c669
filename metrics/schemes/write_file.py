"""A scheme as the TOML file that `assess --scheme` reads back as the same scheme."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from metrics.schemes.scheme import Scheme

LISTS = ("grades", "sections", "items", "adjustments")
SAMPLE = "# 示例，待主管部门核定。\n"


def scheme_file(scheme: Scheme) -> str:
    """The text of the file; of a scheme that nobody approved it says so first."""
    told = scheme.model_dump(mode="python", exclude_none=True)
    plain = {key: value for key, value in told.items() if key not in (*LISTS, "limits")}
    parts = ["\n".join(_pairs(plain)), "[limits]\n" + "\n".join(_pairs(told["limits"]))]
    parts += [f"[[{name}]]\n" + "\n".join(_pairs(line)) for name in LISTS for line in told[name]]
    return (SAMPLE if scheme.status == "sample" else "") + "\n\n".join(parts) + "\n"


def _pairs(told: Mapping[str, Any]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in told.items())


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # the one sign that TOML wants written otherwise
        case dict():
            return "{ " + ", ".join(_pairs(value)) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
    return str(value)
