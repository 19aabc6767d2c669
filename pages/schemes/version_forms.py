"""The forms by which a version is proposed, approved or returned. None changes one that is there."""

from datetime import date

import streamlit as st

from data.decisions import schemes
from data.decisions.acts import Act
from data.decisions.bodies import SchemeApproval
from data.decisions.checking import checked_body
from data.decisions.schemes import Version
from metrics.schemes import versions as scheme_versions
from metrics.schemes.scheme import Scheme
from pages.acts.draft_form import KeptForm, needed
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import subtitle
from pages.schemes.all_schemes import Shelf
from pages.shell.session import Session


def propose(form: KeptForm, of: Shelf, base: str, scheme: Scheme | None) -> None:
    """The reason and the button. `scheme`: what the form holds, None while it has faults."""
    s, w = form.s, form.s.w
    reason = form.text("reason", w("form.reason"), placeholder=w("schemes.reason_what"), height=80)
    if st.button(w("schemes.propose"), key=form.key("send"), type="primary", icon=":material/outbox:", disabled=scheme is None) and scheme:

        def act() -> Act:
            s.still_may("propose")
            made = scheme_versions.propose(s.decisions, s.viewer, scheme, of.rules, base, reason, form.token)
            st.query_params.from_dict(s.place.moved(scheme=made.thing, edit=None).query())
            return made

        form.send(act, w("schemes.proposed", name=scheme.id))


def decide(s: Session, one: Version) -> None:
    """For another person than its author: approve for some days, or return with the reason. For its author, who else must."""
    w = s.w
    if one.state != "proposed" or not s.viewer.may("approve"):
        return
    if not one.may_decide(s.viewer):
        draw(f'<p class="ds ds-note" data-undecided>{m.e(w("schemes.another"))}</p>')
        return
    draw(subtitle(w("schemes.decide"), w("schemes.decide_note")))
    with st.container(border=True):
        form = KeptForm(s, f"decide/scheme/{one.version_id}")
        form.restored()
        left, right = st.columns(2)
        start = form.day("start", w("schemes.valid_from"), date(s.decisions.now().year + 1, 1, 1), left)
        end = form.day("end", w("schemes.valid_to"), None, right, help=w("schemes.valid_to_help"))
        if found := _overlap(s, start, end):
            draw(f'<p class="ds ds-note ds-warn">{m.e(w("schemes.overlap", names=w("rank.comma").join(found)))}</p>')
        reason = form.text("reason", w("form.reason"), placeholder=w("schemes.decide_what"), height=80)
        left, right = st.columns([1, 3])
        if left.button(w("schemes.approve"), key=form.key("send"), type="primary", icon=":material/verified:"):
            form.check_then_send(
                one.seen, lambda: _approve(s, one, start, end, reason, form.token), w("schemes.approved", name=one.version_id)
            )
        if right.button(w("schemes.return"), key=form.key("return"), icon=":material/undo:"):
            form.send(lambda: _return(s, one, reason, form.token), w("schemes.returned", name=one.version_id))


def _approve(s: Session, one: Version, start: date | None, end: date | None, reason: str, token: str) -> Act:
    s.still_may("approve")
    days = checked_body(schemes.ABOUT, "approved", {"valid_from": needed(start, s.w("schemes.needs_from")), "valid_to": end})
    assert isinstance(days, SchemeApproval)
    return schemes.approve(s.decisions, s.viewer, one, days, reason, token)


def _return(s: Session, one: Version, reason: str, token: str) -> Act:
    s.still_may("approve")
    return schemes.give_back(s.decisions, s.viewer, one, reason, token)


def _overlap(s: Session, start: date | None, end: date | None) -> list[str]:
    """Approved versions that are valid on one of the same days: then there is more than one to assess by."""
    approved = [(one.version_id, one.approval) for one in schemes.versions(s.decisions).values()]
    return [
        name for name, days in approved
        if days and start and (days.valid_to is None or start <= days.valid_to) and (end is None or days.valid_from <= end)
    ]  # fmt: skip
