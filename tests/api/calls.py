"""A client that sends a token, as a script would."""

from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.utils import timezone

from tandem.accounts import actions
from tandem.accounts.scopes import PERSONS_ONLY, Scope, open_to
from tests.cast import Person


def token_of(who: Person, scopes: Iterable[Scope] | None = None, *, service: bool = False) -> str:
    """A new token's secret: with every scope that whoever makes it has the use of, unless some are named."""
    wanted = open_to(who.actor.capabilities) if scopes is None else list(scopes)
    if service:
        wanted = [scope for scope in wanted if scope not in PERSONS_ONLY]
    made = actions.make_token("Test", wanted, days=30, by=who.actor, now=timezone.now(), service=service)
    return made[1]


class Api:
    """Speaks to /api/v1 with one token; every answer is JSON unless it is a file."""

    def __init__(self, secret: str, language: str = "en") -> None:
        self.client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": language})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers=_dashed(headers)
        )

    def patch(self, path: str, body: Any) -> Any:
        return self.send("PATCH", path, body)

    def send(self, method: str, path: str, body: Any) -> Any:
        return getattr(self.client, method.lower())(f"/api/v1/{path}", body, content_type="application/json")

    def upload(self, path: str, body: dict[str, Any], **headers: str) -> Any:
        return self.client.post(f"/api/v1/{path}", body, headers=_dashed(headers))


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
