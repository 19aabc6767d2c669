"""整改通知书: what an order says, as a paper with its table and a reply slip. Made from the act and the rule texts alone, so that it reads the
same whenever and by whomever it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.decisions.bodies import Named, Order
from metrics.rulebook.rulebook import Rule
from reports.papers.paper import Paper
from reports.papers.shared import day, words
from reports.papers.sources import Figure, Ordered
from reports.wording.printable import printable
from reports.wording.wording import Wording

KIND = "notice"


@dataclass(frozen=True)
class Notice:
    """One order as a paper. `number`: None before it is issued: a preview, marked on every page. `rules`: by id, for clauses and clocks."""

    number: str | None
    said: Order
    rules: Mapping[str, Rule]

    def paper(self, lang: str) -> Paper:
        """The paper in a language, to be set into its template."""
        t, said = words(lang), self.said
        shared = self._shared(t)
        own = {
            "number": self._number(t), "unit": said.unit_name, "ground": t("notice.ground"), "order_kind": t(f"order_kind.{said.kind}"),
            "matter": said.matter.rstrip("。."), "limit": t.day(said.due_on), "count": self._figure("obligations", len(said.obligations)),
            "lines": [self._line(n, one, t) for n, one in enumerate(said.obligations, 1)],
        }  # fmt: skip
        name = printable(t("notice.name", number=self._number(t), unit=said.unit_name))
        return Paper(KIND, lang, name, shared | own, mark=shared["mark"], must=(shared["sample_note"], said.run))

    def _number(self, t: Wording) -> str:
        return self.number or t("notice.no_number", year=self.said.issued_on.year)

    def _shared(self, t: Wording) -> dict[str, Any]:
        """What every paper is given, from the act in place of a run."""
        said, is_issued = self.said, self.number is not None
        return {
            "mark": "" if is_issued else t("notice.mark"), "is_draft": not is_issued,
            "sample_note": t("mark.sample_clocks") if any(map(self._is_sample, said.obligations)) else "",
            "authority": said.issuer_name or t("mark.authority"), "period": t.period(said.period), "as_of": t.day(said.as_of),
            "day": t.day(said.issued_on) if is_issued else t("mark.blank_day"), "run_id": said.run, "edition": self._edition(t),
        }  # fmt: skip

    def _edition(self, t: Wording) -> str:
        """Of an edition's address its number; a draft's is a run id."""
        period, dash, number = self.said.run.rpartition("-")
        return t("mark.edition", period=period, number=number) if dash else t("mark.draft_short")

    def _line(self, n: int, one: Named, t: Wording) -> dict[str, Any]:
        rule = self.rules.get(one.rule_id)
        return {
            "no": str(n),
            "subject": one.subject_name or one.subject_id, "subject_id": one.subject_id if one.subject_name else "",
            "rule": t.pick(rule.title_zh, rule.title_en) if rule else one.rule_id, "clause": _clause(rule, t) if rule else "",
            "clock": self._beside(one, t),
            "due_on": day(one.due_on),
            "days_late": self._figure("days_late", one.days_late, f"{one.rule_id}/{one.subject_id}"),
        }  # fmt: skip

    def _beside(self, one: Named, t: Wording) -> str:
        """That the period is a sample, and up to which day the evidence reached."""
        sample = [t("notice.sample")] if self._is_sample(one) else []
        return t("notice.between").join(sample + ([t("notice.evidence", day=day(one.evidence_on))] if one.evidence_on else []))

    def _is_sample(self, one: Named) -> bool:
        """Whether the period that was overrun is no law but a sample."""
        rule = self.rules.get(one.rule_id)
        return rule is not None and any(clock.status == "sample" for clock in rule.clocks)

    def _figure(self, name: str, value: int, of: str = "") -> Figure:
        return Figure(value, str(value), Ordered(self.number or "", name, of, value))


def _clause(rule: Rule, t: Wording) -> str:
    """The grounds; a text that nobody has read is not told as law."""
    told = [
        t.pick(ground.clause_zh, ground.clause_en) + ("" if ground.read == "full" else t("notice.read", how=t(f"clause.{ground.read}")))
        for ground in rule.grounds
    ]
    return t("notice.between").join(told)
