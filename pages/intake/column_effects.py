"""The columns that a file lacks, or has without a single value, and what that leaves open: a sentence each, before the file comes in. Pure."""

from collections.abc import Collection, Mapping

from data.intake import Reading
from metrics.obligations.column_effects import ColumnEffect, column_effects
from metrics.obligations.evidence import MANY
from metrics.rulebook.rulebook import Rule
from pages.language.words import Words
from pages.look import markup as m


def lines(reading: Reading, rules: Mapping[str, Rule], confirmed: Collection[tuple[str, str]], w: Words) -> str:
    """What the columns of a file leave open; nothing where they leave nothing open. `confirmed`: as in `column_effects`."""
    empty = reading.empty if len(reading.accepted) else ()
    found = column_effects(rules.values(), reading.export, reading.missing, empty, confirmed)
    told = "".join(f'<div data-column="{m.e(one.column)}">{m.e(_sentence(one, reading, rules, w))}</div>' for one in found)
    return f'<div class="ds-note ds-warn">{told}</div>' if told else ""


def _sentence(one: ColumnEffect, reading: Reading, rules: Mapping[str, Rule], w: Words) -> str:
    titles = w("rank.comma").join(w.pick(rules[rule_id].title_zh, rules[rule_id].title_en) for rule_id in one.rule_ids)
    key = f"{'empty' if one.is_empty else 'missing'}_{'doubted' if one.is_doubtful else one.missing}"
    return w(f"column_effect.{key}", column=reading.contract.column(one.column).label, rules=titles, many=MANY)
