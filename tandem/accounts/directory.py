"""One's own directory, by OpenID Connect. allauth goes there and back, with PKCE and a state kept in the session.

What it does not do is done here: an id_token that came straight from the token endpoint is verified like any other,
by the keys that the issuer publishes, and it must be the answer to this very sign-in (its nonce).
"""

from collections.abc import Mapping
from typing import Any, cast

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string
from requests import RequestException

# With two keys, so that whoever can verify a token cannot make one.
ALGORITHMS = frozenset(
    ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
)
CLAIMS = ["iss", "aud", "exp", "iat", "sub", "nonce"]
# How far the directory's clock may be from ours, in seconds.
LEEWAY = 60


class UnprovenError(OAuth2Error):  # type: ignore[misc]  # allauth ships no types
    """The directory answered, and its answer proves nothing. The page says so; the log says why."""

    unproven = True


class DirectoryClient(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth ships no types
    """Asks the directory and verifies what it says."""

    nonce = ""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        said = {"id_token": claims}
        if "userinfo_endpoint" in self.openid_config:
            said["userinfo"] = self._fetch_user_info(token.token)
            if said["userinfo"].get("sub") != claims["sub"]:
                raise UnprovenError("the userinfo is of another person than the id_token")
        return self.get_provider().sociallogin_from_response(request, said)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Raises UnprovenError."""
        issuer = self._issuer(app)
        try:
            key, algorithm = self._key(jwt.get_unverified_header(id_token))
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key,
                algorithms=[algorithm],
                audience=app.client_id,
                issuer=issuer,
                leeway=LEEWAY,
                options={"require": CLAIMS},
            )
        except (jwt.PyJWTError, TypeError, ValueError, KeyError) as error:
            raise UnprovenError(f"the id_token: {error or type(error).__name__}") from error
        if not self.nonce or not constant_time_compare(claims["nonce"], self.nonce):
            raise UnprovenError("the id_token is the answer to another sign-in (nonce)")
        if claims.get("azp", app.client_id) != app.client_id:
            raise UnprovenError("the id_token was issued to another client (azp)")
        return claims

    def _issuer(self, app: SocialApp) -> str:
        """Its own name, which must be the one it is configured by: else it would speak for another."""
        named = str(self.openid_config.get("issuer", ""))
        configured = app.settings["server_url"].partition("/.well-known/")[0]
        if named.rstrip("/") != configured.rstrip("/"):
            raise UnprovenError(f"the issuer calls itself {named}, not {configured}")
        return named

    def _key(self, header: Mapping[str, Any]) -> tuple[Any, str]:
        """The published key that the token names, and the algorithm it is for. Raises KeyError or PyJWTError."""
        algorithm = header["alg"]
        if algorithm not in ALGORITHMS:
            raise UnprovenError(f"the id_token is signed by {algorithm}, which proves nothing here")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        signing = [key for key in keys if key.public_key_use in (None, "sig")]
        if "kid" in header:
            signing = [key for key in signing if key.key_id == header["kid"]]
        if len(signing) != 1:
            raise UnprovenError(f"{len(signing)} published keys fit the id_token")
        return signing[0].key, algorithm


class DirectoryProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth ships no types
    oauth2_adapter_class = DirectoryClient

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, Any]:
        """Nothing that goes to the directory comes from the address of a page."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return list(self.get_scope())

    def redirect(self, request: HttpRequest, process: str, **kwargs: Any) -> HttpResponse:
        """To sign in, whatever `process` a form asks for: whom the directory knows is matched by address."""
        nonce = get_random_string(32)
        params = {**(kwargs.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        try:
            response = super().redirect(request, "login", auth_params=params, nonce=nonce, **kwargs)
        except (RequestException, KeyError) as error:  # it does not answer, or not as a directory does
            response = render_authentication_error(request, self, exception=error)
        return cast("HttpResponse", response)


class DirectoryCallbackView(OAuth2CallbackView):  # type: ignore[misc]  # allauth ships no types
    adapter: DirectoryClient

    def _get_state(
        self, request: HttpRequest, provider: DirectoryProvider
    ) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the directory."""
    view = DirectoryCallbackView.adapter_view(DirectoryClient(request, provider_id))
    try:
        return cast("HttpResponse", view(request))
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
