"""A directory of one's own: an OpenID Connect provider on 127.0.0.1 that signs in whomever the test says.

It is a real one as far as signing in goes: it signs by RS256 a token that is for one client, one sign-in (nonce) and
one minute, publishes its key, and hands the token out to whoever knows the code and its PKCE verifier.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "tandem"


@dataclass
class Directory:
    """`person` is what it says of whoever signs in there; `claims` of its id_token are put right or wrong by a test,
    as is the key it `signs` with and how."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    signs: Any = None
    algorithm: str = "RS256"
    asked: dict[str, str] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    seen: list[str] = field(default_factory=list)

    def answer(self, path: str, given: dict[str, str]) -> tuple[int, Any]:
        self.seen.append(path)
        match path:
            case "/.well-known/openid-configuration":
                return 200, {
                    "issuer": self.address,
                    "authorization_endpoint": f"{self.address}/authorize",
                    "token_endpoint": f"{self.address}/token",
                    "userinfo_endpoint": f"{self.address}/userinfo",
                    "jwks_uri": f"{self.address}/keys",
                }
            case "/authorize":
                self.asked = given
                back = {"code": "once", "state": given["state"]}
                return 302, f"{given['redirect_uri']}?{urlencode(back)}"
            case "/keys":
                numbers = self.key.public_key().public_numbers()
                return 200, {"keys": [{"kty": "RSA", "alg": "RS256", "kid": "one", "use": "sig",
                                       "n": _written(numbers.n), "e": _written(numbers.e)}]}  # fmt: skip
            case "/token":
                if not self._is_who_asked(given):
                    return 400, {"error": "invalid_grant"}
                return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}
            case "/userinfo":
                return 200, {**self.person, **self.userinfo}
        return 404, {}

    def id_token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": self.asked["nonce"],
            **self.person,
            **self.claims,
        }
        key = self.signs if self.signs is not None else self.key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "one"})

    def _is_who_asked(self, given: dict[str, str]) -> bool:
        """The code, and the verifier of which only the challenge was told when the code was asked for."""
        hashed = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
        return given.get("code") == "once" and challenge == self.asked["code_challenge"]


@contextmanager
def serving() -> Iterator[Directory]:
    directory = Directory()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

        def answer(self, given: str) -> None:
            status, body = directory.answer(urlsplit(self.path).path, dict(parse_qsl(given)))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body)
                self.end_headers()
                return
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    directory.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield directory
    server.shutdown()
    server.server_close()


def _written(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
