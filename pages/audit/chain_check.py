"""Where the trail ends, and on request a check of the whole chain: nothing altered, removed or put in between."""

import streamlit as st

from data.decisions import trail_pages
from data.decisions.trail import Verdict
from pages.look import markup as m
from pages.look.draw import draw
from pages.look.figures import count
from pages.look.page_head import subtitle
from pages.shell.session import Session

FOUND = "trail_verdict"  # kept while the page is open: a check reads every line


def show(s: Session) -> None:
    """The last line's number and hash to be noted down; the button, and what the last check found."""
    w = s.w
    line, hash_ = trail_pages.head(s.decisions)
    draw(subtitle(w("trail.check"), w("trail.check_note")))
    facts = [(w("trail.lines"), m.e(count(line))), (w("trail.head"), f'<span class="ds-id" data-head>{m.e(hash_)}</span>')]
    draw(
        '<dl class="ds ds-facts ds-trailhead">'
        + "".join(f"<div><dt>{m.e(label)}</dt><dd>{value}</dd></div>" for label, value in facts)
        + "</dl>"
    )
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    expect = left.text_input(w("trail.expect"), placeholder=w("trail.expect_what"), max_chars=64, key="trail_expect").strip().lower()
    if right.button(w("trail.verify"), icon=":material/verified_user:", key="trail_verify", width="stretch"):
        st.session_state[FOUND] = (s.decisions.verify_trail(expect or None), expect)
    if FOUND in st.session_state:
        draw(verdict(s, *st.session_state[FOUND]))


def verdict(s: Session, found: Verdict, expect: str) -> str:
    """What a check found, in sentences. `expect`: the hash that was noted before, "" for none."""
    w = s.w
    faults = [w.told(fault) for fault in found.faults]
    told = w("trail.whole", n=count(found.lines), head=found.head)
    if expect and found.expected_line is not None:
        told += w("trail.expected", line=count(found.expected_line))
    elif expect:
        faults.append(w("trail.not_expected"))
    if not faults:
        return f'<p class="ds ds-note ds-done" data-verdict="whole">{m.e(told)}</p>'
    lines = "".join(f"<li>{m.e(text)}</li>" for text in faults)
    return f'<div class="ds ds-note ds-warn" data-verdict="broken"><b>{m.e(w("trail.broken", n=len(faults)))}</b><ul>{lines}</ul></div>'
