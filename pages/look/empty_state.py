"""What stands where there is nothing to show: what is missing, and what to do about it."""

from collections.abc import Sequence

from pages.look.markup import e


def empty(title: str, steps: Sequence[str], more: str = "") -> str:
    """A quiet box: one sentence, then the steps, one a line. `more` is ready HTML, such as a link."""
    return f'<div class="ds ds-empty" role="status"><h3>{e(title)}</h3>{"".join(f"<p>{e(step)}</p>" for step in steps)}{more}</div>'
