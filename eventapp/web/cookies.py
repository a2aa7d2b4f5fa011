"""Names of cookies that open something."""

from eventapp.config import current


def name_of(plain: str) -> str:
    """The name by which browsers know a cookie.

    Over HTTPS it begins with `__Host-`: browsers take such a cookie from this host
    alone, not from one beside it in the same domain (RFC 6265bis, 4.1.3.2).
    """
    return f"__Host-{plain}" if current().is_secure else plain
