"""How people sign in here, and whether that is configured: OpenID Connect, a trusted gateway, or the picker of the demo city.

Without it real data are not served at all, on no address.
"""

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from data.errors import ConfigFault
from data.settings import Home, Settings

Way = Literal["demo", "oidc", "gateway"]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TRUSTED_PROXIES = "FORWARDED_ALLOW_IPS"  # uvicorn's: whose X-Forwarded-For replaces the peer's address; loopback's unless set
SHORTEST_SECRET = 32
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
EXAMPLE = "换成"  # how every value of the example begins that a site must replace
HOW = (
    "登录尚未配置，正式数据不能打开，接入前也是如此。",
    "试用：用 DUSHU_HOME 指向一个空目录，运行 python cli.py demo，即可用演示身份查看演示城市。",
    "正式使用：设置 DUSHU_SIGN_IN=oidc（统一身份认证）或 DUSHU_SIGN_IN=gateway（可信网关），"
    "用 python cli.py people add 登记第一位管理员，再重新启动。步骤见 docs/sign-in.md。",
)


def way_in(home: Home, settings: Settings, auth: Mapping[str, Any], environment: Mapping[str, str]) -> Way:
    """How people sign in. `auth`: the section [auth] of the secrets. Raises ConfigFault with everything that is missing, one a line."""
    if settings.sign_in is None:
        if not home.is_demo:
            raise ConfigFault("\n".join(HOW))
        return "demo"
    faults = list(_openid(auth) if settings.sign_in == "oidc" else _gateway(settings, environment))
    if faults:
        raise ConfigFault("\n".join((*faults, "步骤见 docs/sign-in.md，改正后重新启动。")))
    return settings.sign_in


def gateway_networks(settings: Settings) -> list[Network]:
    """The addresses a gateway may call from. Raises ValueError for what is no address."""
    return [ipaddress.ip_network(part.strip()) for part in settings.gateway_addresses.split(",") if part.strip()]


def _openid(auth: Mapping[str, Any]) -> Iterator[str]:
    """What the section [auth] lacks."""
    if not auth:
        yield "DUSHU_SIGN_IN=oidc，但 .streamlit/secrets.toml 中没有 [auth] 一节。请照 .streamlit/secrets.toml.example 填写。"
        return
    missing = [name for name in NEEDED if not str(auth.get(name, "")).strip() or str(auth[name]).startswith(EXAMPLE)]
    if missing:
        yield f".streamlit/secrets.toml 的 [auth] 一节还缺 {'、'.join(missing)}，请填写。"
    if "redirect_uri" not in missing and not str(auth["redirect_uri"]).endswith("/oauth2callback"):
        yield "[auth] 的 redirect_uri 须以 /oauth2callback 结尾，前面是浏览器中看到的地址。"
    if "cookie_secret" not in missing and len(str(auth["cookie_secret"])) < SHORTEST_SECRET:
        yield f"[auth] 的 cookie_secret 太短，请用不少于 {SHORTEST_SECRET} 个随机字符。"


def _gateway(settings: Settings, environment: Mapping[str, str]) -> Iterator[str]:
    """What the gateway's settings lack."""
    secret = settings.gateway_secret.get_secret_value() if settings.gateway_secret else ""
    if len(secret) < SHORTEST_SECRET:
        yield f"DUSHU_GATEWAY_SECRET 未设置或太短，请用不少于 {SHORTEST_SECRET} 个随机字符，并让网关在 {settings.gateway_secret_header} 中带上它。"
    try:
        if not gateway_networks(settings):
            yield "DUSHU_GATEWAY_ADDRESSES 未设置，请写出网关的地址，如 10.0.0.5 或 10.0.0.0/28，多个以逗号分隔。"
    except ValueError as fault:
        yield f"DUSHU_GATEWAY_ADDRESSES 中有不是地址的内容（{fault}），请写成 10.0.0.5 或 10.0.0.0/28，多个以逗号分隔。"
    if environment.get(TRUSTED_PROXIES) != "":
        yield (
            f"网关登录要看到来访的真实地址：请用 python cli.py serve 启动，或在启动前把环境变量 {TRUSTED_PROXIES} 设为空值，"
            "否则 X-Forwarded-For 可以冒充网关的地址。"
        )
