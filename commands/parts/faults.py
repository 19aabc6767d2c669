"""What went wrong, said to who sits at the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from commands.printing.tables import err
from data.errors import DushuError


@contextmanager
def spoken() -> Iterator[None]:
    """What a person can act on is said in its own words, and ends with exit code 2."""
    try:
        yield
    except DushuError as fault:
        err.print(str(fault), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    except OSError as fault:
        err.print(
            f"无法读写 {fault.filename}：{fault.strerror}。请检查路径和权限。", style="red", markup=False, highlight=False, soft_wrap=True
        )
        raise typer.Exit(2) from None
