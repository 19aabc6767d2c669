"""Cells of a file as they came."""

Cells = tuple[tuple[str | None, ...], ...]
