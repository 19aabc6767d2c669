"""The reference of the rules, made from rule.toml, rule.sql and cases.toml: `docs/rules.md` in both languages, a page in one of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from data.contracts.contracts import Contract, load_contracts
from metrics.examples.cases import Case
from metrics.obligations.obligations import TEXTS
from metrics.rulebook.rulebook import FIRST, Clock, Ground, Rule

Say = Callable[[str, str], str]  # (Chinese, English) → what is written of them: both, or the one that the reader reads
Named = Callable[[str], str]  # a name of the rule's files → what is written of it

STATES = {
    "met": "按期完成", "late": "逾期完成", "overdue": "逾期未完成", "unmet": "未落实",
    "pending": "未到期", "exempt": "豁免", "unknown": "无法判定",
}  # fmt: skip
READ = {
    "full": ("全文已读", "read in full"),
    "drafting_note": ("正文未读，仅见于起草说明，不作为法律条文展示", "known only from the drafting note, not shown as law"),
}
STATUS = {"law": ("法定", "law"), "sample": ("示例，待主管部门核定", "a sample, to be approved by the authority")}
BASIS = {"flow": ("流量：在到期所在的考核期内判定一次", "flow: judged once, in the period in which it falls due"),
         "stock": ("存量：统计日的全部现状", "stock: the standing picture at the day of assessment")}  # fmt: skip
DIRECTION = {"higher": ("越高越好", "higher is better"), "lower": ("越低越好", "lower is better")}
EARLY = {"fulfilled": ("完成早于起算：视为已提前完成", "done before the start: done ahead of time"),
         "contradiction": ("完成早于起算：记录矛盾，无法判定", "done before the start: a contradiction, unknown")}  # fmt: skip
MISSING = {
    "unknown": ("无法判定", "unknown"), "judged": ("能判定的照判，其余无法判定", "judged where the rest tells, else unknown"),
    "either_period": ("按两种期限都判，结果不同的无法判定", "judged by both periods, unknown where they differ"),
    "no_obligation": ("不产生义务，本规则不能评估", "no obligation; the rule can't be assessed"),
    "as_empty": ("视同未填写", "as if nothing were written"),
}  # fmt: skip
DUE_BY = {"clock": ("系统所载的办理期限一并显示，按上列期限判定", "what the platform states is shown beside, the period above decides"),
          "stated": ("有系统所载办理期限的，按其判定", "what the platform states decides, where it states a day")}  # fmt: skip
PEOPLE = {"assessment_officer": ("考核专员", "assessment officer"), "legal_officer": ("法制审核人员", "legal officer")}
MEASURES = {
    "on_time_rate": "按期率", "completion_rate": "完成率", "overdue_count": "未完成数", "mean_days": "平均用时", "median_days": "用时中位数",
    "p90_days": "用时九成分位", "counted": "应办数", "met": "按期数", "late": "逾期完成数", "overdue": "逾期未完成数", "unmet": "未落实数",
}  # fmt: skip
RESULT = {
    "subject_id": "义务", "subject_name": "名称", "department_id": "责任部门", "counterpart_id": "对方部门", "system_id": "信息系统", "unit_id": "考核对象",
    "arose_on": "起算日", "due_on": "到期日", "stated_due_on": "系统所载期限",
    "met_on": "完成日", "refreshed_on": "最近更新日", "clock": "期限", "clock_days": "工作日数", "state": "状态", "reason": "原因", "detail": "说明",
    "amount": "金额（万元）", "counted": "计入",
    "is_backlog": "积压", "is_provisional": "暂定", "days_taken": "用时", "days_late": "逾期",
    "lacks": "缺少的列", "evidence_on": "证据截至",
}  # fmt: skip
HEAD = """# 规则参考 Rules reference

本页由 `metrics/rules/` 下各规则的 `rule.toml`、`rule.sql`、`cases.toml` 生成，请勿手改；规则改动后运行
`python cli.py rules --write docs/rules.md`。没有读过正文的文件只注明来源，不作为法律条文展示；不是法律规定的期限均为示例，待主管部门核定。

This page is made from the `rule.toml`, `rule.sql` and `cases.toml` of each rule under `metrics/rules/`; after a change run the command
above. A text that was not read is named as a source and never shown as law; a period that no law fixes is a sample.

示例中没有另行说明的：统计日 2026-06-30，考核期 2026H1；D1 为主管部门，也是被考核的部门；D2 是另一个部门。日数均为工作日。
Unless a case says otherwise: day of assessment 2026-06-30, period 2026H1; D1 is the authority and a department like others, D2 another.
Days are working days.
"""

COMMON = """## 共同步骤 The common step

各规则的查询结果都经过同一步骤，得出到期日、状态和是否计入。
What the rules' own queries yield passes through one step, the same for all: due days, states, and what counts.
"""
COMMON_STEP = [TEXTS / f"{half}.sql" for half in ("clocked", "judgements", "obligations")]


def both(zh: str, en: str) -> str:
    """Chinese first, then English."""
    return f"{zh} {en}"


def render(rules: Mapping[str, Rule], cases: Mapping[str, Sequence[Case]]) -> str:
    """The whole page as Markdown. The same rules and cases give the same text."""
    overview = _table(
        ("规则 Rule", "问题 Question", "期限 Period"),
        ((f"[{r.title_zh} {r.title_en}](#{r.id})", f"{r.question_zh}<br>{r.question_en}", _periods(r)) for r in rules.values()),
    )
    parts = [HEAD, overview]
    for rule in rules.values():
        parts += [_heading(rule), *section(rule, cases[rule.id])]
    return "\n".join([*parts, COMMON, *(_sql(half.read_text(encoding="utf-8")) for half in COMMON_STEP)]).rstrip() + "\n"


def section(rule: Rule, cases: Sequence[Case]) -> list[str]:
    """What the page says of one rule below its heading: its facts, its worked cases, its query; Markdown."""
    return [_facts(rule), "### 示例 Worked cases\n", *worked(cases), "### 查询 SQL\n", query(rule)]


def facts(rule: Rule, say: Say, named: Named) -> str:
    """What a rule asks, by which clause and within how long, in one language; a table in Markdown.

    `named`: how a clock or a measure is called, by its name in the rule's files.
    """
    return _table((say("项目", "Fact"), say("内容", "What it says")), ((say(*name), say(zh, en)) for name, zh, en in _lines(rule, named)))


def worked(cases: Sequence[Case], say: Say = both) -> list[str]:
    """The worked cases: rows of the exports and what they come to; Markdown, one text a case."""
    contracts = load_contracts().exports
    return [_case(case, contracts, say) for case in cases]


def query(rule: Rule) -> str:
    """The query of a rule, as the run takes it."""
    return _sql(rule.sql)


def _sql(text: str) -> str:
    return f"```sql\n{text.strip()}\n```\n"


def _heading(rule: Rule) -> str:
    title = f'<a id="{rule.id}"></a>\n\n## {rule.order}. {rule.title_zh} {rule.title_en} `{rule.id}`\n'
    return f"{title}\n{rule.question_zh}\n{rule.question_en}\n"


def _facts(rule: Rule) -> str:
    return _table(("", "中文", "English"), ((both(*name), zh, en) for name, zh, en in _lines(rule, _as_written)))


def _as_written(name: str) -> str:
    return f"`{name}`"


def _lines(rule: Rule, named: Named) -> list[tuple[tuple[str, str], str, str]]:
    """Name, Chinese and English of everything that rule.toml says."""
    effective = (
        (f"{rule.effective_from} 起发生的", f"what arose from {rule.effective_from} on") if rule.effective_from else ("不限", "no limit")
    )
    owner, reviewer = PEOPLE.get(rule.owner, (rule.owner,) * 2), PEOPLE.get(rule.reviewer, (rule.reviewer,) * 2)
    return [
        (("责任", "Owed by"), rule.owed_by_zh, rule.owed_by_en),
        (("起算", "Arises"), rule.arises_zh, rule.arises_en),
        (("落实", "Met"), rule.met_zh, rule.met_en),
        *((("依据", "Ground"), *_ground(ground)) for ground in rule.grounds),
        *((("期限", "Period"), *_clock(clock, named)) for clock in rule.clocks),
        *([] if rule.clocks else [(("期限", "Period"), *_no_clock(rule))]),
        *([(("办理期限", "Stated due day"), *DUE_BY[rule.due_by])] if rule.stated_due else []),
        (("口径", "Basis"), *BASIS[rule.basis]),
        (
            ("代表指标", "Headline"),
            f"{MEASURES[rule.headline]}，{DIRECTION[rule.direction][0]}",
            f"{named(rule.headline)}, {DIRECTION[rule.direction][1]}",
        ),
        *([(("顺序", "Order"), *EARLY[rule.early])] if rule.needs_start else []),
        (("依据的导出", "Evidence"), *_evidence(rule)),
        (("适用", "Effective"), *effective),
        (("维护", "Owner"), f"{owner[0]}；复核：{reviewer[0]}", f"{owner[1]}; reviewed by the {reviewer[1]}"),
        (("复核日期", "Reviewed"), f"{rule.reviewed}，下次 {rule.next_review}", f"{rule.reviewed}, next {rule.next_review}"),
    ]


def _evidence(rule: Rule) -> tuple[str, str]:
    """The export that shows the fulfilment, and what becomes of the duties where a file lacks a column."""
    exports = load_contracts().exports
    zh, en = [exports[rule.evidence].title_zh], [exports[rule.evidence].title_en]
    for column in rule.columns:
        told_zh, told_en = MISSING[column.missing]
        label = exports[column.export].column(column.column).label
        zh.append(f"缺“{label}”：{told_zh}")
        en.append(f"without “{label}”: {told_en}")
    return "；".join(zh), "; ".join(en)


def _ground(ground: Ground) -> tuple[str, str]:
    zh, en = READ[ground.read]
    return f"{ground.clause_zh}（{zh}）", f"{ground.clause_en} ({en})"


def _clock(clock: Clock, named: Named) -> tuple[str, str]:
    zh, en = STATUS[clock.status]
    since = clock.valid_from > FIRST
    return (
        f"{clock.days} 个工作日（{zh}{f'，{clock.valid_from} 起' if since else ''}）{named(clock.name)}",
        f"{clock.days} working day{'s' * (clock.days > 1)} ({en}{f', from {clock.valid_from} on' if since else ''}) {named(clock.name)}",
    )


def _no_clock(rule: Rule) -> tuple[str, str]:
    if rule.basis == "stock":
        return "没有期限", "no period"
    return "以台账或审批所定之日为限", "the day that the ledger, plan or decision sets"


def _periods(rule: Rule) -> str:
    days = "、".join(f"{c.days}" for c in rule.clocks)
    if not days:
        return "<br>".join(_no_clock(rule))
    zh, en = STATUS["sample" if any(c.status == "sample" for c in rule.clocks) else "law"]
    return f"{days} 个工作日（{zh}）<br>{days.replace('、', ', ')} working days ({en})"


def _case(case: Case, contracts: Mapping[str, Contract], say: Say) -> str:
    usual = Case.model_fields["as_of"].default, Case.model_fields["period"].default
    told = f"{say('统计日', 'as of')} {case.as_of}{'，' if say is both else say('，', ', ')}{say('考核期', 'period')} {case.period}\n"
    when = ("" if (case.as_of, case.period) == usual else told) + _files(case, contracts, say)
    given = "\n".join(_given(contracts[export], rows, say) for export, rows in case.given.items() if rows)
    title = f"**{case.shows_zh}**\n{case.shows_en}" if say is both else f"**{say(case.shows_zh, case.shows_en)}**\n"
    return f"{title}\n{when}\n{given}\n{_expected(case, say)}"


def _files(case: Case, contracts: Mapping[str, Contract], say: Say) -> str:
    """What is special about the files of a case: the day that one speaks for, the columns that are missing, how often its rows come."""
    told = [say(f"《{contracts[export].title_zh}》截至 {day}", f"`{export}` of {day}") for export, day in case.exported.items()]
    labels = {f"{c.name}.{column.name}": column.label for c in contracts.values() for column in c.columns}
    told += [say(f"文件没有“{labels[name]}”一列", f"no column `{name}`") for name in case.lacks]
    told += [say(f"同样的行共 {case.copies} 行", f"{case.copies} rows like this")] if case.copies > 1 else []
    return "".join(f"{one}\n" for one in told)


def _given(contract: Contract, rows: Sequence[Mapping[str, object]], say: Say) -> str:
    labels = {field: column.label for column in contract.columns for field, _ in column.fields}
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = ([_shown(row.get(name), say) for name in names] for row in rows)
    title = contract.title_zh if say is both else say(contract.title_zh, contract.title_en)
    return f"{title} `{contract.name}`\n\n" + _table([f"{labels[n]}<br>`{n}`" for n in names], cells)


def _expected(case: Case, say: Say) -> str:
    if not case.expect:
        return f"→ {say('没有义务', 'no obligation')}\n"
    said = {name for expected in case.expect for name in expected.said}
    names = [name for name in RESULT if name in said]
    rows = ([_state(e.state, say) if n == "state" else _shown(e.said.get(n), say) for n in names] for e in case.expect)
    heads = [f"{RESULT[n]}<br>`{n}`" if say is both else say(f"{RESULT[n]}<br>`{n}`", f"`{n}`") for n in names]
    return f"→ {say('义务', 'obligations')}\n\n" + _table(heads, rows)


def _state(state: str, say: Say) -> str:
    return say(STATES[state], state)


def _shown(value: object, say: Say) -> str:
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value).replace("|", "\\|")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head), *map(tuple, rows)]
    lines.insert(1, ("---",) * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
