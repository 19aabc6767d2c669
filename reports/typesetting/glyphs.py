"""Which signs a font file has a picture for, read from its own tables (OpenType cmap, format 12), so that none is printed as an empty box."""

import struct
from functools import reduce
from itertools import chain
from pathlib import Path

UNICODE = {(3, 10), (0, 4), (0, 6)}  # platform and encoding of a table that tells of all of Unicode


def signs_of(font: Path) -> frozenset[int]:
    """The code points that every face of a font or a collection of fonts can show. Raises ValueError for a file that tells of none."""
    data = font.read_bytes()
    if data[:4] == b"ttcf":
        (count,) = struct.unpack_from(">L", data, 8)
        starts = struct.unpack_from(f">{count}L", data, 12)
    else:
        starts = (0,)
    tables = {_cmap(data, start) for start in starts}  # faces of one collection mostly share theirs
    return reduce(frozenset.intersection, (_signs(data, table) for table in sorted(tables)))


def _cmap(data: bytes, start: int) -> int:
    """Where the table lies that tells of all of Unicode."""
    (count,) = struct.unpack_from(">H", data, start + 4)
    entries = (struct.unpack_from(">4sLLL", data, start + 12 + 16 * n) for n in range(count))
    base = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (kinds,) = struct.unpack_from(">H", data, base + 2)
    for platform, encoding, offset in (struct.unpack_from(">HHL", data, base + 4 + 8 * n) for n in range(kinds)):
        if (platform, encoding) in UNICODE and struct.unpack_from(">H", data, base + offset)[0] == 12:
            return base + int(offset)
    raise ValueError("no table of all Unicode signs")


def _signs(data: bytes, table: int) -> frozenset[int]:
    (groups,) = struct.unpack_from(">L", data, table + 12)
    spans = (struct.unpack_from(">LLL", data, table + 16 + 12 * n) for n in range(groups))
    return frozenset(chain.from_iterable(range(first, last + 1) for first, last, _ in spans))
