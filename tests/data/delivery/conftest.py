"""One mail server for all tests of a module, and an outbox of each test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.decisions.store import Decisions
from data.settings import Home, Settings
from tests.data.decisions.postgres import free_port
from tests.data.delivery.mail_server import Mailbox, serving


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    with serving(tmp_path_factory.mktemp("mail"), free_port()) as box:
        yield box


@pytest.fixture
def mailbox(server: Mailbox) -> Mailbox:
    """The server, with nothing taken yet."""
    return server.empty()


@pytest.fixture
def options(home: Home, mailbox: Mailbox, tmp_path: Path) -> Settings:
    """Settings with all that is needed to send mail, and into a folder."""
    return Settings(
        home=home.path, smtp_host="127.0.0.1", smtp_port=mailbox.port, smtp_security="none", mail_from="dushu@example.gov.cn",
        delivery_folder=tmp_path / "out",
    )  # fmt: skip


@pytest.fixture
def decisions(home: Home, options: Settings) -> Iterator[Decisions]:
    made = Decisions(home, options)
    yield made
    made.close()
