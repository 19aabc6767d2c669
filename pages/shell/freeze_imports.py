"""What is imported once and lives as long as the process is taken out of the garbage collector's sight, once."""

import gc
from functools import cache


@cache
def freeze() -> None:
    """Call after the imports. Later calls do nothing: freezing at every rerun would keep every rerun's garbage for ever."""
    gc.collect()
    gc.freeze()
