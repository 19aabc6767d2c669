"""A real, certified OpenID provider (the npm package oidc-provider) as a process on loopback, and an app that signs in with it."""

import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from data.settings import Home
from tests.browser.conftest import port_of_a_server, serving_at
from tests.data.decisions.postgres import free_port

SECRETS = """[auth]
redirect_uri = "{redirect}"
cookie_secret = "cookie-secret-of-the-tests-cookie-secret-of-the-tests"
client_id = "dushu"
client_secret = "secret-of-the-test-client-secret-of-the-test-client"
server_metadata_url = "{issuer}/.well-known/openid-configuration"

[auth.client_kwargs]
prompt = "login"
timeout = 60
"""


@contextmanager
def openid_app(folder: Path, home: Home, base: str = "", **environment: str) -> Iterator[str]:
    """The app over a home of real data, where people sign in with the provider; its address."""
    with (
        port_of_a_server() as port,
        _provider(folder, port, free_port(), base) as options,
        serving_at(port, home, *options, base=base, DUSHU_SIGN_IN="oidc", **environment) as address,
    ):
        yield address


@contextmanager
def _provider(folder: Path, port: int, issuer_port: int, base: str) -> Iterator[tuple[str, str]]:
    """The provider, for an app at a port; the options by which that app finds it."""
    issuer, redirect = f"http://127.0.0.1:{issuer_port}", f"http://127.0.0.1:{port}/{base + '/' if base else ''}oauth2callback"
    secrets = folder / f"secrets-{port}.toml"
    secrets.write_text(SECRETS.format(redirect=redirect, issuer=issuer), encoding="utf-8")
    with (folder / f"provider-{port}.log").open("w") as log:
        provider = subprocess.Popen(["node", "provider.mjs", str(issuer_port), redirect], cwd=folder, stdout=log, stderr=log)
    try:
        _await(f"{issuer}/.well-known/openid-configuration", provider)
        yield "--secrets.files", str(secrets)
    finally:
        provider.terminate()
        provider.wait(20)


def _await(address: str, provider: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while provider.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def sign_in(page: Page, login: str, *, is_first: bool = True) -> None:
    """Press our button and fill in the provider's own forms; the first time it asks for consent too."""
    page.get_by_role("button", name="登录", exact=True).click()
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", "whatever")
    page.get_by_role("button", name="Sign-in").click()
    if is_first:
        page.get_by_role("button", name="Continue").click()


def expect_sign_in_page(page: Page) -> None:
    """Nothing but the sign-in stands there."""
    expect(page.locator(".ds-empty h3")).to_have_text("请先登录")
    expect(page.locator("[data-figure], .ds-table, table, [data-testid=stSidebar] a")).to_have_count(0)
