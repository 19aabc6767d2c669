"""A gateway's headers: believed when all of them are right, never when one is not."""

import pytest

from data.settings import Settings
from pages.shell.gateway import Forged, caller, login_from

SECRET = "a secret that only the gateway and we know"
SETTINGS = Settings(gateway_secret=SECRET, gateway_addresses="10.0.0.5, 10.1.0.0/28, fd00::/64")


@pytest.mark.parametrize("peer", ["10.0.0.5", "10.1.0.7", "fd00::9", "::ffff:10.0.0.5"])
def test_a_gateway_is_believed(peer: str):
    assert login_from(["zhang"], [SECRET], peer, SETTINGS) == "zhang"


@pytest.mark.parametrize(
    ("logins", "secrets", "peer", "why"),
    [
        (["zhang"], [SECRET], "10.0.0.6", "address"),
        (["zhang"], [SECRET], "127.0.0.1", "address"),
        (["zhang"], [SECRET], "fd01::9", "address"),
        (["zhang"], [SECRET], "unknown", "address"),
        (["zhang"], [SECRET + "x"], "10.0.0.5", "secret"),
        (["zhang"], ["密码"], "10.0.0.5", "secret"),
        (["zhang"], [""], "10.0.0.5", "secret"),
        (["zhang"], [], "10.0.0.5", "secret"),
        (["zhang"], [SECRET, SECRET], "10.0.0.5", "secret"),
        ([], [SECRET], "10.0.0.5", "header"),
        ([" "], [SECRET], "10.0.0.5", "header"),
        (["zhang", "root"], [SECRET], "10.0.0.5", "header"),
        (["zhang", "zhang"], [SECRET], "10.0.0.5", "header"),
    ],
)
def test_anything_else_is_forged(logins: list[str], secrets: list[str], peer: str, why: str):
    with pytest.raises(Forged) as refused:
        login_from(logins, secrets, peer, SETTINGS)
    assert refused.value.why == f"gateway {why}"
    assert why not in str(refused.value), "the browser is not told which part was wrong"


def test_without_a_secret_nobody_is_believed():
    with pytest.raises(Forged):
        login_from(["zhang"], [""], "10.0.0.5", Settings(gateway_addresses="10.0.0.5"))


@pytest.mark.parametrize(
    ("forwarded", "seat"),
    [(["192.0.2.7"], "192.0.2.7"), (["6.6.6.6, 192.0.2.7"], "192.0.2.7"), (["6.6.6.6", "192.0.2.7"], "192.0.2.7"), ([], "10.0.0.5"), (["<b>"], "10.0.0.5")],
)  # fmt: skip
def test_where_the_person_sits_is_the_last_that_the_gateway_wrote(forwarded: list[str], seat: str):
    assert caller(forwarded, "10.0.0.5") == seat
