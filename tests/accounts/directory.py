"""A directory of one's own: an OpenID Connect provider on 127.0.0.1 that signs in whomever the test says."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "tandem"


@dataclass
class Directory:
    """`person` is what it says of whoever signs in there; `audience` whom its id_token is for."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    audience: str = CLIENT
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    seen: list[str] = field(default_factory=list)

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
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
                back = {"code": "once", "state": query["state"][0]}
                return 302, f"{query['redirect_uri'][0]}?{urlencode(back)}"
            case "/keys":
                numbers = self.key.public_key().public_numbers()
                return 200, {"keys": [{"kty": "RSA", "alg": "RS256", "kid": "one", "use": "sig",
                                       "n": _written(numbers.n), "e": _written(numbers.e)}]}  # fmt: skip
            case "/token":
                return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}
            case "/userinfo":
                return 200, self.person
        return 404, {}

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.address, "aud": self.audience, "iat": now, "exp": now + 60, **self.person}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})


@contextmanager
def serving() -> Iterator[Directory]:
    directory = Directory()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            status, body = directory.answer(parts.path, parse_qs(parts.query))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body)
                self.end_headers()
                return
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

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
