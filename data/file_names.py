"""Names of files that lead nowhere else and that every system takes."""

import hashlib
import re

LONGEST = 200  # bytes; file systems take 255
ENDING = 8  # signs of what counts as the kind of a file


def safe_name(name: str) -> str:
    """The name itself where it is harmless; else a cleaned and shortened one with the same ending that stays apart from every other."""
    cleaned = re.sub(r"[^\w.（）()、 -]", "_", name).strip(". ")
    if cleaned == name and len(name.encode()) <= LONGEST:
        return name
    stem, dot, ending = cleaned.rpartition(".")
    if not stem or len(ending) > ENDING:
        stem, dot, ending = cleaned, "", ""
    end = f"-{hashlib.sha256(name.encode()).hexdigest()[:8]}{dot}{ending}"
    return stem.encode()[: LONGEST - len(end.encode())].decode(errors="ignore") + end
