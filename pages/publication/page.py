"""发布: where the period stands, the result under review, what this role does next, and every edition with what it changed."""

from data.decisions import periods
from pages.acts import draft_form
from pages.look.draw import draw
from pages.look.help_panel import help_panel
from pages.look.page_head import head
from pages.publication import edition_table, publish_form, review_form, sign_form
from pages.publication import stages as stage_line
from pages.publication.edition_changes import changes
from pages.shell.entry import Entry
from pages.shell.session import Session


def render(s: Session) -> None:
    """The whole page for the period of the run that is shown."""
    draw(head(s.w("page.publish"), s.reader.meta(), s.w) + help_panel("publish", s.w))
    draft_form.say_done()
    now = periods.standing(s.decisions, s.run.period)
    draw(stage_line.steps(s, now) + stage_line.under_review(s, now))
    _actions(s, now)
    draw(edition_table.editions(s, now))
    if told := changes(s, now):
        draw(told)


def _actions(s: Session, now: periods.Standing) -> None:
    """What this role can do at this stage; nothing for who only looks."""
    if s.viewer.may("review") and now.run_id is None:
        review_form.submit(s, now)
    if s.viewer.may("sign") and now.stage == "under_review":
        sign_form.show(s, now)
    if s.viewer.may("publish") and now.stage == "signed_off":
        publish_form.publication(s, now)
    if s.viewer.may("review") and now.run_id is not None:
        review_form.change(s, now)


ENTRIES = (Entry("publication", "publish", "verified", render, "work", order=5),)
