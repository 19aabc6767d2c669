"""To publish: the signed result of a period is frozen with all it was made from, and the act recorded that makes it an edition."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from data import atomic_files
from data.access import OPERATOR, Viewer
from data.decisions import schemes
from data.decisions.acts import Act
from data.decisions.bodies import Publication
from data.decisions.mappings import contracts_of
from data.decisions.periods import Edition, Standing, edition_id, standing
from data.decisions.store import Decisions, Forbidden, in_computation
from data.errors import RequestFault
from data.runs import editions
from data.runs.store import RunInfo, RunStore
from data.settings import VERSION, Home, Settings
from metrics.assessment.assess import METHOD, Inputs, assess, gather_again
from metrics.comparison.differences import differences
from metrics.publication.freeze import freeze, thaw
from metrics.publication.verify import unequal
from metrics.run.differences_record import Differences
from metrics.run.reader import Reader

Progress = Callable[[str], None]


def publish(
    home: Home, settings: Settings, decisions: Decisions, viewer: Viewer, period: str, reason: str, progress: Progress = lambda step: None
) -> Edition:
    """Publish what two persons have signed. The edition is there whole, or not at all, whenever the program stops.

    Raises Forbidden for a viewer who may not; RequestFault when nothing is signed, when data, rules or decisions have changed since the
    signatures, when it has been published already, or somebody else is publishing.
    """
    if not viewer.may("publish"):
        raise Forbidden(f"{viewer.name}无权发布。请由有权的人员登录后办理，或联系管理员调整角色。")
    if not reason.strip():
        raise RequestFault("请写明理由：发布和更正都要有理由，才能公布。")
    with editions.alone(home):
        editions.clear(home, editions.published(decisions))
        now = standing(decisions, period)
        progress("inputs")
        inputs = signed_inputs(home, settings, decisions, now)
        assess(home, settings, inputs)
        number = len(now.editions) + 1
        place = editions.folder_of(home, edition_id(period, number))
        head = decisions.verify_trail().head
        built = atomic_files.unfinished_folder(home.editions)
        try:
            progress("freeze")
            _lay_down(built, home, settings, decisions, now, inputs)
            digest = editions.seal(built, _manifest(now, number, inputs, head))
            atomic_files.land_folder(built, place)
        except BaseException:  # a full disk, a missing original: nothing half-built stays
            shutil.rmtree(built, ignore_errors=True)
            raise
        said = Publication(run_id=inputs.run_id, edition=number, manifest=digest, trail=head)
        return _recorded(decisions, viewer, now, said, reason, place)


def signed_inputs(home: Home, settings: Settings, decisions: Decisions, now: Standing) -> Inputs:
    """What the signed run was made from, as it stands today. Raises RequestFault when that is another run, or nothing is signed."""
    if now.stage != "signed_off" or now.run_id is None:
        raise RequestFault(_not_signed(now))
    reader = Reader(RunStore(home, settings), now.run_id, OPERATOR)
    inputs = gather_again(home, settings, reader, in_computation(decisions))
    if inputs.run_id != now.run_id:
        raise RequestFault(f"签核之后{_moved(reader, inputs)}有变动，签核的结果已不是现在的结果。请重新测算，提交复核并签核后再发布。")
    return inputs


def moved_since(home: Home, settings: Settings, decisions: Decisions, run: RunInfo) -> str:
    """What has changed since a draft was made, in words; "" when it would come out the same today."""
    reader = Reader(RunStore(home, settings), run.run_id, OPERATOR)
    inputs = gather_again(home, settings, reader, in_computation(decisions))
    return "" if inputs.run_id == run.run_id else _moved(reader, inputs)


def _not_signed(now: Standing) -> str:
    if now.editions and now.run_id is None:
        last = now.editions[-1]
        return f"本期第 {last.number} 版已由{last.by}发布，没有等待发布的结果。如需更正，请先提交复核。"
    wanting = "还没有提交复核" if now.run_id is None else f"正在复核，已有 {len(now.signatures)} 人签核，须由两位不同的人员签核"
    return f"本期的结果{wanting}，不能发布。"


def _moved(reader: Reader, inputs: Inputs) -> str:
    """What of the inputs is not what the signed run was made from."""
    meta = reader.meta()
    batches = {batch.batch_id for of_export in inputs.batches.values() for batch in of_export}
    moved = {
        "数据": set(reader.batches()["batch_id"]) != batches,
        "决定": [x.act_id for x in inputs.decided.every] != reader.decisions()["act_id"].to_list(),
        "规则": json.loads(meta["rules"]) != {rule.id: rule.digest for rule in inputs.rules.values()},
        "工作日历": meta["calendar_version"] != inputs.calendar.version,
        "计算方法": meta["method"] != str(METHOD),
    }
    return "、".join(name for name, is_other in moved.items() if is_other) or "数据、规则或决定"


def _lay_down(folder: Path, home: Home, settings: Settings, decisions: Decisions, now: Standing, inputs: Inputs) -> None:
    """Everything but the manifest, and a look whether it can be made again from itself."""
    freeze(folder, home, inputs, contracts_of(home, decisions), _procedure(decisions, now, inputs.scheme.id))
    shutil.copyfile(home.runs / f"{inputs.run_id}.duckdb", folder / editions.RUN)
    (folder / editions.DESCRIPTION).write_bytes(inputs.info.described())
    if thaw(folder).run_id != inputs.run_id:
        raise RequestFault("冻结过程中规则或数据约定被改动，没有发布。请确认无人修改后重试。")
    with tempfile.TemporaryDirectory(prefix="dushu-publish-") as work:
        if found := unequal(folder, Path(work), settings):
            raise RequestFault(
                f"测算结果 {inputs.run_id} 与重新计算的结果有 {len(found)} 处不一致（如 {found[0].table} {found[0].key}），文件可能被改动，没有发布。"
                f"请删除 {home.runs / inputs.run_id}.duckdb 后重新测算并核对。"
            )
    if now.editions:
        changes = _restated(home, settings, decisions, now, inputs.run_id)
        (folder / editions.CHANGES).write_text(changes.model_dump_json(indent=1), encoding="utf-8")


def _procedure(decisions: Decisions, now: Standing, scheme_id: str) -> Iterable[Act]:
    """The acts on the period, on the objections in it, and on the version of the weights."""
    filed = {act.thing for act in decisions.acts("objection") if getattr(act.body, "period", None) == now.period}
    objections = (act for act in decisions.acts("objection") if act.thing in filed)
    return [*now.acts, *objections, *decisions.acts(schemes.ABOUT, scheme_id)]


def _manifest(now: Standing, number: int, inputs: Inputs, head: str) -> dict[str, object]:
    return {
        "edition": edition_id(now.period, number), "period": now.period, "number": number, "run_id": inputs.run_id,
        "as_of": str(inputs.as_of), "scheme": inputs.scheme.digest, "calendar": inputs.calendar.version, "method": METHOD,
        "rules": {rule.id: rule.digest for rule in inputs.rules.values()},
        "batches": {export: [b.batch_id for b in batches] for export, batches in sorted(inputs.batches.items())},
        "acts": [x.act_id for x in inputs.decided.every], "product": VERSION, "trail": head,
    }  # fmt: skip


def _restated(home: Home, settings: Settings, decisions: Decisions, now: Standing, run_id: str) -> Differences:
    """What the new edition says otherwise than the one before it."""
    store = RunStore(home, settings, lambda: editions.published(decisions))
    before, after = (Reader(store, address, OPERATOR) for address in (now.editions[-1].edition_id, run_id))
    return differences(before, after, ended(decisions))


def ended(decisions: Decisions) -> dict[int, Act]:
    """Act that stands no more → the last act on the same thing, which put an end to it."""
    acts = decisions.acts()
    last = {(act.about, act.thing): act for act in acts}
    return {act.act_id: end for act in acts if (end := last[act.about, act.thing]) is not act}


def _recorded(decisions: Decisions, viewer: Viewer, now: Standing, said: Publication, reason: str, place: Path) -> Edition:
    """The act that makes the folder an edition. Where it was refused, the folder goes; where that can't be known, the next start tells."""
    try:
        decisions.act(viewer, "period", now.period, "published", said, reason=reason, seen=now.seen)
    except RequestFault:
        shutil.rmtree(place)
        raise
    return standing(decisions, now.period).editions[-1]
