"""信息系统台账: what the departments run, and when it was registered and its papers filed."""

from datetime import date

from data.demo.chronicle import told
from data.demo.city import Department
from data.demo.days import END, after, shifted
from data.demo.story import Story, System
from data.demo.words import words

LEDGER = date(2024, 6, 3)  # the day on which the ledger was begun
UNNAMED = "涉密系统（名称从略）"


def tell(story: Story) -> None:
    """Every system of every department."""
    for department in story.city.living:
        for name, catalogs in words("counties" if department.above else "systems")[department.kind].items():
            _system(story, department, f"{department.division}{name}" if department.above else name, tuple(catalogs))


def _system(story: Story, department: Department, name: str, catalogs: tuple[str, ...]) -> None:
    classified = story.chance(0.03)
    listed = _listed_on(story, department)
    began, launched = _life(story, listed)
    retired = shifted(launched, 300 + int(500 * story.rng.random())) if launched and story.chance(0.06) else None
    system_id = f"XT{story.chronicle.following('systems'):05d}"
    if not classified:
        story.systems.append(System(system_id, name, department, launched, catalogs))
    owner = story.city.answering(department, listed)
    act = story.staff.done
    papers = {} if classified else {column: act(owner.id, "catalog", listed, 20) for column in ("registered_on", "plan_filed_on")}
    schema = None if classified else act(owner.id, "catalog", max(listed, began) if began else None, 20)
    story.chronicle.tell(
        "systems",
        listed,
        system_id=system_id,
        system_name=UNNAMED if classified else name,
        department=department.id,
        stage=told((listed, "拟建"), (began, "在建"), (launched, "已建"), (retired, "已停用")),
        classified="是" if classified else "否",
        listed_on=listed,
        launched_on=launched,
        **papers,
        schema_filed_on=schema,
        retired_on=retired,
    )


def _listed_on(story: Story, department: Department) -> date:
    early = story.chance(0.7)
    first, last = (LEDGER, date(2025, 6, 30)) if early else (date(2025, 7, 1), date(2026, 9, 30))
    return story.day(first, min(last, department.valid_to or END))


def _life(story: Story, listed: date) -> tuple[date | None, date | None]:
    """When the system was begun and when it was launched: most were running when they were listed, some are still being built."""
    kind = story.weighted({"running": 84, "building": 11, "planned": 5})
    if kind == "running":
        return listed, after(listed, int(25 * story.rng.random()))
    if kind == "building":
        return listed, story.day(max(listed, date(2026, 1, 5)), date(2026, 12, 20))
    return (story.day(max(listed, date(2026, 3, 2)), date(2026, 12, 20)) if story.chance(0.4) else None), None
