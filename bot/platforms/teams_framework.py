"""Everything Signpost takes from Microsoft's Bot Framework SDK: its activity model, its check of who is calling, and
its way to our own token. The SDK is archived; moving to its successor means rewriting this module.

Its own HTTP client, adapter and key store are not used: they block the event loop for seconds, answer forged tokens
with 500, and accept tokens that never expire.
"""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import msal
import requests
from botbuilder.schema import Activity
from botframework.connector.auth import (
    AuthenticationConstants,
    ChannelValidation,
    JwtTokenExtractor,
    ManagedIdentityAppCredentials,
    MicrosoftAppCredentials,
    SimpleCredentialProvider,
    VerifyOptions,
)

from bot.platforms.teams_access import MANAGED_IDENTITY, MICROSOFT, Cloud, TeamsAccess
from bot.platforms.teams_keys import Keys
from bot.platforms.teams_vouched import Checked, Vouched

CHANNEL = "msteams"
TIMES = frozenset(("timestamp", "localTimestamp", "expiration"))
ISSUER: str = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
LEEWAY = 300  # seconds, Microsoft's own
LONGEST_HEADER = 8_000

TOKEN_FRESH, TOKEN_OLD = 240.0, 2700.0  # MSAL keeps the token itself; this is how often it is asked
TOKEN_WAIT = 5.0
TRIED_AGAIN = 15.0

REFUSALS = {
    "AADSTS7000215": "MicrosoftAppPassword is not this app's secret: make a new one under Certificates & secrets",
    "AADSTS7000222": "MicrosoftAppPassword has expired: make a new secret under Certificates & secrets",
    "AADSTS700016": "MicrosoftAppId is not known in this tenant: check MicrosoftAppId and MicrosoftAppTenantId",
    "AADSTS90002": "MicrosoftAppTenantId is not a tenant Microsoft knows",
    "invalid_tenant": "MicrosoftAppTenantId is not a tenant Microsoft knows",
    "invalid_client": "check MicrosoftAppId and MicrosoftAppPassword",
    "unauthorized_client": "check MicrosoftAppId, MicrosoftAppType and MicrosoftAppTenantId",
}
PASSING = ("temporarily_unavailable", "server_error", "request_timeout")
_CODE = re.compile(r"AADSTS[0-9]{1,9}|invalid_[a-z]{1,20}|unauthorized_client")


class TokenRefusedError(Exception):
    """Microsoft refuses our credentials; a person has to act. The message is a sentence for that person."""


class TokenUnavailableError(Exception):
    """Our token could not be asked for, or not in time; nothing is known about the credentials."""


def read(body: Mapping[str, Any]) -> Any:
    """*body* as the SDK's Activity; raises whatever the SDK raises on the wrong types.

    Times are left out: nobody needs them, and one that the SDK cannot read would lose the message.
    """
    return Activity().deserialize({name: value for name, value in body.items() if name not in TIMES})


class Door:
    """Says whether a call comes from Teams: by its token's signature, issuer, audience, age and service address."""

    def __init__(self, access: TeamsAccess, keys: Keys) -> None:
        self._access = access
        options = VerifyOptions([ISSUER], None, LEEWAY, ignore_expiration=False)
        self._extractor = JwtTokenExtractor(options, "", ["RS256"])
        self._extractor.open_id_metadata = keys  # instead of its own, which blocks
        self._credentials = SimpleCredentialProvider(access.app_id, None)
        self._keys, self._checked = keys, Checked(keys)

    async def admits(self, header: str, activity: Any) -> bool:
        """Whether *activity* was sent by Teams to us; never raises."""
        if self._access.anonymous:
            return True
        if activity.channel_id != CHANNEL or len(header) > LONGEST_HEADER:
            return False
        try:
            vouched = await self._checked.find(header) or await self._check(header)
        except Exception:  # noqa: BLE001 -- the SDK raises anything at all on a bad token
            return False
        return vouched is not None and vouched.service_url == activity.service_url

    async def _check(self, header: str) -> Vouched | None:
        """What *header* vouches for, None when it could not be Teams'. Raises whatever the SDK finds wrong with it."""
        key_id = self._plausible(header)
        if key_id is None:
            return None
        key = await self._keys.get(key_id)
        identity = await self._extractor.get_identity_from_auth_header(header, CHANNEL)
        await ChannelValidation.validate_identity(identity, self._credentials)
        url, expires = (identity.get_claim_value(name) for name in (ChannelValidation.SERVICE_URL_CLAIM, "exp"))
        found = Vouched(url, expires + LEEWAY, key_id, key)
        if await self._keys.get(key_id) is key:  # else nobody knows with which of the two it was checked
            self._checked.remember(header, found)
        return found

    def _plausible(self, header: str) -> str | None:
        """The key that *header* names if it could be Teams': fetches nothing, keeps out what the SDK stumbles over."""
        scheme, _, token = header.partition(" ")
        if scheme != "Bearer" or not token or " " in token:
            return None
        try:
            head = jwt.get_unverified_header(token)
            claims = jwt.decode(token, options={"verify_signature": False})
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
            return None
        could_be = (
            head.get("alg") == "RS256"
            and isinstance(head.get("kid"), str)
            and isinstance(claims.get("exp"), int)
            and claims.get("iss") == ISSUER
            and claims.get("aud") == self._access.app_id
            and isinstance(claims.get("serviceurl"), str)
        )
        return str(head["kid"]) if could_be else None


class _Hurried(requests.Session):
    """MSAL's HTTP client, which would otherwise wait for ever."""

    def request(self, *arguments: Any, **options: Any) -> requests.Response:
        options.setdefault("timeout", (3, 8))
        if self.verify is not True:
            options.setdefault("verify", self.verify)  # else the environment's bundle would win
        return super().request(*arguments, **options)


class Token:
    """Our own token for the connector. Asked for in a thread, since MSAL blocks; renewed before it is old."""

    def __init__(
        self, access: TeamsAccess, cloud: Cloud = MICROSOFT, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._access, self._cloud, self._clock = access, cloud, clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="teams-token")
        self._session = _Hurried()
        if cloud.authorities:
            self._session.verify = cloud.authorities
        self._credentials: Any = None
        self._token: str | None = None
        self._got = self._failed = float("-inf")
        self._asking: asyncio.Task[str] | None = None
        self.trouble: str | None = None

    async def get(self) -> str | None:
        """The token, None when anonymous. Raises TokenRefusedError or TokenUnavailableError."""
        if self._access.anonymous:
            return None
        age = self._clock() - self._got
        if self._token is not None and age < TOKEN_OLD:
            if age > TOKEN_FRESH and self._clock() - self._failed > TRIED_AGAIN:
                self._ask()
            return self._token
        try:
            return await asyncio.wait_for(asyncio.shield(self._ask()), TOKEN_WAIT)
        except TimeoutError:
            raise TokenUnavailableError("Microsoft's login did not answer in time") from None

    async def why_not(self) -> str | None:
        """Why there is no token, None when there is one. Asks again only when the last failure is some time ago."""
        if self.trouble is None or self._clock() - self._failed > TRIED_AGAIN:
            try:
                await self.get()
            except (TokenRefusedError, TokenUnavailableError) as error:
                return str(error)
        return self.trouble

    def drop(self) -> None:
        """Teams did not take the token: ask for another one."""
        self._token, self._credentials = None, None

    def close(self) -> None:
        """Let go of the thread; what it is asking for is no longer wanted."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._session.close()

    def _ask(self) -> asyncio.Task[str]:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._renew())
            self._asking.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._asking

    async def _renew(self) -> str:
        try:
            token = await asyncio.get_running_loop().run_in_executor(self._thread, self._acquire)
        except TokenRefusedError as error:
            self._failed, self.trouble = self._clock(), str(error)
            raise
        except Exception as error:  # noqa: BLE001 -- MSAL raises anything; all of it means the same here
            unreached = TokenUnavailableError(f"Microsoft's login cannot be reached ({type(error).__name__})")
            self._failed, self.trouble = self._clock(), f"{unreached}."
            raise unreached from None
        self._token, self._got, self.trouble = token, self._clock(), None
        return token

    def _acquire(self) -> str:
        """Blocks for seconds; runs in the thread."""
        try:
            credentials = self._credentials = self._credentials or self._new_credentials()
            return str(credentials.get_access_token())
        except (PermissionError, ValueError, KeyError) as error:
            said = f"{error} {error.__context__}"  # MSAL hides some of what Microsoft said in the context
            codes = _CODE.findall(said)
            if any(word in said for word in PASSING) or (not codes and not isinstance(error, KeyError)):
                raise
            word = max(codes, key=lambda code: code in REFUSALS and code.startswith("AADSTS"), default="no token")
            advice = REFUSALS.get(word, REFUSALS["invalid_client"] if codes else "check the managed identity")
            raise TokenRefusedError(f"Microsoft refuses Signpost's credentials ({word}): {advice}.") from None

    def _new_credentials(self) -> Any:
        access, session = self._access, self._session
        if access.type == MANAGED_IDENTITY:
            managed = ManagedIdentityAppCredentials(access.app_id)
            managed.app = msal.ManagedIdentityClient(
                msal.UserAssignedManagedIdentity(client_id=access.app_id), http_client=session
            )
            return managed
        credentials = MicrosoftAppCredentials(access.app_id, access.password, access.tenant_id)
        credentials.app = msal.ConfidentialClientApplication(
            access.app_id,
            access.password,
            authority=self._cloud.login + credentials.tenant,
            http_client=session,
            instance_discovery=None if self._cloud == MICROSOFT else False,
        )
        return credentials
