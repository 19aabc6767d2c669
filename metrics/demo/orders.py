"""The demo city's rectification orders: what is issued, replied and closed. Who, when and why stand in `data/demo/words/procedure.toml`."""

import polars as pl

from data.calendar import day_of
from data.decisions import orders
from data.decisions.bodies import Order
from data.runs.store import RunInfo
from metrics.assessment.order_rows import nameable, proposed
from metrics.demo.office import Office

MOST = 12  # obligations that an order of the demo names


def issue(office: Office, name: str, run: RunInfo) -> str:
    """The step in which an order is issued from a run. Gives its number."""
    now = office.begin(name)
    reader, unit = office.published_reader(run, now.by), now.told["unit"]
    found = nameable(reader, unit).filter(pl.col("rule_id").is_in(now.told["rules"]))
    found = found.filter(pl.col("due_on") >= now.told["since"]) if "since" in now.told else found
    picked = list(found.head(MOST).select("rule_id", "subject_id").iter_rows())
    titles = dict(reader.rules().select("rule_id", "title_zh").iter_rows())
    matter = f"限期完成{'、'.join(titles[rule] for rule in dict.fromkeys(rule for rule, _ in picked))}共 {len(picked)} 项逾期义务"
    days = {"issued_on": office.today, "due_on": office.calendar.after(office.today, now.told["days"])}
    said = Order.model_validate({"matter": matter, **days, **proposed(reader, unit, picked)})
    return orders.issue(office.decisions, now.by, office.calendar, said, now.why).thing


def reply(office: Office, name: str, number: str) -> None:
    """The step in which the unit replies."""
    now = office.begin(name)
    one = orders.order(office.decisions, now.by, number)
    orders.reply(office.decisions, now.by, one, now.why, office.handed_in(now, one.said.unit_id))


def close(office: Office, name: str, number: str) -> None:
    """The step in which it is closed, since the day of the reply."""
    now = office.begin(name)
    one = orders.order(office.decisions, now.by, number)
    assert one.reply is not None  # it is closed because of what was replied
    orders.close(office.decisions, now.by, one, day_of(one.reply.at), now.why)
