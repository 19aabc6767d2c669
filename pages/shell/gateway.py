"""A person named in a header by a gateway that is trusted: believed only when all of it is right, from a listed address, with the secret."""

import hmac
import ipaddress
from collections.abc import Sequence

from data.errors import RequestFault
from data.settings import Settings
from data.sign_in import gateway_networks


class Forged(RequestFault):
    """The headers are not a trusted gateway's. `why` is for the trail; the browser is not told which part was wrong."""

    def __init__(self, why: str, said: str):
        super().__init__("请从本单位的统一入口打开本系统。若已经从那里进入，请联系管理员检查网关的设置。")
        self.why, self.said = why, said


def login_from(logins: Sequence[str], secrets: Sequence[str], peer: str, settings: Settings) -> str:
    """The login that a request names. `logins`, `secrets`: all values of the two headers; `peer`: who really called. Raises Forged."""
    said = ", ".join(logins)
    expected = settings.gateway_secret.get_secret_value() if settings.gateway_secret else ""
    if not _is_listed(peer, settings):
        raise Forged("gateway address", said)
    if len(secrets) != 1 or not expected or not hmac.compare_digest(secrets[0].encode(), expected.encode()):
        raise Forged("gateway secret", said)
    if len(logins) != 1 or not logins[0].strip():
        raise Forged("gateway header", said)
    return logins[0]


def caller(forwarded: Sequence[str], peer: str) -> str:
    """Where the person sits, as a trusted gateway tells it: the last address it wrote itself; the gateway's own when it tells none."""
    last = forwarded[-1].rsplit(",", 1)[-1].strip() if forwarded else ""
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return peer


def _is_listed(peer: str, settings: Settings) -> bool:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain.version == network.version and plain in network for network in gateway_networks(settings))
