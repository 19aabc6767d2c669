"""Where a file belongs: which batch it corrects, whose it is, which listing of departments its names are resolved with."""

from datetime import date

from data.contracts.contracts import Contracts
from data.errors import FileFault
from data.facts.batch import Batch
from data.facts.store import Facts
from data.intake.cells.departments import Directory, normal_name
from data.intake.columns.choose_sheet import Choice


def base_of(choice: Choice, facts: Facts) -> Batch | None:
    """The batch whose corrected rows these are; they speak for its day and division. Raises FileFault when it is not there or withdrawn."""
    if choice.supplements is None:
        return None
    base = next((b for b in facts.batches() if b.batch_id == choice.supplements), None)
    if base is None or base.export != choice.match.contract.name:
        raise FileFault(f"“{choice.name}”要补正的批次 {choice.supplements} 不在库中，请先接入原来的文件，再下载退回行改正。")
    if base.batch_id in facts.withdrawn():
        raise FileFault(
            f"“{choice.name}”要补正的批次 {base.batch_id}（{base.file_name}）已被撤回，补正不会生效；请先恢复该批次，或接入新的导出。"
        )
    return base


def division_of(given: str | None, directory: Directory | None, choice: Choice, city: str) -> str:
    """Whose file it is: as said by the sender, else by the title, else the city's. Raises FileFault when nobody knows it."""
    if directory is None or not given:
        return given or (directory and directory.division_named_in(choice.title, city)) or city
    if normal_name(given) not in directory.divisions:
        raise FileFault(f"部门名录中没有区划“{given}”，请改为：{'、'.join(sorted(directory.divisions.values()))}。")
    return directory.divisions[normal_name(given)]


def directory_of(facts: Facts, contracts: Contracts, day: date, name: str) -> tuple[Directory, str]:
    """(departments as listed at that day, the batches that list them). Raises FileFault when none is there yet."""
    rows, batches = facts.departments(day)
    if not batches:
        raise FileFault(f"“{name}”中的部门无从对应：还没有部门名录，请先接入部门名录。")
    return Directory(rows, contracts.names), "+".join(b.batch_id for b in batches)
