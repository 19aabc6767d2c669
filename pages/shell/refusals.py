"""What is shown instead of every page to who is not let in: why, and what to do. Nothing of the data."""

from collections.abc import Callable

import streamlit as st

from data.decisions.people import Unknown
from data.errors import ConfigFault, DushuError
from data.settings import settings
from pages.language.words import Words
from pages.look.draw import draw
from pages.look.empty_state import empty
from pages.shell import deep_link
from pages.shell.identity import Ended, NotSignedIn


def show(fault: DushuError, w: Words) -> None:
    """The sentence for one fault, with the button that helps."""
    if isinstance(fault, Unknown):
        _unknown(fault, w)
    elif isinstance(fault, NotSignedIn | Ended):
        _sign_in(fault, w)
    elif isinstance(fault, ConfigFault):
        draw(empty(w("door.closed"), w.told(fault).splitlines()))
    else:
        sentence(w("door.closed"), w.told(fault), w)


def sentence(title: str, text: str, w: Words) -> None:
    """A sentence, and the way back to the first page."""
    draw(empty(title, text.splitlines(), f'<p><a class="go" href="./?lang={w.lang}" target="_self">{w("door.home")}</a></p>'))


def sign_out(w: Words, before: Callable[[], None] | None = None) -> None:
    """The button that ends the sign-in at the provider and in this browser. `before`: what else ends it, first."""

    def leave() -> None:
        if before:
            before()
        st.logout()

    st.button(w("sign_in.out"), icon=":material/logout:", on_click=leave, key="sign_out")


def _sign_in(fault: DushuError, w: Words) -> None:
    draw(empty(w("sign_in.title" if isinstance(fault, NotSignedIn) else "sign_in.over"), [w.told(fault)]))
    if settings().sign_in == "oidc":
        deep_link.keep()
        st.button(w("sign_in.do"), type="primary", icon=":material/login:", on_click=st.login, key="sign_in")
    else:
        draw(f'<p class="ds"><a href="./?lang={w.lang}" target="_self">{w("sign_in.again")}</a></p>')


def _unknown(fault: Unknown, w: Words) -> None:
    whom = settings().contact
    ask = w("sign_in.ask_whom", whom=whom) if whom else w("sign_in.ask")
    draw(empty(w("sign_in.unknown"), [w("sign_in.login_seen", login=fault.login), ask]))
    if settings().sign_in == "oidc":
        sign_out(w)
