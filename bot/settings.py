"""The environment, or files in a secrets folder, as one checked value.

Names are the ones people know from Slack and Microsoft; ours start with ``SIGNPOST_``. A blank value counts as not set.
Half-set credentials are refused here, with one sentence that names everything that is missing.
"""

import datetime as dt
import ipaddress
import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

SECRETS = Path("/run/secrets")
"""Where containers get their secrets; systemd names its own folder in ``CREDENTIALS_DIRECTORY``."""
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
WEB_ADDRESS = re.compile(r"https?://[^\s/@]+(?:/\S*)?")
SHORTEST_TOKEN = 16
"""Characters of a token for the desk, at least."""


@dataclass(frozen=True, slots=True)
class SlackCredentials:
    """One workspace by *bot_token*, or many by OAuth (*client_id*, *client_secret*); Socket Mode with *app_token*."""

    api_url: str
    signing_secret: str | None
    bot_token: str | None
    app_token: str | None
    client_id: str | None
    client_secret: str | None


class TeamsType(StrEnum):
    """How the bot is registered with Microsoft."""

    SINGLE_TENANT = "SingleTenant"
    MANAGED_IDENTITY = "UserAssignedMSI"
    MULTI_TENANT = "MultiTenant"
    ANONYMOUS = "anonymous"  # no authentication at all: only on loopback, for test clients


@dataclass(frozen=True, slots=True)
class TeamsCredentials:
    """A bot registration; *password* is None for a managed identity, everything is None when anonymous."""

    type: TeamsType
    app_id: str | None = None
    password: str | None = None
    tenant_id: str | None = None


class Settings(BaseSettings):
    """Every setting there is; see the README for what each is for."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True, hide_input_in_errors=True)

    slack_bot_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, alias="SLACK_SIGNING_SECRET")
    slack_app_token: SecretStr | None = Field(None, alias="SLACK_APP_TOKEN")
    slack_client_id: str | None = Field(None, alias="SLACK_CLIENT_ID")
    slack_client_secret: SecretStr | None = Field(None, alias="SLACK_CLIENT_SECRET")
    slack_api_url: str = Field("https://slack.com/api/", alias="SLACK_API_URL")
    slack_posts: float = Field(20, alias="SIGNPOST_SLACK_POSTS_PER_SECOND", gt=0, le=100)
    slack_read_back: bool = Field(False, alias="SIGNPOST_SLACK_READ_BACK")

    teams_type: str | None = Field(None, alias="MicrosoftAppType")
    teams_app_id: str | None = Field(None, alias="MicrosoftAppId")
    teams_password: SecretStr | None = Field(None, alias="MicrosoftAppPassword")
    teams_tenant_id: str | None = Field(None, alias="MicrosoftAppTenantId")
    teams_password_expires: dt.date | None = Field(None, alias="SIGNPOST_TEAMS_PASSWORD_EXPIRES")
    teams_anonymous: bool = Field(False, alias="SIGNPOST_TEAMS_ANONYMOUS")

    host: str = Field("127.0.0.1", alias="SIGNPOST_HOST")
    port: int = Field(3978, alias="SIGNPOST_PORT", ge=0, le=65535)
    admin_host: str = Field("127.0.0.1", alias="SIGNPOST_ADMIN_HOST")
    admin_port: int = Field(3979, alias="SIGNPOST_ADMIN_PORT", ge=0, le=65535)
    desk_token: SecretStr | None = Field(None, alias="SIGNPOST_DESK_TOKEN")
    public_url: str | None = Field(None, alias="SIGNPOST_PUBLIC_URL")
    database_url: str = Field("sqlite:///data/signpost.sqlite3", alias="SIGNPOST_DATABASE_URL")
    data: Path = Field(Path("data"), alias="SIGNPOST_DATA")
    knowledge: Path | None = Field(None, alias="SIGNPOST_KNOWLEDGE")
    schedules: Path | None = Field(None, alias="SIGNPOST_SCHEDULES")
    log_level: str = Field("INFO", alias="SIGNPOST_LOG_LEVEL")

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_unset(cls, value: Any, info: Any) -> Any:
        if isinstance(value, str) and not value.strip():
            return cls.model_fields[info.field_name].default
        return value.strip() if isinstance(value, str) else value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, level: str) -> str:
        if level.upper() not in LEVELS:
            raise ValueError(f"must be {_or(list(LEVELS))}")
        return level.upper()

    @field_validator("slack_api_url", "public_url")
    @classmethod
    def _web_address(cls, address: str | None) -> str | None:
        if address is not None and not WEB_ADDRESS.fullmatch(address):
            raise ValueError("must be a web address, like https://bot.example")
        return address

    @classmethod
    def read(cls) -> Self:
        """Read the environment and the secrets folder. Raises SettingsError naming all that cannot be understood."""
        try:
            given = Path(os.environ.get("CREDENTIALS_DIRECTORY") or SECRETS)
            folder = given if given.is_dir() else None
            return cls(_secrets_dir=folder)  # type: ignore[call-arg]  # mypy cannot see pydantic-settings' own argument
        except ValidationError as error:
            wrong = ", ".join(f"{'.'.join(map(str, e['loc']))} ({_why(e['msg'])})" for e in error.errors())
            raise SettingsError(f"These settings cannot be understood: {wrong}.") from None

    def check(self) -> None:
        """Look at everything that can be refused before anything is started. Raises SettingsError."""
        self.slack()
        self.teams()
        self.desk()

    @property
    def loopback(self) -> bool:
        """Whether the public port can be reached from this machine only."""
        return is_loopback(self.host)

    @property
    def live(self) -> bool:
        """Whether officers are served: by a platform that reaches us from elsewhere, or over Slack's Socket Mode."""
        anywhere = not self.loopback and bool(self.slack_signing_secret or self.teams_app_id)
        return anywhere or (self.slack_app_token is not None and self.slack_api_url.startswith("https://slack.com/"))

    def slack(self) -> SlackCredentials | None:
        """Slack's credentials, None when Slack is not set up. Raises SettingsError when they are half-set."""
        token, secret, app = (
            self._plain("slack_bot_token"),
            self._plain("slack_signing_secret"),
            self._plain("slack_app_token"),
        )
        client, client_secret = self.slack_client_id, self._plain("slack_client_secret")
        if not any((token, secret, app, client, client_secret)):
            return None
        missing = []
        if client or client_secret:
            missing += ["SLACK_CLIENT_ID"] if not client else []
            missing += ["SLACK_CLIENT_SECRET"] if not client_secret else []
        elif not token:
            missing.append("SLACK_BOT_TOKEN")
        if not secret and not app:
            missing.append("SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode)")
        elif not secret and client:
            missing.append("SLACK_SIGNING_SECRET")
        if missing:
            raise SettingsError(
                f"Slack is only half set up: {_missing(missing)}. "
                "Set what is missing, or unset every SLACK_ setting to run without Slack."
            )
        if token and client:
            raise SettingsError(
                "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for installing into "
                "many: unset the token, or both of the others."
            )
        url = self.slack_api_url if self.slack_api_url.endswith("/") else self.slack_api_url + "/"
        return SlackCredentials(url, secret, token, app, client, client_secret)

    def teams(self) -> TeamsCredentials | None:
        """Teams' credentials, None when Teams is not set up. Raises SettingsError when half-set or unsafe."""
        password = self._plain("teams_password")
        if self.teams_anonymous:
            if not self.loopback:
                raise SettingsError(
                    "SIGNPOST_TEAMS_ANONYMOUS=1 answers anyone who can reach the port, so it needs a loopback "
                    f"SIGNPOST_HOST, not {self.host}. Unset it, or set SIGNPOST_HOST=127.0.0.1."
                )
            if self.teams_app_id or password:
                raise SettingsError(
                    "SIGNPOST_TEAMS_ANONYMOUS=1 and MicrosoftAppId contradict each other: unset one of them."
                )
            return TeamsCredentials(TeamsType.ANONYMOUS)
        if not any((self.teams_type, self.teams_app_id, password, self.teams_tenant_id)):
            return None
        kinds = [kind.value for kind in TeamsType if kind is not TeamsType.ANONYMOUS]
        if self.teams_type and self.teams_type not in kinds:
            raise SettingsError(f"MicrosoftAppType must be {_or(kinds)}, not {self.teams_type!r}.")
        kind = TeamsType(self.teams_type) if self.teams_type else TeamsType.SINGLE_TENANT
        wanted = {
            "MicrosoftAppId": self.teams_app_id,
            "MicrosoftAppPassword": password if kind is not TeamsType.MANAGED_IDENTITY else "none",
            "MicrosoftAppTenantId": self.teams_tenant_id if kind is not TeamsType.MULTI_TENANT else "none",
        }
        missing = [name for name, value in wanted.items() if not value]
        if missing:
            raise SettingsError(
                f"Teams is only half set up for {kind}: {_missing(missing)}. "
                "Set what is missing, or unset every MicrosoftApp setting to run without Teams."
            )
        return TeamsCredentials(kind, self.teams_app_id, password, self.teams_tenant_id)

    def desk(self) -> str | None:
        """The desk's token, None when none is set. Raises SettingsError for one that could be guessed."""
        token = self._plain("desk_token")
        if token is not None and len(token) < SHORTEST_TOKEN:
            raise SettingsError(
                f"SIGNPOST_DESK_TOKEN has {len(token)} characters, which can be guessed: set {SHORTEST_TOKEN} or more, "
                "for instance what `openssl rand -hex 24` prints, or unset it."
            )
        return token

    def _plain(self, name: str) -> str | None:
        secret: SecretStr | None = getattr(self, name)
        return secret.get_secret_value() if secret else None


def _why(said: str) -> str:
    ours, _, words = said.partition("Value error, ")
    return words or ours.lower()


def is_loopback(host: str) -> bool:
    """Whether *host* names this machine only; a name that is not an address counts only if it is ``localhost``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _missing(names: list[str]) -> str:
    return f"{names[0]} is missing" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are missing"


def _or(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
