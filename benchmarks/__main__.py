"""`python -m benchmarks [intake] [assessment] [pages] [rooms] [crowd] [decisions] [papers]`: all when none is named. `--small` for a look in a minute."""

import sys

from benchmarks import assessment, crowd, decisions, intake, pages, papers, rooms

SMALL = {
    "intake": (20_000, 200_000, 1), "assessment": ((100_000,), 1), "pages": (20,), "rooms": (100_000, 2), "crowd": (100_000, 10.0),
    "decisions": (100,), "papers": (20, 4_000, 10),
}  # fmt: skip
WHOLE = {
    "intake": intake.main, "assessment": assessment.main, "pages": pages.main, "rooms": rooms.main, "crowd": crowd.main,
    "decisions": decisions.main, "papers": papers.main,
}  # fmt: skip

if __name__ == "__main__":
    chosen = [name for name in sys.argv[1:] if name in WHOLE] or list(WHOLE)
    for name in chosen:
        print(f"\n{name}")
        WHOLE[name](*(SMALL[name] if "--small" in sys.argv else ()))
