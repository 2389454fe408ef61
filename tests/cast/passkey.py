"""A passkey in software: makes and signs what a browser would send, as honest as a test wants it."""

import json
from dataclasses import dataclass, field
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from autossa.store import models

ORIGIN = "https://testserver"
LOG_IN = "/account/factors/passkeys/login/"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    """Of a person; `count` is how often it has signed."""

    user: Any
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a passkey of a test"

    def register(self) -> int:
        """Put it among the factors of its person."""
        public = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        flags = _PRESENT | _VERIFIED | _ATTESTED
        said = AuthenticatorData.create(sha256(b"testserver"), flags, self.count, public)
        response = {
            "clientDataJSON": self._client("webauthn.create", "AAAA"),
            "attestationObject": websafe_encode(AttestationObject.create("none", said, {})),
        }
        data = {"name": "Software", "credential": self._credential(response)}
        row = Authenticator.objects.create(user_id=self.user, type="webauthn", data=data)
        return int(row.pk)

    def sign(self, challenge: str, *, verified: bool = True, count: int | None = None, origin: str = ORIGIN) -> str:
        """The answer to a challenge, counting on unless the test counts itself."""
        self.count = self.count + 1 if count is None else count
        said = AuthenticatorData.create(sha256(b"testserver"), _PRESENT | (_VERIFIED if verified else 0), self.count)
        client = json.dumps({"type": "webauthn.get", "challenge": challenge, "origin": origin}).encode()
        signature = self.key.sign(said + sha256(client), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(said),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(user_pk_to_url_str(models.User.objects.get(pk=self.user)).encode()),
        }
        return json.dumps(self._credential(response))

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {
            "id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response,
        }  # fmt: skip

    def _client(self, kind: str, challenge: str) -> str:
        return websafe_encode(json.dumps({"type": kind, "challenge": challenge, "origin": ORIGIN}).encode())


def challenge_for_log_in(client: Client) -> str:
    """What the page asks a passkey."""
    asked = client.get(LOG_IN, headers={"x-requested-with": "XMLHttpRequest", "accept": "application/json"})
    return str(asked.json()["request_options"]["publicKey"]["challenge"])
