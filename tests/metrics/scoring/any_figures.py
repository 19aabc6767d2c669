"""Whatever may be scored, drawn at random: a unit's figures, points by decision, schemes."""

from hypothesis import strategies as st

from metrics.rulebook.rulebook import load_rules
from metrics.schemes.scheme import SAMPLE, load_scheme
from metrics.scoring.points_by_decision import Given

SCHEME = load_scheme(SAMPLE, load_rules())
COUNTS = st.fixed_dictionaries({name: st.integers(0, 30) for name in ("met", "late", "overdue", "unmet")})


def indicator(counts: dict[str, int]) -> dict[str, float | int | None]:
    n, done = sum(counts.values()), counts["met"] + counts["late"]
    days = {"mean_days": 4.0, "median_days": 3.0, "p90_days": 9.0} if done else dict.fromkeys(("mean_days", "median_days", "p90_days"))
    rates = {"on_time_rate": counts["met"] / n if n else None, "completion_rate": done / n if n else None}
    return {**counts, "counted": n, "overdue_count": counts["overdue"] + counts["unmet"], **rates, **days}


RULES = sorted({item.rule for item in SCHEME.items} | {a.rule for a in SCHEME.adjustments})
FIGURES = st.dictionaries(st.sampled_from(RULES), COUNTS.map(indicator))
GIVEN = st.lists(st.builds(Given, st.integers(1, 9), st.sampled_from([None, *(i.id for i in SCHEME.items)]), st.floats(-3, 3)), max_size=3)
SCHEMES = st.builds(
    lambda dropped, total: SCHEME.model_copy(
        update={"items": tuple(i for n, i in enumerate(SCHEME.items) if n not in dropped), "total": total}
    ),
    st.sets(st.integers(0, len(SCHEME.items) - 1), max_size=5),
    st.sampled_from((100.0, 120.0)),
)
