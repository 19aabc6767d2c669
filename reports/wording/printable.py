"""Text that every paper can carry: nothing that can't be seen, and nothing that a file of Office or a name of a file refuses."""

import re
from typing import Final

UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\ufffe\uffff\ud800-\udfff]"
)
REFUSED: Final = re.compile(r'[/\\:*?"<>|]')  # by Windows, in the name of a file
RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
LONGEST: Final = 60  # signs of a name: of three bytes each they leave room for the rest within the 255 that a file system has


def visible(text: str) -> str:
    """The text without control, zero-width and direction signs: XML forbids some, others make a text look as it is not."""
    return UNSEEN.sub("", text)


def printable(text: str) -> str:
    """What the data say, visible and in one line."""
    return " ".join(visible(text).split())


def name_part(text: str) -> str:
    """A text as a part of a file's name that Windows takes too: what it refuses becomes ``_``; never empty, never longer than LONGEST."""
    safe = REFUSED.sub("_", printable(text))[:LONGEST].strip(" .")
    safe = safe.lstrip("=+-@~") or "_"  # a list of files opened as a sheet shall not hold a formula
    return f"_{safe}" if RESERVED.match(safe) else safe
