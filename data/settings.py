"""Where state lies, and what can be set from outside. Everything is read once, at the door."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.errors import ConfigFault

PROJECT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"  # of the product, as a published edition notes it


class Settings(BaseSettings):
    """Settings from the environment, each as ``DUSHU_<NAME>``. `docs/settings.md` lists them; a test keeps it current."""

    model_config = SettingsConfigDict(env_prefix="DUSHU_", extra="ignore")

    home: Path = Field(PROJECT / "var", description="Folder in which all state lies. Back up this folder.")
    city: str = Field("江门市", description="Division that a file speaks for unless the file or its sender says otherwise.")
    authority: str | None = Field(None, description="Department id of the competent authority, which owes the catalogue reviews.")
    max_file_mb: int = Field(1024, description="Largest file taken in, in MB.")
    max_unpacked_mb: int = Field(4096, description="Most that a workbook or zip may unpack to, in MB.")
    threads: int = Field(2, description="Threads that DuckDB may use.")
    memory_limit: str = Field("4GB", description="Memory that DuckDB may use.")
    decisions: SecretStr | None = Field(None, description="Address of the PostgreSQL database of decisions; SQLite in the home unless set.")
    evidence_mb: int = Field(20, gt=0, description="Largest file taken in as evidence, in MB.")
    published_ranking: bool = Field(
        True, description="Whether a department sees the whole ranking of a published edition, or its own row only."
    )
    order_days: int = Field(
        15, gt=0, le=250, description="Working days that a rectification order gives unless its officer says otherwise. A sample, not law."
    )
    address: str = Field("127.0.0.1", description="Address on which the app is served.")
    port: int = Field(8501, description="Port on which the app is served.")
    sign_in: Literal["oidc", "gateway"] | None = Field(
        None, description="How people sign in: `oidc` or `gateway`. Real data need one of them."
    )
    login_claim: str = Field("sub", description="Claim of the ID token that is the login. Only `sub` never changes hands.")
    idle_minutes: int = Field(30, gt=0, description="A sign-in that was not used for so many minutes is over.")
    gateway_header: str = Field("X-Dushu-Login", description="Header in which the gateway names the person.")
    gateway_secret_header: str = Field("X-Dushu-Secret", description="Header in which the gateway shows the secret.")
    gateway_secret: SecretStr | None = Field(None, description="Secret shared with the gateway, at least 32 signs.")
    gateway_addresses: str = Field("", description="Addresses or networks the gateway calls from, separated by commas.")
    contact: str = Field("", description="Whom to ask to be let in, shown to who is not: a name and a telephone.")
    deliveries: str = Field("weekly,monthly,publication", description="What `deliver` makes, separated by commas; empty for nothing.")
    delivery_language: Literal["zh", "en"] = Field("zh", description="Language of what is delivered: `zh` or `en`.")
    delivery_folder: Path | None = Field(None, description="Folder in which each unit finds its deliveries in a folder of its own.")
    smtp_host: str | None = Field(None, description="Mail server; without one no mail is sent.")
    smtp_port: int = Field(587, gt=0, lt=65536, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is secured: `starttls`, `tls` or `none`."
    )
    smtp_ca: Path | None = Field(None, description="Certificates (PEM) to trust for the mail server; the system's own unless set.")
    smtp_user: str | None = Field(None, description="User at the mail server, if it asks for one.")
    smtp_password: SecretStr | None = Field(None, description="Password of that user; never sent over an open connection.")
    mail_from: str | None = Field(None, description="Address from which mail is sent.")
    webhook: SecretStr | None = Field(None, description="Address of the office messenger's robot, for the office's own summaries.")
    webhook_form: Literal["wecom", "dingtalk", "feishu"] = Field(
        "wecom", description="Which messenger: `wecom` (企业微信, 政务微信), `dingtalk` (钉钉) or `feishu` (飞书)."
    )
    api_address: str = Field("127.0.0.1", description="Address on which the data service answers.")
    api_port: int = Field(8502, gt=0, lt=65536, description="Port of the data service.")
    api_reads: int = Field(60, gt=0, description="Answers that one token gets from the data service in a minute.")
    api_rows: int = Field(50_000, gt=0, description="Most rows in one answer of the data service; the next ones are another page.")
    papers_days: int = Field(30, gt=0, description="Days for which papers that were made all at once are kept.")
    papers_processes: int = Field(2, gt=0, le=32, description="Processes that make papers at the same time, all at low priority.")

    @field_validator("home", "delivery_folder", "smtp_ca")
    @classmethod
    def _from_the_product(cls, path: Path | None) -> Path | None:
        """A relative path is meant from the product's folder, wherever a command was started."""
        return None if path is None else PROJECT / path


@cache
def settings() -> Settings:
    """The settings of this process. Raises ConfigFault naming every variable that can't be read."""
    try:
        return Settings()
    except ValidationError as fault:
        told = (f"环境变量 DUSHU_{str(e['loc'][0]).upper()} 的值“{e['input']}”不能用，请改正。" for e in fault.errors())
        raise ConfigFault("\n".join(told)) from None


class Home:
    """The folder that holds all state.

    `facts/`, `decisions/` and `editions/` are for good; `runs/` and `papers/` can be built again; `site/` is the site's own words.
    """

    def __init__(self, path: Path):
        self.path = Path(path).resolve()
        self.facts = self.path / "facts"
        self.originals = self.facts / "originals"
        self.batches = self.facts / "batches"
        self.runs = self.path / "runs"
        self.site = self.path / "site"
        self.decisions = self.path / "decisions"
        self.evidence = self.decisions / "evidence"
        self.editions = self.path / "editions"
        self.papers = self.path / "papers"

    def create(self) -> "Home":
        """Make the folders that are missing."""
        for folder in (self.originals, self.batches, self.runs, self.site, self.editions):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.decisions, self.evidence, self.papers):  # who decided what, and what was handed in or out: the owner's alone
            folder.mkdir(mode=0o700, exist_ok=True)
        return self

    @staticmethod
    def demo_mark(path: Path) -> Path:
        """The file that says that a home holds the demo city and no real data."""
        return path / "demo.json"

    @property
    def is_demo(self) -> bool:
        """Whether this home holds the demo city."""
        return self.demo_mark(self.path).exists()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been brought in yet."""
        return not self.batches.exists() or not any(self.batches.iterdir())
