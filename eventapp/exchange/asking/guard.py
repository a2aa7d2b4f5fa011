"""Which addresses we ask: those of the web, and never one inside our own network.

An organiser types an address, and our server goes there. Without a judge in between,
whoever has an organiser's session could read what only this machine can reach.
"""

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from eventapp.exchange.asking.errors import (
    InnerAddress,
    NamesSomebody,
    NoAddress,
    NoSuchHost,
    OddPort,
)

LONGEST = 1000
SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
PORTS = {"http": 80, "https": 443}
USUAL_PORTS = frozenset({80, 443, 8000, 8080, 8443})
HOST = re.compile(r"[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\]")

# Where clouds tell a machine its own secrets; no list of hosts opens these. The first
# two look like public numbers, and are Azure's and Oracle's.
SECRETIVE = frozenset(
    map(
        ipaddress.ip_address,
        (
            *("168.63.129.16", "192.0.0.192", "169.254.169.254", "100.100.100.200"),
            *("fd00:ec2::254", "fd20:ce::254", "fe80::a9fe:a9fe"),
        ),
    )
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Endpoint = tuple[socket.AddressFamily, tuple[str, int]]


@dataclass(frozen=True)
class Target:
    """One address, taken apart: only what we send and where."""

    scheme: str
    host: str  # as a resolver wants it: ASCII, without brackets
    port: int
    path: str  # with the query

    @property
    def address(self) -> str:
        """The whole of it, as it is asked."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """What the Host header says."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"

    def leads_to(self, location: str, allowed: Sequence[str]) -> "Target":
        """Where a redirect leads.

        Raises:
            FileRefused: nobody goes there.
        """
        return target_of(urljoin(self.address, location.strip()), allowed=allowed)


def target_of(text: str, *, allowed: Sequence[str] = ()) -> Target:
    """What an address means; `webcal:` is what calendars call https.

    Raises:
        NoAddress: it is none of the web.
        NamesSomebody: it holds a name or a password.
        OddPort: nobody has a calendar there.
    """
    if len(text) > LONGEST or not text.isprintable() or "\\" in text or " " in text:
        raise NoAddress
    try:
        parts = urlsplit(text)
        port, host = parts.port, (parts.hostname or "")
        host = host if ":" in host else host.rstrip(".").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise NoAddress from None
    scheme = SCHEMES.get(parts.scheme.lower())
    if "@" in parts.netloc:
        raise NamesSomebody
    written = f"[{host}]" if ":" in host else host.lower()
    if scheme is None or not HOST.fullmatch(written.lower()):
        raise NoAddress
    port = PORTS[scheme] if port is None else port
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    found = Target(scheme, host.lower(), port, path)
    if port not in USUAL_PORTS and not is_allowed(found, allowed):
        raise OddPort(port=port)
    return found


def is_allowed(target: Target, allowed: Sequence[str]) -> bool:
    """Whether the operator lets us ask this host although it is an inner one."""
    return target.host in allowed or f"{target.host}:{target.port}" in allowed


def endpoints(target: Target, allowed: Sequence[str]) -> list[Endpoint]:
    """Where the name leads now; the connection goes to one of these and nowhere else.

    One inner address among public ones refuses them all: names that mean both are how
    a judge is deceived.

    Raises:
        NoSuchHost: nowhere.
        InnerAddress: into an inner network.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoSuchHost(host=target.host) from None
    is_listed = is_allowed(target, allowed)
    places: list[Endpoint] = []
    for family, _kind, _protocol, _name, place in found:
        number = str(place[0]).partition("%")[0]
        if not may_be_asked(ipaddress.ip_address(number), is_listed=is_listed):
            raise InnerAddress(host=target.host)
        places.append((family, (number, target.port)))
    if not places:
        raise NoSuchHost(host=target.host)
    return places


def may_be_asked(number: Ip, *, is_listed: bool) -> bool:
    """Whether a connection may go to this number."""
    inner = _inside(number)
    if inner is not None:  # an IPv4 number in IPv6 clothes
        return may_be_asked(inner, is_listed=is_listed)
    if number in SECRETIVE or number.is_multicast or number.is_unspecified:
        return False
    if number.is_link_local:
        return False
    if is_listed:
        return True
    is_site_local = isinstance(number, ipaddress.IPv6Address) and number.is_site_local
    return number.is_global and not number.is_reserved and not is_site_local


def _inside(number: Ip) -> ipaddress.IPv4Address | None:
    if isinstance(number, ipaddress.IPv4Address):
        return None
    if number.ipv4_mapped or number.sixtofour:
        return number.ipv4_mapped or number.sixtofour
    if number.teredo:
        return number.teredo[1]
    last = int(number) & 0xFFFFFFFF
    is_old = int(number) >> 32 == 0 and last > 1  # ::a.b.c.d, not :: nor ::1
    return ipaddress.IPv4Address(last) if number in NAT64 or is_old else None
