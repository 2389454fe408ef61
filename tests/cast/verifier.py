"""The stand-alone verifier of the docs, as its users run it, and texts signed for it."""

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.api_jws import PyJWS

from autossa.gateways.signing.pem import public_half
from autossa.gateways.signing.protocol import jwk_of, kid_of

FOLDER = Path(__file__).parents[2] / "docs" / "verifier"
LICENSE, RELEASE = "autossa-license+jwt", "autossa-release+jwt"
_SPEC = importlib.util.spec_from_file_location("verify", FOLDER / "verify.py")
assert _SPEC is not None
assert _SPEC.loader is not None
verifier = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(verifier)

KEY = Ed25519PrivateKey.from_private_bytes(b"a key for tests and nothing else")


def key_set(*keys: Ed25519PrivateKey) -> dict[str, Any]:
    """The JWKS of these keys."""
    return {"keys": [{"alg": "EdDSA", "use": "sig", "kid": kid(key), **jwk_of(public_half(key))} for key in keys]}


def kid(key: Ed25519PrivateKey) -> str:
    return kid_of(public_half(key))


def signed(claims: Mapping[str, Any], typ: str, key: Ed25519PrivateKey = KEY, **header: str) -> str:
    """Claims as we sign them; `header` says something else."""
    payload = json.dumps(claims, separators=(",", ":"), ensure_ascii=False).encode()
    return PyJWS(algorithms=["EdDSA"]).encode(payload, key, "EdDSA", {"typ": typ, "kid": kid(key)} | header)
