"""What was decided, or revoked, since a run was made: the figures that are shown do not contain it yet."""

from data.decisions.acts import Act
from data.decisions.store import Decisions, in_computation
from data.decisions.withdrawals import withdrawn
from metrics.assessment.input_batches import feed
from metrics.obligations.decisions_in_force import decided_at
from metrics.run.reader import Reader


def outstanding(reader: Reader, decisions: Decisions) -> list[Act]:
    """The acts that would make another run of the same period and day, oldest first; for what was revoked, the revocation."""
    held = set(reader.decisions()["act_id"])
    standing = in_computation(decisions)
    info = reader.info
    gone = feed(decisions.home, info.as_of, standing, look_back=info.is_reconstructed).withdrawn if withdrawn(standing) else ()
    wanted = {x.act_id: x.act for x in decided_at(standing, info.period, info.as_of, gone).every}
    ended = [_last(decisions, act_id) for act_id in sorted(held - wanted.keys())]
    return sorted({act.act_id: act for act in [*ended, *(wanted[n] for n in wanted.keys() - held)]}.values(), key=lambda act: act.act_id)


def _last(decisions: Decisions, act_id: int) -> Act:
    """The act that put an end to another: the last on the same thing."""
    about, thing = next((act.about, act.thing) for act in decisions.acts() if act.act_id == act_id)
    last = decisions.last(about, thing)
    assert last is not None  # it holds at least the act that was asked about
    return last
