"""公共数据资源目录: what each system's data are, published early or late, completely described or not."""

from datetime import date

from data.demo.chronicle import Cell, Told, told
from data.demo.city import Department
from data.demo.days import END, shifted
from data.demo.story import Catalog, Story, System
from data.demo.words import words

CYCLES = (("实时", "实时"), ("监测", "每日"), ("统计", "每月"), ("年度", "每年"), ("许可", "每周"), ("登记", "每日"), ("名录", "每季度"))
OTHER_CYCLES = {"每日": 12, "每周": 18, "每月": 30, "每季度": 16, "每半年": 6, "每年": 8, "不定期": 10}
CLASSES = {"无条件共享": 52, "有条件共享": 46, None: 2}
GAPS = ("data_format", "grade", "share_mode", "update_cycle", "data_items")


def tell(story: Story) -> None:
    """The entries of every launched system, the first of them the one by which the system counts as covered."""
    serial = 0
    for system in story.systems:
        if not (launched := system.launched_on):
            continue
        for number, line in enumerate(_lines(story, system)):
            serial += 1
            _catalog(story, system, line, serial, launched if number == 0 else _started(story, launched))


def _lines(story: Story, system: System) -> list[str]:
    """A system's entries; some keep what is old as an entry of its own."""
    archived = [line.replace("信息:", "信息（历史归档）:") for line in system.catalogs if "信息:" in line and story.chance(0.55)]
    return [*system.catalogs, *archived]


def _catalog(story: Story, system: System, line: str, serial: int, due_from: date) -> None:
    name, _, items = line.partition(":")
    department = system.department
    if department.above:
        name = f"{department.division}{name}"
    acting = story.city.answering(department, due_from)
    published = story.staff.done(acting.id, "catalog", due_from, 20)
    department = department if published is None or department.is_active(published) else acting
    catalog_id = f"3070400{sum(map(ord, department.id)) * 7919 % 1000000:06d}/{serial:06d}"
    basis = _refused(name)
    share_class = "不予共享" if basis and story.chance(0.7) else story.weighted(CLASSES)
    cycle = next((cycle for word, cycle in CYCLES if word in name), None) or story.weighted(OTHER_CYCLES)
    if published and published <= END:
        story.catalogs.append(Catalog(catalog_id, name, department, share_class, cycle, published, story.rng.random() ** 2))
    retired = shifted(published, 260) if published and story.chance(0.015) else None
    story.chronicle.tell(
        "catalogs",
        due_from,
        catalog_id=catalog_id,
        catalog_name=name,
        department=department.id,
        system_id=None if story.chance(0.06) and due_from != system.launched_on else system.id,
        status=told((due_from, "草稿"), (_submitted(published), "待审核"), (published, "已发布"), (retired, "已下线")),
        published_on=published,
        must_aggregate="是" if share_class != "不予共享" and story.chance(0.62) else "否",
        **_described(story, department, published, (share_class, basis), items, cycle),
    )


def _refused(name: str) -> str | None:
    """The law that keeps such data from being shared, if any."""
    return next((law for word, law in words("matters")["refused"].items() if word in name), None)


def _started(story: Story, launched: date) -> date:
    """When work on a further entry begins."""
    if launched > END:
        return launched
    return story.day(launched, min(END, shifted(launched, 420)))


def _submitted(published: date | None) -> date | None:
    return shifted(published, -2) if published else None


def _described(
    story: Story, department: Department, published: date | None, shared: tuple[str | None, str | None], items: str, cycle: str
) -> dict[str, Cell | Told]:
    """The entry's required elements. A careless department leaves one out, and may add it later."""
    matters = words("matters")
    share_class, basis = shared
    conditional, refused = share_class == "有条件共享", share_class == "不予共享"
    cells: dict[str, Cell | Told] = {
        "data_items": items,
        "data_format": story.one(matters["formats"]),
        "update_cycle": cycle,
        "share_class": share_class,
        "share_mode": "不予共享" if refused else story.one(matters["share_modes"]),
        "grade": story.one(matters["gradings"]),
        "use_conditions": story.one(matters["conditions"]) if conditional else None,
        "no_share_basis": basis if refused else None,
    }
    if published and not story.staff.manages(department.id, "catalog", published):
        gap = "use_conditions" if conditional and story.chance(0.3) else story.one(GAPS)
        cells[gap] = told((story.staff.catch_up(department.id, "catalog", published), str(cells[gap])))
    return cells
