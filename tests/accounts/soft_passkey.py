"""A passkey in software, as a device answers: WebAuthn level 3, section 6."""

import hashlib
import json
from base64 import urlsafe_b64encode
from typing import Any
from uuid import uuid4

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def letters(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


class SoftPasskey:
    """One key pair; whoever holds it answers what it is asked."""

    def __init__(self, origin: str = "https://week.example") -> None:
        self.origin = origin
        self.host = origin.partition("://")[2].partition(":")[0]
        self.credential_id = uuid4().bytes
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.uses = 0
        self.bearer = b""

    def made(self, options: dict[str, Any], **changes: Any) -> str:
        """The answer of a browser that was asked to make it."""
        self.bearer = options["user"]["id"].encode()
        told = self._told("webauthn.create", options, **changes)
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {
                1: 2,
                3: -7,
                -1: 1,
                -2: numbers.x.to_bytes(32),
                -3: numbers.y.to_bytes(32),
            }
        )
        held = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id
        data = self._facts(PRESENT | VERIFIED | ATTESTED) + held + public
        attested = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(
            {
                "clientDataJSON": letters(told),
                "attestationObject": letters(cbor2.dumps(attested)),
                "transports": ["internal", "telepathy"],
            }
        )

    def proof(
        self, options: dict[str, Any], *, looks: bool = True, **changes: Any
    ) -> str:
        """The answer of a browser that was asked to prove somebody."""
        self.uses += 1
        told = self._told("webauthn.get", options, **changes)
        data = self._facts(PRESENT | (VERIFIED if looks else 0))
        signed = data + hashlib.sha256(told).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": letters(told),
                "authenticatorData": letters(data),
                "signature": letters(signature),
                "userHandle": self.bearer.decode() or None,
            }
        )

    def _told(self, kind: str, options: dict[str, Any], **changes: Any) -> bytes:
        told = {
            "type": kind,
            "challenge": options["challenge"],
            "origin": self.origin,
        }
        return json.dumps(told | changes).encode()

    def _facts(self, flags: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([flags]) + self.uses.to_bytes(4)

    def _answer(self, response: dict[str, Any]) -> str:
        key = letters(self.credential_id)
        return json.dumps(
            {"id": key, "rawId": key, "type": "public-key", "response": response}
        )
