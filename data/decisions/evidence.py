"""Evidence: files that people hand in for their acts. The bytes lie in the home under their SHA-256; who may see them is asked each time."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import atomic_files
from data.access import Viewer
from data.decisions import trail
from data.decisions.acts import Act
from data.decisions.file_types import clean_name, file_type
from data.decisions.models import ActEvidence, ActRow, EvidenceRow
from data.decisions.store import Decisions, Forbidden
from data.errors import FileFault, RequestFault
from data.settings import Home

LOCK = "lock"
OWNER_READS = 0o400


@dataclass(frozen=True)
class EvidenceFile:
    """What is known of a file without its bytes. `size` in bytes."""

    evidence_id: int
    sha256: str
    file_name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Evidence:
    """A file with its bytes."""

    file_name: str
    media_type: str
    data: bytes


def hand_in(decisions: Decisions, viewer: Viewer, file_name: str, data: bytes, unit_id: str | None) -> int:
    """Keep a file for a unit (None: the authority's own) and give its evidence_id, to be named in an act.

    Raises FileFault when the file can't be taken, Forbidden when the viewer does not act for the unit.
    """
    if not _handles_files(viewer) or not viewer.answers_for(unit_id):
        raise Forbidden(f"{viewer.name}不能为这个单位提交证据。请由该单位的人员登录后提交，或联系管理员调整角色。")
    if len(data) > decisions.evidence_mb * 2**20:
        raise FileFault(
            f"文件有 {len(data) / 2**20:.1f} MB，超过 {decisions.evidence_mb} MB 的上限。"
            "请压缩或分开上传，或由管理员调整 DUSHU_EVIDENCE_MB。"
        )  # fmt: skip
    kind, sha256 = file_type(data), hashlib.sha256(data).hexdigest()
    _land(decisions.home, sha256, data)
    row = EvidenceRow(
        sha256=sha256, file_name=clean_name(file_name, kind), media_type=kind.media_type, size=len(data), unit_id=unit_id,
        login=viewer.login, at=decisions.now(),
    )  # fmt: skip
    with decisions.database.writing() as session:
        trail.hold(session)
        session.add(row)
        session.flush()
        said = {"evidence_id": row.evidence_id, "file_name": row.file_name, "size": row.size, "unit_id": unit_id}
        trail.append(session, viewer, row.at, "evidence", sha256, said)
        return row.evidence_id


def _land(home: Home, sha256: str, data: bytes) -> None:
    home.evidence.mkdir(mode=0o700, parents=True, exist_ok=True)
    with atomic_files.building(home.evidence / LOCK):
        atomic_files.land_file(home.evidence / sha256, data, OWNER_READS)


def fetch(decisions: Decisions, viewer: Viewer, sha256: str) -> Evidence:
    """A file for who may see it, with a line in the trail. For anybody else it doesn't exist: RequestFault.

    Raises FileFault when the bytes are gone or damaged.
    """
    with decisions.database.reading() as session:
        rows = session.scalars(select(EvidenceRow).where(EvidenceRow.sha256 == sha256).order_by(EvidenceRow.evidence_id))
        found = next((row for row in rows if _may_see(session, viewer, row)), None)
    if found is None:
        raise RequestFault("没有这个证据文件，或您无权查看。请从申诉或决定的页面打开。")
    data = _bytes(decisions.home, found)
    decisions.trace(viewer, "export", f"evidence/{sha256}", file_name=found.file_name)
    return Evidence(found.file_name, found.media_type, data)


def _bytes(home: Home, row: EvidenceRow) -> bytes:
    path = home.evidence / row.sha256
    data = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(data).hexdigest() != row.sha256:
        what = "内容与提交时不符" if data else f"不在 {home.evidence} 中"
        raise FileFault(f"证据“{row.file_name}”（{row.sha256[:12]}…）{what}，请从备份恢复。")
    return data


def files_of(decisions: Decisions, viewer: Viewer, act: Act) -> list[EvidenceFile]:
    """The files of an act that the viewer may see, in the order they were named."""
    asked = select(EvidenceRow).join(ActEvidence).where(ActEvidence.act_id == act.act_id).order_by(ActEvidence.place)
    with decisions.database.reading() as session:
        return [_file(row) for row in session.scalars(asked) if _may_see(session, viewer, row)]


def _file(row: EvidenceRow) -> EvidenceFile:
    return EvidenceFile(row.evidence_id, row.sha256, row.file_name, row.media_type, row.size)


def _handles_files(viewer: Viewer) -> bool:
    """Roles that may take rows out may also bring files in and open them: the authority's own and departments, no contractor, no admin."""
    return viewer.may("export")


def _may_see(session: Session, viewer: Viewer, row: EvidenceRow) -> bool:
    """The authority sees all; a department what was handed in for its units and what an act about its units rests on."""
    if not _handles_files(viewer):
        return False
    return viewer.answers_for(row.unit_id) or any(viewer.answers_for(unit) for unit in _units_told(session, row))


def _units_told(session: Session, row: EvidenceRow) -> Iterator[str]:
    """The units of the acts that rest on a file: what the act says, else the first act on its thing. A note kept from its unit tells nobody."""
    acts = session.scalars(
        select(ActRow).join(ActEvidence, ActEvidence.act_id == ActRow.act_id).where(ActEvidence.evidence_id == row.evidence_id)
    )
    for act in acts:
        first = select(ActRow).where(ActRow.about == act.about, ActRow.thing == act.thing, ActRow.seq == 1)
        body = session.scalars(first).one().body | act.body
        if body.get("unit_id") and body.get("is_shown_to_unit", True):
            yield body["unit_id"]


def missing(decisions: Decisions) -> list[EvidenceFile]:
    """The files whose bytes are not where they belong, or have another size."""
    with decisions.database.reading() as session:
        rows = list(session.scalars(select(EvidenceRow).order_by(EvidenceRow.evidence_id)))
    places = ((row, decisions.home.evidence / row.sha256) for row in rows)
    return [_file(row) for row, path in places if not path.exists() or path.stat().st_size != row.size]


def sweep(home: Home) -> list[str]:
    """Remove what an interrupted upload left, and say so. Does nothing while another upload is running."""
    if not home.evidence.exists():
        return []
    with atomic_files.sweeping(home.evidence / LOCK) as alone:
        found = atomic_files.leftovers(home.evidence) if alone else []
        for path in found:
            path.unlink()
    return ["上次上传证据被中断，留下未写完的文件，已清理；请重新上传。"] * len(found)
