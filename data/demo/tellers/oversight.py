"""项目审批、首席数据官、保障事项、督办整改: what the authority keeps an eye on."""

from datetime import date

from data.demo.chronicle import plan, told
from data.demo.city import Department
from data.demo.days import END, after, months, shifted
from data.demo.story import Story, System
from data.demo.words import words

KINDS = {"责令改正": 62, "通报批评": 18, "约谈": 15, "问责": 5}
DUTIES: tuple[tuple[str, int, int], ...] = (("经费保障", 3, 31), ("培训", 6, 30), ("安全检查", 9, 30), ("应急演练", 11, 30))
NODES = {"新建": ("立项", "验收", "资金拨付"), "升级改造": ("立项", "验收", "资金拨付")}
AMOUNTS = {"新建": (180, 2600), "升级改造": (60, 900), "运维": (15, 220), "运营": (30, 380)}


def tell(story: Story) -> None:
    """Projects on some systems; officers and yearly duties of everybody; orders to those who are behind."""
    for system in story.systems:
        if story.chance(0.5):
            _project(story, system)
    for number, department in enumerate(story.city.living):
        _officer(story, department, number)
        for kind, due_month, due_day in DUTIES:
            for year in (2025, 2026):
                _duty(story, department, kind, date(year, due_month, due_day))
    for month in months(date(2025, 3, 1), END):
        for _ in range(18):
            _order(story, story.one(story.city.living), month)


def _project(story: Story, system: System) -> None:
    kind, _, template = story.one(words("matters")["projects"]).partition("|")
    low, high = AMOUNTS[kind]
    amount = round(low + (high - low) * story.rng.random() ** 2, 2)
    decided: date | None = story.day(date(2025, 2, 5), date(2026, 6, 30))
    project_id = f"XM{decided:%Y}{story.chronicle.following('projects'):04d}"
    for node in NODES.get(kind, ("立项", "资金拨付")):
        if decided is None:
            return
        name = template.format(system.name, decided.year)
        _step(story, story.city.answering(system.department, decided), (project_id, name, kind, node, amount), decided)
        decided = after(decided, 40 + int(90 * story.rng.random()))


def _step(story: Story, department: Department, project: tuple[str, str, str, str, float], decided: date) -> None:
    project_id, name, kind, node, amount = project
    ready = [story.staff.manages(department.id, "catalog", decided) or story.chance(0.55) for _ in range(2)]
    done = [
        shifted(decided, -3 - int(40 * story.rng.random())) if ok else story.staff.catch_up(department.id, "catalog", decided)
        for ok in ready
    ]
    verdict = "通过" if all(ready) or story.chance(0.6) else "不通过"
    story.chronicle.tell(
        "projects",
        shifted(decided, -10 - int(20 * story.rng.random())),
        project_id=project_id,
        project_name=name,
        department=department.id,
        kind=kind,
        node=node,
        decided_on=decided,
        decision=told((date.min, "审批中"), (decided, verdict)),
        cataloged_on=done[0],
        aggregated_on=done[1],
        amount=amount if node != "资金拨付" else round(amount * story.one((0.3, 0.5, 0.65)), 2),
    )


def _officer(story: Story, department: Department, number: int) -> None:
    stems = words("matters")["stems"]
    name = f"数据官{stems[number // 10 % 10]}{stems[number % 10]}"
    if not story.staff.manages(department.id, "safeguard", date(2025, 3, 3)) and story.chance(0.35):
        return
    appointed = story.day(date(2025, 1, 6), date(2026, 2, 27))
    ended = department.valid_to or (story.day(shifted(appointed, 90), END) if story.chance(0.15) and appointed < date(2026, 6, 1) else None)
    story.chronicle.tell("officers", appointed, department=department.id, officer_name=name, appointed_on=appointed, ended_on=ended)
    following = after(ended, 1 + int(70 * story.rng.random())) if ended and not department.valid_to else None
    story.chronicle.tell("officers", following, department=department.id, officer_name=name + "（继任）", appointed_on=following)


def _duty(story: Story, department: Department, kind: str, due: date) -> None:
    if not department.is_active(due):
        return
    story.chronicle.tell(
        "safeguards",
        date(due.year, 1, 15),
        item_id=f"BZ{due.year}{story.chronicle.following('safeguards'):04d}",
        department=department.id,
        kind=kind,
        due_on=plan(due),
        done_on=story.staff.finished(department.id, "safeguard", due, 35),
    )


def _order(story: Story, candidate: Department, month: date) -> None:
    """An order, if the one who was looked at is behind in something."""
    issued = story.day(month, shifted(month, 27))
    department = story.city.answering(candidate, issued)
    if issued > END or story.staff.manages(department.id, "sharing", issued):
        return
    due = shifted(issued, story.one((20, 30, 45)))
    story.chronicle.tell(
        "rectifications",
        issued,
        rectification_id=f"DB{issued:%Y}{story.chronicle.following('rectifications'):04d}",
        department=department.id,
        matter=story.one(words("matters")["rectifications"]),
        kind=story.weighted(KINDS),
        issued_on=issued,
        due_on=plan(due),
        closed_on=_closed(story, department, issued, due),
    )


def _closed(story: Story, department: Department, issued: date, due: date) -> date | None:
    closed = story.staff.finished(department.id, "safeguard", due, 15)
    return max(closed, issued) if closed else None
