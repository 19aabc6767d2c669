"""What must be configured before real data are served, and that everything missing is said at once."""

import tomllib

import pytest

from data.errors import ConfigFault
from data.settings import PROJECT, Home, Settings
from data.sign_in import TRUSTED_PROXIES, way_in

LONG = "x" * 32
AUTH = {
    "redirect_uri": "https://dushu.example.gov.cn/oauth2callback",
    "cookie_secret": LONG,
    "client_id": "dushu",
    "client_secret": "s",
    "server_metadata_url": "https://id.example.gov.cn/.well-known/openid-configuration",
}
UNTRUSTING = {TRUSTED_PROXIES: ""}


def test_nothing_configured_opens_the_demo_only(home: Home):
    with pytest.raises(ConfigFault, match=r"(?s)cli.py demo.*DUSHU_SIGN_IN"):
        way_in(home, Settings(), AUTH, UNTRUSTING)
    home.demo_mark(home.path).write_text("{}", encoding="utf-8")
    assert way_in(home, Settings(), {}, {}) == "demo"
    assert way_in(home, Settings(sign_in="oidc"), AUTH, {}) == "oidc", "who configured a sign-in has it on the demo too"


@pytest.mark.parametrize(
    ("auth", "sentence"),
    [
        ({}, r"\[auth\]"),
        (AUTH | {"client_id": ""}, "client_id"),
        (AUTH | {"client_secret": "换成认证系统给出的密钥"}, "client_secret"),
        (AUTH | {"cookie_secret": "short"}, "cookie_secret 太短"),
        (AUTH | {"redirect_uri": "https://dushu.example.gov.cn/"}, "/oauth2callback"),
    ],
)
def test_what_openid_lacks_is_said(home: Home, auth: dict[str, str], sentence: str):
    with pytest.raises(ConfigFault, match=sentence):
        way_in(home, Settings(sign_in="oidc"), auth, {})


def test_the_example_as_it_ships_is_no_configuration(home: Home):
    auth = tomllib.loads((PROJECT / ".streamlit" / "secrets.toml.example").read_text(encoding="utf-8"))["auth"]
    with pytest.raises(ConfigFault, match="redirect_uri、cookie_secret、client_id、client_secret、server_metadata_url"):
        way_in(home, Settings(sign_in="oidc"), auth, {})
    assert way_in(home, Settings(sign_in="oidc"), auth | AUTH, {}) == "oidc"


@pytest.mark.parametrize(
    ("settings", "environment", "sentence"),
    [
        ({"gateway_secret": LONG}, UNTRUSTING, "DUSHU_GATEWAY_ADDRESSES 未设置"),
        ({"gateway_secret": LONG, "gateway_addresses": "gateway"}, UNTRUSTING, "不是地址"),
        ({"gateway_addresses": "10.0.0.5"}, UNTRUSTING, "DUSHU_GATEWAY_SECRET"),
        ({"gateway_secret": "short", "gateway_addresses": "10.0.0.5"}, UNTRUSTING, "DUSHU_GATEWAY_SECRET"),
        ({"gateway_secret": LONG, "gateway_addresses": "10.0.0.5"}, {}, TRUSTED_PROXIES),
        ({"gateway_secret": LONG, "gateway_addresses": "10.0.0.5"}, {TRUSTED_PROXIES: "*"}, TRUSTED_PROXIES),
    ],
)
def test_what_a_gateway_lacks_is_said(home: Home, settings: dict[str, str], environment: dict[str, str], sentence: str):
    with pytest.raises(ConfigFault, match=sentence):
        way_in(home, Settings(sign_in="gateway", **settings), {}, environment)


def test_a_gateway_that_lacks_nothing(home: Home):
    settings = Settings(sign_in="gateway", gateway_secret=LONG, gateway_addresses="10.0.0.5")
    assert way_in(home, settings, {}, UNTRUSTING) == "gateway"
