"""A finished zip on its way to somebody: only to who may have it, only as it was made."""

import hashlib

from data.access import Viewer
from data.errors import FileFault, RequestFault
from data.settings import Home
from reports.bundle.jobs import job_of


def content(home: Home, job_id: str, viewer: Viewer) -> bytes:
    """The zip. Raises RequestFault for a viewer in whose sight it isn't and while it isn't finished, FileFault when it was changed since."""
    job = job_of(home, job_id, viewer)
    if job.state != "done":
        raise RequestFault("这批文书还没有生成完。请在“文书”页查看进度。")
    data = job.zip.read_bytes()
    if hashlib.sha256(data).hexdigest() != job.progress().sha256:
        raise FileFault(f"{job.told().name} 生成之后被改动，没有导出。请在“文书”页删除后重新生成。")
    return data
