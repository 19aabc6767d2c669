"""数据回流、数据开放、数据资产: what the province returns, what is opened, what is put to work."""

from datetime import date

from data.demo.chronicle import plan, told
from data.demo.city import Department
from data.demo.days import END, after, shifted
from data.demo.story import Catalog, Story
from data.demo.tellers.exchange import refreshed
from data.demo.words import words

CYCLES = {"每日": 20, "每周": 20, "每月": 30, "每季度": 12, "每年": 8, "不定期": 10}
PLAN_DAYS = tuple(shifted(date(2025 + n // 12, n % 12 + 1, 1), -1) for n in range(8, 25))  # month ends, 2025-08 … 2026-12


def tell(story: Story) -> None:
    """Backflow of every city department, then openings and assets of some published entries."""
    for department in story.city.municipal:
        names = [line.partition(":")[0] for lines in words("systems")[department.id].values() for line in lines]
        for name in names:
            for level, chance in (("省", 0.6), ("国家", 0.22)):
                if story.chance(chance):
                    _backflow(story, department, level, name)
    open_to_all = [catalog for catalog in story.catalogs if catalog.share_class != "不予共享"]
    for catalog in open_to_all:
        if story.chance(0.28):
            _opening(story, catalog)
    for number in range(64):
        _asset(story, story.one(open_to_all), f"ZC{number + 1:04d}")


def _backflow(story: Story, counterpart: Department, level: str, name: str) -> None:
    available = story.day()
    acting = story.city.answering(counterpart, available)
    due_back = not story.chance(0.12)
    landed = story.staff.done(acting.id, "backflow", available, 20) if due_back else None
    cycle = story.weighted(CYCLES)
    story.chronicle.tell(
        "backflows",
        available,
        backflow_id=f"HL{story.chronicle.following('backflows'):05d}",
        resource_name=("广东省" if level == "省" else "国家") + name,
        source_level=level,
        share_scope=words("matters")["scopes"][0] if due_back else story.one(words("matters")["scopes"][1:]),
        counterpart=acting.id,
        due_back="是" if due_back else "否",
        available_on=available,
        landed_on=landed,
        update_cycle=cycle,
        last_synced_on=refreshed(story, acting.id, "backflow", cycle, landed) if landed else None,
    )


def _opening(story: Story, catalog: Catalog) -> None:
    days = [day for day in PLAN_DAYS if day > shifted(catalog.published_on, 30)]
    if not days:
        return
    planned = story.one(days)
    listed = max(catalog.published_on, date(planned.year, 1, 20))
    opened = story.staff.finished(story.city.answering(catalog.department, planned).id, "opening", planned, 18)
    story.chronicle.tell(
        "openings",
        listed,
        opening_id=f"KF{story.chronicle.following('openings'):05d}",
        catalog_id=catalog.id,
        department=catalog.department.id,
        open_class="无条件开放" if catalog.share_class == "无条件共享" else "有条件开放",
        planned_on=plan(planned),
        opened_on=opened,
    )


def _asset(story: Story, catalog: Catalog, asset_id: str) -> None:
    authorised = story.day(max(catalog.published_on, date(2025, 6, 2)), END)
    holder = story.city.answering(catalog.department, authorised)
    delivered = shifted(authorised, int(asset_id[2:]) % 12)
    applied = story.staff.done(holder.id, "opening", delivered, 20)
    registered = after(applied, 10) if applied else None
    only_registered = story.chance(0.1)
    story.chronicle.tell(
        "assets",
        registered if only_registered else authorised,
        asset_id=asset_id,
        department=holder.id,
        asset_name=story.one(words("matters")["assets"]).format(catalog.name.partition("（")[0].removesuffix("信息")),
        authorised_on=None if only_registered else authorised,
        delivered_on=None if only_registered else delivered,
        applied_on=applied,
        registered_on=registered,
        assessed_on=told((shifted(registered, 30), shifted(registered, 30))) if registered and story.chance(0.6) else None,
    )
