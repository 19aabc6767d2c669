"""The form that publishes what two persons have signed: what is frozen is said, and read, before the button works."""

import streamlit as st

from data.decisions.periods import Standing, edition_id
from data.errors import DushuError
from data.settings import settings
from metrics.publication.publish import publish
from pages.acts.draft_form import DONE, KeptForm
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.page_head import period_title, subtitle
from pages.shell.session import Session


def publication(s: Session, now: Standing) -> None:
    """The confirmation and the button."""
    w, number = s.w, len(now.editions) + 1
    title = w("publish.publish", period=period_title(now.period, w), number=number)
    draw(subtitle(title, w("publish.edition_id", edition=edition_id(now.period, number))))
    with st.container(border=True):
        form = KeptForm(s, f"publish/{now.period}/{now.run_id}")
        form.restored()
        frozen = "".join(f"<li>{m.e(w.of('frozen', part))}</li>" for part in ("run", "inputs", "method", "decisions"))
        draw(
            f'<div class="ds ds-note"><b>{m.e(w("publish.freezes", run=now.run_id))}</b><ul>{frozen}</ul>{m.e(w("publish.for_ever"))}</div>'
        )
        reason = form.text("reason", w("form.reason"), placeholder=w("publish.publish_what"), height=80)
        is_read = form.tick("is_read", w("publish.is_read"))
        if st.button(
            w("publish.publish_go", number=number), key=form.key("send"), type="primary", icon=":material/verified:", disabled=not is_read
        ):
            _publish(s, now, form, reason)


def _publish(s: Session, now: Standing, form: KeptForm, reason: str) -> None:
    """Publish, saying what is going on; then show the edition."""
    w = s.w
    try:
        s.still_may("publish")
        with st.status(w("publish.working"), expanded=True) as status:
            told = lambda step: status.update(label=w.of("publish_step", step))  # noqa: E731
            edition = publish(s.home, settings(), s.decisions, s.viewer, now.period, reason, told)
    except DushuError as fault:
        st.error(w.told(fault), icon=":material/error:")
        return
    form.clear()
    st.session_state.setdefault(DONE, []).append(w("publish.published", period=period_title(now.period, w), number=edition.number))
    st.query_params.from_dict(s.place.standing().moved(run=edition.edition_id, as_of=None).query())
    st.rerun()
