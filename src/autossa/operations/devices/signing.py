"""Claims become a signed text: compact JWS, Ed25519, by the key that signs now."""

import json
from collections.abc import Mapping
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.module_loading import import_string
from jwt.api_jws import PyJWS

from autossa.gateways.signing.protocol import KeyUnavailable, SigningKeys
from autossa.operations.errors import Invalid
from autossa.queries.devices.signing_keys import current_kid

ALGORITHM = "EdDSA"
_JWS = PyJWS(algorithms=[ALGORITHM])


class NoSigningKey(Invalid):
    """Nothing can be signed: there is no key yet. Run `autossa keys-signing new`."""


class SigningKeyUnavailable(Invalid):
    """Nothing can be signed: {why}."""


def keys() -> SigningKeys:
    """The private keys, where the settings say."""
    made: SigningKeys = _gateway(settings.SIGNING_GATEWAY)()
    return made


def signing_kid() -> str:
    """The key that signs now. Raises NoSigningKey."""
    kid = current_kid()
    if kid is None:
        raise NoSigningKey
    return kid


def sign_claims(*, claims: Mapping[str, object], typ: str, kid: str | None = None) -> str:
    """The claims as compact JWS of a `typ`; `kid` is the key that signs now, for who has read it already.

    Raises NoSigningKey, SigningKeyUnavailable.
    """
    return sign_text(json.dumps(claims, separators=(",", ":"), ensure_ascii=False), typ=typ, kid=kid or signing_kid())


def sign_text(text: str, *, typ: str, kid: str) -> str:
    """The claims, as the JSON text that they are already. Raises SigningKeyUnavailable."""
    return _JWS.encode(text.encode(), _private(kid), ALGORITHM, {"typ": typ, "kid": kid})


def why_unable() -> str:
    """Why nothing can be signed at present; empty where it can."""
    try:
        _private(signing_kid())
    except (NoSigningKey, SigningKeyUnavailable) as error:
        return str(error)
    return ""


def _private(kid: str) -> Ed25519PrivateKey:
    try:
        return keys().private(kid)
    except KeyUnavailable as error:
        raise SigningKeyUnavailable(why=str(error)) from None


@lru_cache
def _gateway(name: str) -> type[SigningKeys]:
    found: type[SigningKeys] = import_string(name)
    return found
