"""From where the present request comes: a network's address, and what browser asks."""

from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

NETWORKS = {4: 24, 6: 48}  # bits of an address that tell a network, and no person


@dataclass(frozen=True)
class Origin:
    """An address, and words for the device; both empty for the worker and commands."""

    address: str = ""
    device: str = ""  # "Firefox, Windows"

    @property
    def network(self) -> str:
        """The network alone: enough to see that it is another one."""
        if not self.address:
            return ""
        bits = NETWORKS[ip_address(self.address).version]
        return str(ip_network(f"{self.address}/{bits}", strict=False))


NOWHERE = Origin()

_origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def came_from() -> Origin:
    """From where the present request came."""
    return _origin.get()


def come_from(origin: Origin) -> None:
    """Say it from now on, in this request."""
    _origin.set(origin)
