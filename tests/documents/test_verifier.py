"""The stand-alone verifier: its vectors, and that it refuses whatever is not as it was signed."""

import base64
import hmac
import itertools
import json
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from autossa.documents.licenses import verifier as offline
from autossa.domain.releases.entitlements import Reason
from autossa.gateways.signing.pem import public_half
from tests.cast.verifier import FOLDER, KEY, LICENSE, RELEASE, key_set, signed, verifier
from tools import license_vectors

LETTERS = string.ascii_letters + string.digits + "-_"
JWKS = key_set(KEY)
KID = JWKS["keys"][0]["kid"]
FILE = signed(license_vectors.a_file(), LICENSE)
MANIFEST = signed(license_vectors.a_manifest(), RELEASE)


def vectors(name: str) -> list[Any]:
    read = json.loads((FOLDER / "vectors" / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(read["jwks"], one, id=one["name"]) for one in read["cases"]]


def judged(jwks: Any, case: Any) -> Any:
    asked = {name: case[name] for name in ("device", "serial", "now") if name in case}
    return verifier.verdict(case["license_file"], case["manifest"], jwks, **asked)


@pytest.mark.parametrize(("jwks", "case"), vectors("valid"))
def test_valid_vectors(jwks: Any, case: Any) -> None:
    assert judged(jwks, case) == case["expected"]


@pytest.mark.parametrize(("jwks", "case"), vectors("invalid"))
def test_invalid_vectors(jwks: Any, case: Any) -> None:
    with pytest.raises(verifier.Refused):
        judged(jwks, case)


def test_the_vectors_are_those_of_their_tool() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / "vectors").iterdir()}
    assert written == license_vectors.files(), "python -m tools.license_vectors"


def test_the_vectors_have_every_reason() -> None:
    found = {param.values[1]["expected"]["reason"] for param in vectors("valid")}
    assert found == {reason.value for reason in Reason} - {"not_part_of_ssa"}


def test_it_is_short_and_stands_alone() -> None:
    lines = (FOLDER / "verify.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 80
    imported = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported == {"base64", "json", "cryptography"}


def test_the_portal_runs_the_same() -> None:
    ours = Path(str(offline.__file__)).read_text(encoding="utf-8")
    assert ours == (FOLDER / "verify.py").read_text(encoding="utf-8"), "copy docs/verifier/verify.py"


def test_it_runs_without_the_portal(tmp_path: Path) -> None:
    """As its users run it: its file alone, whatever the day."""
    copy = tmp_path / "verify.py"
    copy.write_text((FOLDER / "verify.py").read_text(encoding="utf-8"), encoding="utf-8")
    asked = f"import verify; print(verify.verdict({FILE!r}, {MANIFEST!r}, {JWKS!r})['reason'])"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True, env={}
    )
    assert done.stdout == "covered\n"


# ---------------------------------------------------------------- mutations


def changed_letters(token: str) -> Iterator[str]:
    """Every letter, each of its bits."""
    for at, letter in enumerate(token):
        for bit in range(7):
            yield token[:at] + chr(ord(letter) ^ 1 << bit) + token[at + 1 :]


def flipped_bits(token: str) -> Iterator[str]:
    """Every bit of what the three parts hold."""
    parts = token.split(".")
    for number, part in enumerate(parts):
        data = base64.urlsafe_b64decode(part + "==")
        for at, bit in itertools.product(range(len(data)), range(8)):
            other = bytearray(data)
            other[at] ^= 1 << bit
            yield ".".join([*parts[:number], packed(bytes(other)), *parts[number + 1 :]])


def cut_off(token: str) -> Iterator[str]:
    yield from (token[:length] for length in range(len(token)))
    yield from (token[length:] for length in range(1, len(token)))
    yield from (token + letter for letter in (*LETTERS, "=", " ", "\n", ".", "é"))


def other_letters_of_the_same_bytes(token: str) -> Iterator[str]:
    """What a tolerant reader takes for the same."""
    parts = token.split(".")
    for number, part in enumerate(parts):
        for letter in LETTERS:
            other = part[:-1] + letter
            if other != part:
                yield ".".join([*parts[:number], other, *parts[number + 1 :]])
        for more in ("=", "==", " ", "\n", "\t"):
            yield ".".join([*parts[:number], part + more, *parts[number + 1 :]])


def other_headers(token: str, typ: str) -> Iterator[str]:
    """Other algorithms, kinds and keys, signed with what an attacker may have."""
    _, payload, signature = token.split(".")
    own, public = Ed25519PrivateKey.generate(), public_half(KEY)
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    yield signed(claims, typ, own)
    yield signed(claims, typ, own, kid=KID)
    yield from (signed(claims, other) for other in ("JWT", "", LICENSE if typ == RELEASE else RELEASE, typ.upper()))
    yield signed(claims, typ, kid="")
    yield from (
        f"{packed(nested)}.{payload}.{signature}" for nested in (b"[" * 100_000, b'{"a":' * 100_000, b"9" * 9999)
    )
    yield signed(claims, typ, jwk=JWKS["keys"][0])
    for alg in ("none", "None", "NONE", "nOnE", "", "HS256", "HS512", "RS256", "ES256", "Ed448", "eddsa"):
        header = packed(json.dumps({"alg": alg, "typ": typ, "kid": KID}).encode())
        for secret in (public, packed(public).encode(), b"", KID.encode()):
            mac = packed(hmac.digest(secret or b"\0", f"{header}.{payload}".encode(), "sha256"))
            yield from (f"{header}.{payload}.{end}" for end in (signature, "", mac))


def mutations(token: str, typ: str) -> Iterator[str]:
    yield from changed_letters(token)
    yield from flipped_bits(token)
    yield from cut_off(token)
    yield from other_letters_of_the_same_bytes(token)
    yield from other_headers(token, typ)


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def is_refused(file: str, manifest: str, **asked: Any) -> bool:
    try:
        verifier.verdict(file, manifest, JWKS, **asked)
    except verifier.Refused:
        return True
    return False


def test_ten_thousand_mutations_are_refused() -> None:
    tried = 0
    assert not is_refused(FILE, MANIFEST)
    for token, typ in ((FILE, LICENSE), (MANIFEST, RELEASE)):
        for mutation in mutations(token, typ):
            if mutation == token:
                continue
            given = (mutation, MANIFEST) if typ == LICENSE else (FILE, mutation)
            assert is_refused(*given), mutation
            tried += 1
    for serial in range(8, 200):
        assert is_refused(FILE, MANIFEST, serial=serial)
    for device in ("dev_standby", "dev_", "prj_office", "DEV_MAIN", "dev_main ", "dev_mai"):
        assert is_refused(FILE, MANIFEST, device=device)
    for one, other in ((MANIFEST, FILE), (MANIFEST, MANIFEST), (FILE, FILE)):
        assert is_refused(one, other)
    assert tried >= 10_000
    print(f"{tried} mutations refused")


@pytest.mark.parametrize("keys", [{"keys": []}, key_set(Ed25519PrivateKey.generate())], ids=["none", "another"])
def test_a_key_that_is_not_listed_signs_nothing(keys: Any) -> None:
    with pytest.raises(verifier.Refused):
        verifier.verdict(FILE, MANIFEST, keys)


def test_what_is_past_its_time_is_stale_and_stops_nothing() -> None:
    before, after = (verifier.verdict(FILE, MANIFEST, JWKS, now=now) for now in (0, 10**11))
    assert (before["stale"], after["stale"]) == (False, True)
    assert after | {"stale": False} == before
