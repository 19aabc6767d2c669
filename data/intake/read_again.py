"""A kept file read once more, as it was sent, with the words that are known by now."""

from data.contracts.contracts import Contracts
from data.errors import FileFault
from data.facts.batch import Batch
from data.facts.reading import Reading
from data.facts.store import Facts
from data.intake.files.containers import Source
from data.intake.read import read


def read_again(batch: Batch, facts: Facts, contracts: Contracts) -> Reading:
    """The original of a batch, for the same day, division and mode. Nothing is written.

    Raises FileFault when it can't be read, or when corrected rows have come in for it: a new reading would leave them behind.
    """
    if any(b.supplements == batch.batch_id for b in facts.batches()):
        raise FileFault(f"“{batch.file_name}”已有补正的行，按新的对应重读会丢掉补正。请从平台重新导出后接入。")
    data = facts.original(batch)
    source = Source(batch.file_name, lambda: data)
    return read(source, facts, contracts, exported_on=batch.exported_on, division=batch.division, mode=batch.mode)
