"""Private keys as PKCS#8 PEM, read and written; no error repeats anything of what was read."""

import re
from collections.abc import Iterator

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from autossa.gateways.signing.protocol import KeyUnavailable

_BLOCK = re.compile(r"-----BEGIN PRIVATE KEY-----.+?-----END PRIVATE KEY-----", re.S)


def write(key: Ed25519PrivateKey) -> bytes:
    """The key as PKCS#8 PEM, not encrypted: its file is for this account alone."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read(pem: bytes, where: str) -> Ed25519PrivateKey:
    """The one key in a PEM. Raises KeyUnavailable, naming `where` it was read."""
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnavailable(f"{where} holds no Ed25519 key as PKCS#8 PEM") from None
    return key


def read_all(text: str, where: str) -> Iterator[Ed25519PrivateKey]:
    """Each key of a text of several PEMs; its line breaks may be written as \\n. Raises KeyUnavailable."""
    blocks = _BLOCK.findall(text.replace("\\n", "\n"))
    if not blocks:
        raise KeyUnavailable(f"{where} holds no Ed25519 key as PKCS#8 PEM")
    return (read(block.encode(), where) for block in blocks)


def public_half(key: Ed25519PrivateKey) -> bytes:
    """Its 32 bytes."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
