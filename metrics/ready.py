"""What pages would have to find out of a run for long is found out when the run is made, and kept beside it."""

from data import findings
from data.runs import RunInfo, RunStore
from metrics import following, movement, reach
from metrics.past import month_before


def prepare(store: RunStore, run: RunInfo) -> None:
    """Find out what is not kept yet: how far one obligation moves each unit, what moved since the month before, what became of what was open.

    `run`: one that the store knows. What is not prepared is found out by who asks first, and then kept as well.
    """
    if findings.path_of(store.home, findings.REACH, run.run_id) is None:
        reach.keep(store, run)
    if (earlier := month_before(run, store.runs())) is None:
        return
    for kind, keep in ((findings.MOVED, movement.keep), (findings.FOLLOWED, following.keep)):
        if findings.path_of(store.home, kind, earlier.run_id, run.run_id) is None:
            keep(store, earlier, run)
