"""Password hashes by argon2id, with parameters measured for a desk's machine."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_decoy = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """The hash to keep; slow by intention (about 30 ms)."""
    return _hasher.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether `password` belongs to the hash; as slow without a hash as with one."""
    try:
        return _hasher.verify(kept or _decoy, password) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def renewed(kept: str | None, password: str) -> str | None:
    """The hash by the parameters of today; None where `kept` is one already."""
    return hashed(password) if kept and _hasher.check_needs_rehash(kept) else None
