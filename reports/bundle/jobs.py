"""Jobs as they lie on the disk: a folder each, named by the order. Whoever looks reads how far one is; one process at a time works on them.

That a process works is known by its lock, which the kernel lets go of when it dies, however it dies.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from data import atomic_files
from data.access import Viewer
from data.decisions.store import utc_now
from data.errors import RequestFault
from data.settings import Home
from reports.bundle.order import Asked, Order, may_have

LOCK, AT_WORK = "lock", "at-work"  # who works or sweeps holds the first; who works, the second, too
ORDER, PROGRESS, MADE, FILES, CANCEL, LOG, ZIP = "order.json", "progress.json", "made.jsonl", "files", "cancel", "log.txt", "papers.zip"
State = Literal["waiting", "making", "stopped", "failed", "done"]
UNFINISHED: tuple[State, ...] = ("waiting", "making")
STARTING = timedelta(seconds=20)  # so long may a process take from being started to its first word
LONG_AGO = datetime.fromtimestamp(0, UTC)


class Progress(BaseModel):
    """How far a job is, as of `at`. `current`: the paper made last; `pid`: of the process that makes it; `fault`: why it stopped.

    `size` (bytes) and `sha256` are of the zip, once it is there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: State
    at: datetime = LONG_AGO
    done: int = 0
    total: int = 0
    current: str = ""
    pid: int = 0
    fault: str = ""
    size: int = 0
    sha256: str = ""


class Told(BaseModel):
    """What lies beside a job: the order, the name of its zip, and who asked for it last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    order: Order
    name: str
    asked: Asked


class Job:
    """One job in its folder."""

    def __init__(self, home: Home, job_id: str):
        self.home, self.job_id = home, job_id
        self.folder = home.papers / job_id
        self.files, self.made, self.log, self.zip = (self.folder / name for name in (FILES, MADE, LOG, ZIP))

    def told(self) -> Told:
        """What was ordered. Raises RequestFault when there is no such job."""
        try:
            return Told.model_validate_json((self.folder / ORDER).read_bytes())
        except (OSError, ValidationError):
            raise RequestFault("这批文书已不在，可能已被取消或到期清除。请刷新页面后重新办理。") from None

    def progress(self) -> Progress:
        """How far it is, as it was written last; one that can't be read has stopped."""
        try:
            return Progress.model_validate_json((self.folder / PROGRESS).read_bytes())
        except (OSError, ValidationError):
            return Progress(state="stopped")

    def say(self, **changes: object) -> None:
        """Write how far it is now, whole."""
        now = self.progress().model_copy(update={"at": utc_now(), **changes})
        atomic_files.replace_file(self.folder / PROGRESS, now.model_dump_json().encode())

    @property
    def state(self) -> State:
        """How it stands: what nobody works on any more has stopped, whatever it says of itself."""
        said = self.progress()
        if said.state in UNFINISHED and not atomic_files.is_taken(self.home.papers / AT_WORK) and not self.is_starting:
            return "stopped"
        return "stopped" if said.state == "done" and not self.zip.exists() else said.state

    @property
    def is_starting(self) -> bool:
        """Whether it was asked for only just now, so that its process may not have begun."""
        said = self.progress()
        return said.state == "waiting" and utc_now() - said.at < STARTING

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody wants it no more."""
        return (self.folder / CANCEL).exists()

    def cancel(self) -> None:
        """Make no more of it and keep nothing. Who works on it at this moment stops after the paper in hand."""
        (self.folder / CANCEL).touch()
        with atomic_files.sweeping(self.home.papers / LOCK) as alone:
            if alone:
                self.remove()

    def remove(self) -> None:
        """Take it away with all that was made."""
        atomic_files.remove_folder(self.folder)


def place(home: Home, said: Order, name: str, asked: Asked) -> Job:
    """Put an order where the process that makes papers finds it. One that is there goes on from where it stopped; a finished one stays."""
    job = Job(home.create(), said.job_id)
    job.folder.mkdir(mode=0o700, exist_ok=True)
    atomic_files.replace_file(job.folder / ORDER, Told(order=said, name=name, asked=asked).model_dump_json().encode())
    (job.folder / CANCEL).unlink(missing_ok=True)
    if job.state not in (*UNFINISHED, "done"):
        job.say(state="waiting", fault="")
    return job


def there(home: Home) -> Iterator[Job]:
    """Every job, whatever its state, in the order of their names."""
    return (Job(home, path.name) for path in sorted(home.papers.iterdir()) if path.is_dir() and not path.name.startswith("."))


def known(home: Home) -> list[tuple[Job, Told]]:
    """Every job that nobody cancelled with what was ordered, the one asked for last first."""
    found = [(job, told) for job in there(home) if not job.is_cancelled and (told := told_or_none(job))]
    return sorted(found, key=lambda one: (one[1].asked.at, one[0].job_id), reverse=True)


def in_sight(home: Home, viewer: Viewer) -> list[tuple[Job, Told]]:
    """Those whose papers the viewer may have."""
    return [(job, told) for job, told in known(home) if may_have(viewer, told.order)]


def job_of(home: Home, job_id: str, viewer: Viewer) -> Job:
    """One of them. Raises RequestFault for one that is not there to be had: who may not have it is told the same."""
    found = next((job for job, _ in in_sight(home, viewer) if job.job_id == job_id), None)
    if found is None:
        raise RequestFault("这批文书已不在，或您无权查看。请刷新页面后重新办理。")
    return found


def may_cancel(viewer: Viewer, told: Told) -> bool:
    """Who ordered it, and the officers."""
    return viewer.may("assess") or told.asked.login == viewer.login


def told_or_none(job: Job) -> Told | None:
    """What was ordered, None where nothing can be read of it."""
    try:
        return job.told()
    except RequestFault:
        return None
