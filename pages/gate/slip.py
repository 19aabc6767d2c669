"""The slip of a check before an approval: pass or fail, what is missing, as of when, by which clause; fit to print on A4."""

from collections.abc import Iterable, Mapping
from typing import Any

from metrics.run.gate_approval import Verdict
from pages.gate.money import money
from pages.language.words import Words
from pages.look import markup as m
from pages.look.figures import NONE
from pages.shell import evidence
from pages.shell.address import Place

Row = Mapping[str, Any]
SIGNS = {True: "✔", False: "✘", None: "？"}


def slip(title: str, number: str, unit: str, verdict: Verdict, told: str, meta: Mapping[str, str], rules: Iterable[Row], w: Words) -> str:
    """`told`: the table of what was looked at, as ready HTML. `rules`: whose clauses it rests on. `meta`: that of the run."""
    kind = {True: "pass", False: "fail", None: "open"}[verdict.is_passed]
    published = w("slip.edition", edition=meta["edition"]) if "edition" in meta else w("slip.draft")
    facts = [
        (w("slip.object"), f'{m.e(title)} <span class="ds-id">{m.e(number)}</span>'),
        (w("list.unit"), m.e(unit)),
        (w("header.as_of"), m.e(meta["as_of"])),
        (
            w("header.run"),
            f'<span class="ds-id">{m.e(meta["run_id"])}</span> {m.chip(published, "brand" if "edition" in meta else "warn")}',
        ),
    ]
    lines = "".join(f"<div><dt>{m.e(label)}</dt><dd>{inner}</dd></div>" for label, inner in facts)
    result = f'<p class="result {kind}" data-verdict="{kind}"><b>{SIGNS[verdict.is_passed]} {m.e(w.of("slip", kind))}</b> {m.e(_why(verdict, w))}</p>'
    return (
        f'<section class="ds ds-slip"><h2>{m.e(w("slip.title"))}</h2><dl class="ds-facts">{lines}</dl>{result}{told}{_clauses(rules, w)}'
        f'<p class="ds-note">{m.e(w("slip.note"))}</p><p class="sign">{m.e(w("slip.sign"))}</p></section>'
    )


def _why(verdict: Verdict, w: Words) -> str:
    if verdict.reason:
        return w.of("slip", verdict.reason)
    return w("slip.against", n=len(verdict.against)) if verdict.against else w("slip.all_done")


def project_lines(verdict: Verdict, w: Words) -> str:
    """Every step: how it stands, what was done when, and what the gate says of those that are asked about, if passed today."""
    names = ("gate.node", "slip.standing", "slip.cataloged_on", "slip.aggregated_on", "gate.amount", "slip.today")
    rows = [
        m.tr(
            [
                m.td(m.e(w.of("gate_node", row["node"]))),
                m.td(f"{m.e(w.of('gate_decision', row['decision']))} <small>{m.e(row['decided_on'])}</small>"),
                m.td(m.day(row["cataloged_on"])),
                m.td(m.day(row["aggregated_on"])),
                m.td(money(row["amount"]), "n"),
                m.td(_said(row, w) if row in verdict.asked else NONE),
            ],
            "own" if row in verdict.asked else "",
        )
        for row in verdict.rows
    ]
    return m.table([m.th(w(name), "n" if name == "gate.amount" else "") for name in names], rows, "slip")


def system_lines(verdict: Verdict, place: Place, w: Words) -> str:
    """Every duty of the system and its catalogues that the check looks at, what speaks against it first; each opens as its own page."""
    rows = sorted(verdict.rows, key=lambda row: row not in verdict.against)
    lines = [
        m.tr(
            [
                m.td(m.e(w.pick(row["rule_title_zh"], row["rule_title_en"]))),
                m.td(
                    m.go(
                        place.standing(rule=row["rule_id"], subject=row["subject_id"]).href("duty"),
                        m.e(row["subject_name"] or row["subject_id"]),
                    )
                ),
                m.td(m.day(row["arose_on"])),
                m.td(m.day(row["due_on"])),
                m.td(m.day(row["met_on"])),
                m.td(m.state_word(row["state"], w) + (f" <small>{m.e(w('slip.missing'))}</small>" if row in verdict.against else "")),
            ]
        )
        for row in rows
    ]
    names = ("list.rule", "list.subject", "list.arose_on", "list.due_on", "list.met_on", "list.state")
    return m.table([m.th(w(name)) for name in names], lines, "slip")


def _said(row: Row, w: Words) -> str:
    is_passed = {"met": True, "unknown": None}.get(row["state"], False)
    return f"{SIGNS[is_passed]} {m.e(w('slip.pass') if is_passed else evidence.why(row, w))}"


def _clauses(rules: Iterable[Row], w: Words) -> str:
    lines = "".join(
        f"<li><b>{m.e(w.pick(rule['title_zh'], rule['title_en']))}</b> {m.e(w.pick(rule['clause_zh'], rule['clause_en']))} "
        f"{m.chip(w.of('clause', rule['read']), '' if rule['read'] == 'full' else 'warn')}</li>"
        for rule in rules
    )
    return f"<h3>{m.e(w('clause.title'))}</h3><ul>{lines}</ul>"
