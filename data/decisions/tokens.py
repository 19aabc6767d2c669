"""Tokens: leave to read published data by program. Only a digest of the secret is kept; it is shown once, to who makes it."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date

from data.access import Viewer
from data.calendar import day_of
from data.decisions.acts import Act
from data.decisions.bodies import Token
from data.decisions.store import Decisions
from data.errors import RequestFault

LONGEST_DAYS = 731  # a token is renewed, or it is forgotten
SHAPE = re.compile(r"dushu_([0-9a-f]{12})_([\w-]{43})", re.ASCII)


@dataclass(frozen=True)
class Holder:
    """A token that was shown and holds. `token_id` is no secret."""

    token_id: str
    token: Token


def make(
    decisions: Decisions, viewer: Viewer, name: str, scope: str, expires_on: date, reason: str, form: str | None = None
) -> tuple[Act, str]:
    """A new token, and its text, which nobody can be told again. `form`: names one sending of one form.

    Raises RequestFault for a day that is past or too far, and what `Decisions.act` raises.
    """
    today = day_of(decisions.now())
    if not today <= expires_on or (expires_on - today).days > LONGEST_DAYS:
        raise RequestFault(f"令牌的有效期须从今天起，最长 {LONGEST_DAYS} 天。请改正截止日，到期前另发新令牌。")
    token_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    said = {"name": name.strip(), "scope": scope, "expires_on": expires_on, "digest": digest(secret)}
    act = decisions.act(viewer, "token", token_id, "made", said, reason=reason, token=form)
    return act, f"dushu_{token_id}_{secret}"


def revoke(decisions: Decisions, viewer: Viewer, token_id: str, reason: str, form: str | None = None) -> Act:
    """The token opens nothing from now on. Raises RequestFault when there is none that stands."""
    last = decisions.last("token", token_id)
    if last is None or last.verb == "revoked":
        raise RequestFault(f"没有编号为 {token_id} 的有效令牌。请用 python cli.py tokens list 查看。")
    return decisions.act(viewer, "token", token_id, "revoked", reason=reason, seen=last.seq, token=form)


def standing(decisions: Decisions) -> list[tuple[Act, Token]]:
    """Every token that was not revoked, those past their day included, oldest first."""
    return [(act, of(act)) for act in decisions.standing("token")]


def holder(decisions: Decisions, text: str) -> Holder | None:
    """Whose token a text is, if it opens anything today."""
    parts = SHAPE.fullmatch(text)
    last = decisions.last("token", parts[1]) if parts else None
    if parts is None or last is None or last.verb != "made":
        return None
    token = of(last)
    is_right = hmac.compare_digest(token.digest, digest(parts[2]))
    return Holder(last.thing, token) if is_right and day_of(decisions.now()) <= token.expires_on else None


def digest(secret: str) -> str:
    """What is kept of a secret. It is long and random, so a plain hash can't be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def of(act: Act) -> Token:
    """The token that an act makes."""
    assert isinstance(act.body, Token)
    return act.body
