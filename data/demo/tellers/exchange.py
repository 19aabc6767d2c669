"""资源挂接、数据汇聚、目录变更: what becomes of a published entry."""

from datetime import date

from data.demo.chronicle import Told, told
from data.demo.days import END, REPORTS, shifted
from data.demo.story import Catalog, Story

CYCLE_DAYS = {"实时": 1, "每日": 1, "每周": 7, "每月": 31, "每季度": 92, "每半年": 184, "每年": 366}


def tell(story: Story) -> None:
    """Attachments and aggregation of every published entry, then the changes of the catalogue."""
    must = {entry.cells["catalog_id"] for entry in story.chronicle.entries["catalogs"] if entry.cells["must_aggregate"] == "是"}
    for catalog in story.catalogs:
        if catalog.share_class != "不予共享":
            _attach(story, catalog)
        if catalog.id in must or story.chance(0.1):
            _aggregate(story, catalog)
    for number in range(340):
        _change(story, f"BG{number + 1:05d}")


def _attach(story: Story, catalog: Catalog) -> None:
    staff = story.staff
    first = staff.done(catalog.department.id, "exchange", catalog.published_on, 10)
    by_file = not staff.manages(catalog.department.id, "exchange", catalog.published_on) and story.chance(0.5)
    _resource(story, catalog, "文件" if by_file else story.one(("库表", "接口")), first)
    if story.chance(0.25):
        _resource(story, catalog, story.one(("库表", "接口", "文件")), first and story.day(first, max(first, END)))


def _resource(story: Story, catalog: Catalog, mode: str, attached: date | None) -> None:
    fault = story.day(attached, END) if attached and attached <= END and story.chance(0.06) else None
    story.chronicle.tell(
        "resources",
        attached,
        resource_id=f"ZY{story.chronicle.following('resources'):06d}",
        catalog_id=catalog.id,
        mode=mode,
        attached_on=attached,
        status=told((attached, "正常"), (fault, story.one(("异常", "停用")))),
    )


def _aggregate(story: Story, catalog: Catalog) -> None:
    first = story.staff.done(catalog.department.id, "exchange", catalog.published_on, 20)
    if first is None:
        return
    size = int(10 ** (3 + 4 * story.rng.random()))
    growth = 1 + story.rng.random() / 20
    counts = tuple((day, int(size * growth**number)) for number, day in enumerate(REPORTS) if day >= first)
    story.chronicle.tell(
        "aggregations",
        first,
        catalog_id=catalog.id,
        table_name=f"ods_{catalog.id[-6:]}",
        first_loaded_on=first,
        last_loaded_on=refreshed(story, catalog.department.id, "exchange", catalog.cycle, first),
        row_count=Told(((first, size), *counts)),
    )


def refreshed(story: Story, department_id: str, subject: str, cycle: str, first: date) -> Told:
    """The latest load as each report shows it: within the cycle when the department manages, else some cycles old."""
    length = CYCLE_DAYS.get(cycle, 120)
    steps, last = [(first, first)], first
    for day in REPORTS:
        if day >= first:
            fresh = story.staff.manages(department_id, subject, day)
            lag = length * story.rng.random() if fresh else length * (1 + 5 * story.rng.random()) + 3
            last = max(last, shifted(day, -int(lag)))
            steps.append((day, last))
    return Told(tuple(steps))


def _change(story: Story, change_id: str) -> None:
    triggered = story.day(date(2025, 3, 1), END)
    known = [catalog for catalog in story.catalogs if catalog.published_on < triggered]
    catalog = story.one(known or story.catalogs)
    triggered = max(triggered, catalog.published_on)
    department = story.city.answering(catalog.department, triggered)
    extended = story.chance(0.08)
    submitted = story.staff.done(department.id, "catalog", triggered, 15 if extended else 10)
    story.chronicle.tell(
        "catalog_changes",
        triggered,
        change_id=change_id,
        catalog_id=catalog.id,
        department=department.id,
        triggered_on=triggered,
        extended=told((date.min, "否"), (shifted(triggered, 12) if extended else None, "是")),
        submitted_on=submitted,
        reviewed_on=story.staff.done(story.city.authority, "catalog", submitted, 2),
    )
