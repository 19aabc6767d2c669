"""共享申请、数据使用、数据校核: who asked whom, when the answer and the data came, whether they were used."""

from datetime import date

from data.demo.chronicle import Cell, Told, told
from data.demo.city import Department
from data.demo.days import BEGIN, END, REPORTS, after, months, shifted
from data.demo.story import Catalog, Story
from data.demo.words import words

OLD_NAMES_UNTIL = date(2025, 4, 1)  # for a year after the renaming some still wrote the old name


def tell(story: Story) -> None:
    """Month by month, more of them as time goes on."""
    for number, month in enumerate(months(BEGIN, END)):
        last = shifted(months(shifted(month, 1), date(2026, 12, 31))[0], -1)
        known = [catalog for catalog in story.catalogs if catalog.published_on < month]
        if not known:
            continue
        for _ in range(90 + 5 * number):
            _request(story, _wanted(story, known), story.day(month, last))
        for _ in range(6 + number // 2):
            _correction(story, _wanted(story, known), story.day(month, last))


def _wanted(story: Story, known: list[Catalog]) -> Catalog:
    return story.rng.choices(known, [catalog.appeal * (0.25 if catalog.share_class == "不予共享" else 1.0) for catalog in known])[0]


def _requester(story: Story, provider: Department, day: date) -> Department:
    """Somebody who plausibly needs the provider's data and still exists."""
    city = story.city
    neighbours = [d.id for d in city.living if d.division == provider.division and d.above] if provider.above else []
    typical = [provider.above or "", *neighbours] if provider.above else city.asking(provider.id)
    below = [department.id for department in city.living if department.above == provider.id]
    pool = story.weighted({"typical": 68, "below": 18 if below else 0, "any": 14})
    chosen = {"typical": typical, "below": below}.get(pool) or [department.id for department in city.municipal]
    asked = city.answering(city.departments[story.one(chosen)], day)
    return _requester(story, provider, day) if asked.id == provider.id else asked


def _request(story: Story, catalog: Catalog, received: date) -> None:
    staff = story.staff
    provider = story.city.answering(catalog.department, received)
    requester = _requester(story, provider, received)
    at_once = catalog.share_class == "无条件共享"
    extended = not at_once and story.chance(0.07)
    replied = staff.done(provider.id, "sharing", received, 1 if at_once else 20 if extended else 10)
    withdrawn = after(received, 1 + int(6 * story.rng.random())) if story.chance(0.03) else None
    replied = None if withdrawn else replied
    agreed = story.chance(0.04 if catalog.share_class == "不予共享" else 0.93)
    provided = staff.done(provider.id, "sharing", replied, 20) if agreed else None
    request_id = f"SQ{received:%Y%m}{story.chronicle.following('share_requests'):05d}"
    old_name = provider.id == story.city.authority and received < OLD_NAMES_UNTIL and story.chance(0.5)
    reason: Cell = None if agreed else story.one(words("matters")["refusals"])
    story.chronicle.tell(
        "share_requests",
        received,
        request_id=request_id,
        catalog_id=None if story.chance(0.01) else catalog.id,
        requester=requester.id,
        provider="JM099" if old_name else provider.id,
        share_class=None if story.chance(0.05) else catalog.share_class,
        received_on=received,
        extended=told((date.min, "否"), (after(received, 8) if extended else None, "是")),
        withdrawn_on=withdrawn,
        replied_on=replied,
        reply=told((replied, "同意" if agreed else "不同意")),
        refusal_reason=told((replied, reason)),
        provided_on=provided,
    )
    _use(story, request_id, requester, provided)


def _use(story: Story, request_id: str, requester: Department, provided: date | None) -> None:
    first = story.staff.done(requester.id, "opening", provided, 60)
    if first is None or first > END:
        return
    pace, last = 1 + 10 ** (4 * story.rng.random()), first
    used, calls = [(first, first)], [(first, 1)]
    for day in REPORTS:
        if day >= first:
            last = max(last, shifted(day, -int(40 * story.rng.random() ** 3)))
            used.append((day, last))
            calls.append((day, int(pace * (1 + (last - first).days))))
    story.chronicle.tell(
        "usage", first, request_id=request_id, first_used_on=first, last_used_on=Told(tuple(used)), calls=Told(tuple(calls))
    )


def _correction(story: Story, catalog: Catalog, received: date) -> None:
    provider = story.city.answering(catalog.department, received)
    fed_back = story.staff.done(provider.id, "sharing", received, 10)
    story.chronicle.tell(
        "corrections",
        received,
        correction_id=f"JH{received:%Y%m}{story.chronicle.following('corrections'):04d}",
        catalog_id=catalog.id,
        raised_by=_requester(story, provider, received).id,
        provider=provider.id,
        received_on=received,
        fed_back_on=fed_back,
        outcome=told((fed_back, story.one(words("matters")["outcomes"]))),
    )
