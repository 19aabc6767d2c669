"""A form whose values are kept in the store at every change, so that a refresh loses nothing, and whose sending makes one act.

It is no `st.form`: what is written into one of those is lost until it is sent.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from data.decisions.acts import Act
from data.decisions.store import Overtaken, SentBefore, new_thing
from data.errors import DushuError, RequestFault
from pages.look import markup as m
from pages.look.draw import draw
from pages.shell.session import Session

DONE = "done_acts"  # sentences on what was just recorded, said once
TOKEN = "*token"  # names this sending, in the draft beside the fields


class KeptForm:
    """One form of one viewer. `name` names the draft: what the form is for and which thing.

    Each sending begins a new generation: new widgets, a new token, the draft gone.
    """

    def __init__(self, s: Session, name: str):
        self.s, self.name = s, name
        self._stem = f"{s.home.path}|{s.viewer.login}|{name}"
        self.generation: int = st.session_state.setdefault(f"{self._stem}|generation", 0)
        if self.key("*start") not in st.session_state:
            st.session_state[self.key("*start")] = s.decisions.draft(s.viewer, name)
            st.session_state[self.key("*restored")] = bool(st.session_state[self.key("*start")].keys() - {TOKEN})
        self.start: dict[str, Any] = st.session_state[self.key("*start")]
        self.token: str = self.start.setdefault(TOKEN, new_thing())  # in the draft: sent again after a cut, it is the same sending
        self._fields: list[str] = []

    def key(self, field: str) -> str:
        """The key of one widget of this generation; what is kept beside the widgets has a star before its name."""
        return f"{self._stem}|{self.generation}|{field}"

    def field(self, name: str) -> dict[str, Any]:
        """The key and the keeping of one widget: ``st.text_area(label, value, **form.field("reason"))``."""
        self._fields.append(name)
        return {"key": self.key(name), "on_change": self._keep}

    def text(self, name: str, label: str, place: Any = st, **looks: Any) -> str:
        """A text of several lines, without the spaces around it."""
        return (place.text_area(label, self.start.get(name, ""), max_chars=2000, **self.field(name), **looks) or "").strip()

    def day(self, name: str, label: str, default: date | None, place: Any = st, **looks: Any) -> date | None:
        """A day, or none."""
        written = self.start.get(name, default)
        value = date.fromisoformat(written) if isinstance(written, str) else written
        return place.date_input(
            label, value, format="YYYY-MM-DD", min_value=date(2000, 1, 1), max_value=date(2060, 12, 31), **self.field(name), **looks
        )

    def pick(self, name: str, label: str, options: Sequence[Any], named: Callable[[Any], str], place: Any = st, **looks: Any) -> Any:
        """One of the options, at first the first or what the draft says."""
        kept = self.start.get(name)
        index = options.index(kept) if kept in options else 0
        return place.selectbox(label, options, index, format_func=named, **self.field(name), **looks)

    def tick(self, name: str, label: str, default: bool = False, place: Any = st, **looks: Any) -> bool:
        """A yes or no."""
        return place.checkbox(label, bool(self.start.get(name, default)), **self.field(name), **looks)

    def keep(self, **values: Any) -> None:
        """Keep values beside those of the widgets, such as the files that were handed in."""
        self.start |= values
        self._keep()

    def _keep(self) -> None:
        for field in self._fields:
            if self.key(field) in st.session_state:
                self.start[field] = _plain(st.session_state[self.key(field)])
        self.s.decisions.keep_draft(self.s.viewer, self.name, self.start)

    def seen(self, current: int) -> int:
        """The seq of the last act on the thing when the form was opened. Says so when somebody acted since."""
        first: int = st.session_state.setdefault(self.key("*seen"), current)
        if first != current:
            draw(f'<p class="ds ds-note ds-warn">{m.e(self.s.w("form.moved_on"))}</p>')
        return first

    def check_seen(self, current: int) -> None:
        """Raises Overtaken when somebody acted since the form was opened."""
        if st.session_state.get(self.key("*seen"), current) != current:
            raise Overtaken(self.s.w("form.overtaken"))

    def send(self, act: Callable[[], Act], said: str) -> None:
        """Record the act and begin a new generation; or say beside the form why not, with all that was written kept."""
        try:
            act()
        except DushuError as fault:
            self._keep()
            st.error(self.s.w.told(fault), icon=":material/error:")
            if isinstance(fault, Overtaken):  # what is shown now is the newest: sent once more it counts
                st.session_state.pop(self.key("*seen"), None)
            if isinstance(fault, SentBefore):  # the person has been told of the act that is there: sent once more, it is another one
                self.start.pop(TOKEN)
            return
        self.clear()
        st.session_state.setdefault(DONE, []).append(said)
        st.rerun()

    def check_then_send(self, current: int, act: Callable[[], Act], said: str) -> None:
        """Send, unless somebody acted on the thing since the form was opened."""

        def checked() -> Act:
            self.check_seen(current)
            return act()

        self.send(checked, said)

    def clear(self) -> None:
        """Throw the draft away and begin anew."""
        self.s.decisions.keep_draft(self.s.viewer, self.name, {})
        st.session_state[f"{self._stem}|generation"] = self.generation + 1

    def restored(self) -> None:
        """Say that there was a draft when the form was opened, with a button to throw it away."""
        if not st.session_state[self.key("*restored")]:
            return
        left, right = st.columns([4, 1], vertical_alignment="center")
        draw(f'<p class="ds ds-note">{m.e(self.s.w("form.kept"))}</p>', left)
        if right.button(self.s.w("form.discard"), key=self.key("discard"), type="tertiary"):
            self.clear()
            st.rerun()


def say_done() -> None:
    """Say what was recorded just now, once."""
    for sentence in st.session_state.pop(DONE, ()):
        draw(f'<p class="ds ds-note ds-done" role="status">{m.e(sentence)}</p>')


def needed(value: date | None, sentence: str) -> date:
    """A day that must be given. Raises RequestFault with the sentence when it isn't."""
    if value is None:
        raise RequestFault(sentence)
    return value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else [_plain(x) for x in value] if isinstance(value, list | tuple) else value
