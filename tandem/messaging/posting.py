"""One POST to an address that somebody typed in: no redirect followed, no proxy, an end to waiting.

`guarded` (in production) also refuses what is not https and every address that is not public. The name is resolved
here and the connection made to the very address that was checked, so that a name cannot mean another a moment later.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

LONGEST_WAIT = 10.0  # seconds for the whole exchange
KEPT = 500  # characters of an answer
# All of IPv6 that the internet routes (RFC 4291, IANA). Elsewhere stand old ways to write an IPv4 address (::/96,
# ::ffff:0:0:0/96), a network's own translator (64:ff9b:1::/48, RFC 8215) and site-local addresses (fec0::/10).
UNICAST = ipaddress.ip_network("2000::/3")
DOCUMENTATION = ipaddress.ip_network("3fff::/20")  # RFC 9637


@dataclass(frozen=True)
class Answer:
    """`status` is None where no answer came; `problem` says why."""

    status: int | None = None
    excerpt: str = ""
    problem: str = ""
    milliseconds: int = 0

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class UnsafeError(Exception):
    """An address that must not be called."""


def problem_of(url: str, *, guarded: bool) -> str:
    """What is wrong with an address before anybody calls it; empty where nothing is."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _("This is not an address that can be called.")
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        return _("This is not an address that can be called.")
    if parts.username or parts.password:
        return _("The address must not contain a name or a password: the signature says who calls.")
    if guarded and parts.scheme != "https":
        return _("The address must begin with https://, so that nobody on the way reads what is sent.")
    return ""


def post(url: str, body: bytes, headers: Mapping[str, str], *, guarded: bool) -> Answer:
    started = time.monotonic()

    def spent() -> int:
        return round((time.monotonic() - started) * 1000)

    try:
        if problem := problem_of(url, guarded=guarded):
            raise UnsafeError(problem)
        status, excerpt = _exchange(urlsplit(url), body, headers, guarded=guarded)
    except (UnsafeError, HTTPException, OSError, ValueError) as error:
        said = _("No answer within %(seconds)d seconds.") % {"seconds": LONGEST_WAIT}
        return Answer(
            problem=said if isinstance(error, TimeoutError) else (str(error) or type(error).__name__)[:300],
            milliseconds=spent(),
        )
    return Answer(status, excerpt, milliseconds=spent())


def _exchange(
    parts: SplitResult, body: bytes, headers: Mapping[str, str], *, guarded: bool
) -> tuple[int, str]:
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = HTTPConnection(host, port, timeout=LONGEST_WAIT)
    if parts.scheme == "https":
        connection = HTTPSConnection(host, port, timeout=LONGEST_WAIT, context=ssl.create_default_context())
    late = threading.Event()
    with closing(connection):
        _connect(connection, host, port, guarded=guarded)
        # An answer that comes drop by drop never times out by itself.
        end = threading.Timer(LONGEST_WAIT, _hang_up, [connection.sock, late])
        end.daemon = True
        end.start()
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", target, body, dict(headers))
            answer = connection.getresponse()
            text = answer.read(KEPT * 4).decode("utf-8", "replace").replace("\x00", "")
        except (HTTPException, OSError) as error:
            if late.is_set():
                raise TimeoutError from error
            raise
        finally:
            end.cancel()
    return answer.status, text[:KEPT]


def _connect(connection: HTTPConnection, host: str, port: int, *, guarded: bool) -> None:
    """To the address that was checked, under the name that was asked for."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise UnsafeError(_("There is no host “%(host)s”.") % {"host": host}) from error
    addresses = [str(entry[4][0]) for entry in found]
    if guarded and not all(_public(address) for address in addresses):
        raise UnsafeError(
            _("“%(host)s” is not a public address; webhooks go to public ones only.") % {"host": host}
        )
    plain = socket.create_connection((addresses[0], port), timeout=LONGEST_WAIT)
    if isinstance(connection, HTTPSConnection):
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()  # also when the task is cut off: the socket is nobody's yet
            raise
    else:
        connection.sock = plain


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _public(str(inner))
        if ip not in UNICAST or ip in DOCUMENTATION:
            return False
    return ip.is_global and not ip.is_multicast


def _hang_up(sock: socket.socket, late: threading.Event) -> None:
    late.set()
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # closed already
