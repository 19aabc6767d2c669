"""Who is at the browser, found anew at every rerun: by OpenID Connect, by a gateway's header, or by the picker of the demo city."""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from data.access import ROLES, Role, Viewer
from data.decisions import people, sign_ins
from data.decisions.store import Decisions
from data.errors import ConfigFault, RequestFault
from data.settings import Home, Settings
from data.sign_in import LOOPBACK, Way, way_in
from pages.language.words import Words
from pages.shell import gateway

LOCAL = "127.0.0.1"
SECOND = "officer2"  # what needs two different persons can be tried out
DEMO_PERSONS: dict[str, Role] = {"leader": "leader", "officer": "officer", SECOND: "officer", **{role: role for role in ROLES[2:]}}
OF_A_SIGN_IN = ("iss", "sub", "iat", "nonce", "auth_time", "sid")  # claims that together name one sign-in


class NotSignedIn(RequestFault):
    """Nobody is signed in yet."""


class Ended(RequestFault):
    """The sign-in was idle for too long, or is over."""


@dataclass(frozen=True)
class Identity:
    """Somebody who may enter. `key` names this one sign-in."""

    viewer: Viewer
    way: Way
    key: str

    def still(self, decisions: Decisions, settings: Settings, w: Words) -> Viewer:
        """The viewer as of now, for what happens after the page was drawn. Raises Unknown or Ended."""
        return self.viewer if self.way == "demo" else _present(self.key, self.viewer.login, self.viewer.address, decisions, settings, w)


def auth_section() -> Mapping[str, Any]:
    """The section [auth] of the site's secrets; empty when there is none."""
    return dict(st.secrets["auth"]) if st.secrets.load_if_toml_exists() and "auth" in st.secrets else {}


def way_of(home: Home, settings: Settings) -> Way:
    """How people sign in. Raises ConfigFault with what is to be configured."""
    if st.get_option("server.trustedUserHeaders"):
        raise ConfigFault("server.trustedUserHeaders 会让浏览器自报身份。请从 Streamlit 配置中删去，改用 DUSHU_SIGN_IN=gateway。")
    return way_in(home, settings, auth_section(), os.environ)


def identify(way: Way, me: str | None, address: str, decisions: Decisions, settings: Settings, w: Words) -> Identity:
    """Who is there. `me`: the person an address asks for, on demo data only; `address`: what the server listens on.

    Raises NotSignedIn, Ended, Unknown, Forged, or RequestFault with a sentence.
    """
    if way == "demo":
        return Identity(_demo_person(me, address in LOOPBACK, decisions, w), way, _page_key())
    if me is not None:
        raise RequestFault(w("door.me_is_for_demo"))
    login, seat, key = _openid(decisions, settings, w) if way == "oidc" else _from_gateway(settings)
    return Identity(_present(key, people.login_of(login), seat, decisions, settings, w), way, key)


def _present(key: str, login: str, seat: str, decisions: Decisions, settings: Settings, w: Words) -> Viewer:
    """Who the login is now, if it may enter and its sign-in is not over."""
    viewer = people.viewer_of(decisions, login, seat)
    if not decisions.seen(key, viewer.login, _idle(settings)):
        raise Ended(_ended(settings, w))
    return viewer


def peer() -> str:
    """The address that called. Streamlit says none for this very machine."""
    called = st.context.ip_address
    return called if isinstance(called, str) else LOCAL


def _openid(decisions: Decisions, settings: Settings, w: Words) -> tuple[str, str, str]:
    claims = st.user.to_dict()
    if claims.get("is_logged_in") is not True:
        raise NotSignedIn(w("sign_in.needed"))
    login = claims.get(settings.login_claim)
    is_unproven = settings.login_claim == "email" and claims.get("email_verified") is not True
    if not isinstance(login, str) or not login.strip() or is_unproven:
        raise RequestFault(w("sign_in.no_claim", claim=settings.login_claim))
    key = hashlib.sha256(json.dumps([claims.get(name) for name in OF_A_SIGN_IN]).encode()).hexdigest()
    issued = datetime.fromtimestamp(int(str(claims.get("iat") or 0)), UTC)
    if sign_ins.is_stale(decisions, people.login_of(login), "oidc", key, issued, _idle(settings)):
        raise Ended(_ended(settings, w))
    return login, peer(), key


def _from_gateway(settings: Settings) -> tuple[str, str, str]:
    headers, called = st.context.headers, peer()
    login = gateway.login_from(headers.get_all(settings.gateway_header), headers.get_all(settings.gateway_secret_header), called, settings)
    key = hashlib.sha256(f"{_page_key()} {people.login_of(login)}".encode()).hexdigest()
    return login, gateway.caller(headers.get_all("X-Forwarded-For"), called), key


def _page_key() -> str:
    """A name for this open page of the browser: gone with it."""
    return str(st.session_state.setdefault("page_key", secrets.token_hex(32)))


def _demo_person(me: str | None, is_local: bool, decisions: Decisions, w: Words) -> Viewer:
    """Who was picked, under the name that the demo's office knows the login by; where nobody is registered, by the role or the unit."""
    if not is_local:  # a demo that others can reach is only looked at
        return Viewer(w.of("role", "leader"), "leader", login="demo-leader", address=peer())
    who, _, unit = (me or "officer").partition(":")
    if who not in DEMO_PERSONS or bool(unit) != (who == "department"):
        raise RequestFault(w("door.me_unknown", me=me))
    login = people.login_of(f"demo-{who}-{unit}" if unit else f"demo-{who}")
    known = people.person(decisions, login)
    name = people.of(known).name if known else unit or w.of("role", who)
    return Viewer(name, DEMO_PERSONS[who], frozenset({unit}) if unit else None, login=login, address=peer())


def _idle(settings: Settings) -> timedelta:
    return timedelta(minutes=settings.idle_minutes)


def _ended(settings: Settings, w: Words) -> str:
    return w("sign_in.ended", minutes=settings.idle_minutes)
