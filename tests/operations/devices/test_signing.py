"""Keys that sign: made, replaced, revoked; claims become texts that the published keys verify."""

import base64
import json
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from autossa.documents.licenses.claims import LICENSE_TYP
from autossa.gateways.signing import files, pem
from autossa.gateways.signing.protocol import KeyUnavailable, kid_of
from autossa.operations.devices import keys, signing
from autossa.queries.devices.signing_keys import jwks, list_keys
from autossa.store import models
from tests.cast.shop import on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
MONDAY, TUESDAY, WEDNESDAY = "2026-02-02", "2026-02-03", "2026-02-04"
TYP = LICENSE_TYP


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.SIGNING_GATEWAY = "autossa.gateways.signing.files.from_settings"
    settings.SIGNING_FOLDER, settings.SIGNING_KEY = str(tmp_path / "keys"), ""
    return tmp_path / "keys"


def part(text: str, number: int) -> bytes:
    found = text.split(".")[number]
    return base64.urlsafe_b64decode(found + "=" * (-len(found) % 4))


def is_signed_by(text: str, kid: str) -> bool:
    """The published key of that kid verifies it. Raises InvalidSignature, KeyError."""
    public = {one["kid"]: one["x"] for one in jwks()["keys"]}[kid]
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(public + "="))
    key.verify(part(text, 2), text.rpartition(".")[0].encode())
    return json.loads(part(text, 0)) == {"alg": "EdDSA", "kid": kid, "typ": TYP}


def test_what_is_signed_is_verified_by_the_published_key() -> None:
    kid = keys.new(ctx=on(MONDAY))
    text = signing.sign_claims(claims={"sub": "prj_1", "line": "ä"}, typ=TYP)
    assert is_signed_by(text, kid)
    assert part(text, 1) == '{"sub":"prj_1","line":"ä"}'.encode()
    assert signing.sign_claims(claims={"sub": "prj_1", "line": "ä"}, typ=TYP, kid=kid) == text


def test_the_kid_is_the_thumbprint_of_rfc_8037() -> None:
    public = base64.urlsafe_b64decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    assert kid_of(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_former_key_is_believed_until_it_is_revoked(django_capture_on_commit_callbacks: Any, folder: Path) -> None:
    first = keys.new(ctx=on(MONDAY))
    old = signing.sign_claims(claims={}, typ=TYP)
    with django_capture_on_commit_callbacks(execute=True):
        second = keys.rotate(ctx=on(TUESDAY))
    assert is_signed_by(signing.sign_claims(claims={}, typ=TYP), second)
    assert is_signed_by(old, first)
    assert [path.stem for path in folder.iterdir()] == [second], "what signs no more is not kept"
    keys.revoke(kid=first, reason="A laptop was stolen.", ctx=on(WEDNESDAY))
    assert [one["kid"] for one in jwks()["keys"]] == [second]
    assert [(one.kid, one.state, one.revocation) for one in list_keys()] == [
        (second, "signs", ""),
        (first, "revoked", "A laptop was stolen."),
    ]
    assert [row.action for row in models.Activity.objects.order_by("pk")][-3:] == [
        "make_signing_key",
        "rotate_signing_key",
        "revoke_signing_key",
    ]


def test_what_cannot_be_done_with_keys() -> None:
    with pytest.raises(signing.NoSigningKey):
        signing.sign_claims(claims={}, typ=TYP)
    assert "autossa keys-signing new" in signing.why_unable()
    with pytest.raises(signing.NoSigningKey):
        keys.rotate(ctx=on(MONDAY))
    kid = keys.ensure(ctx=on(MONDAY))
    assert keys.ensure(ctx=on(MONDAY)) == kid
    assert signing.why_unable() == ""
    with pytest.raises(keys.SigningKeyThere):
        keys.new(ctx=on(MONDAY))
    with pytest.raises(keys.SigningKeySigns):
        keys.revoke(kid=kid, reason="Why not", ctx=on(MONDAY))
    with pytest.raises(keys.SigningKeyNotFound):
        keys.revoke(kid="none", reason="Why not", ctx=on(MONDAY))
    keys.rotate(ctx=on(TUESDAY))
    keys.revoke(kid=kid, reason="Lost", ctx=on(TUESDAY))
    with pytest.raises(keys.SigningKeyRevoked):
        keys.revoke(kid=kid, reason="Lost", ctx=on(TUESDAY))


def test_files_are_for_this_account_alone(folder: Path) -> None:
    kid = keys.new(ctx=on(MONDAY))
    file = folder / f"{kid}.pem"
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    for path, mode in ((file, 0o640), (file, 0o604), (folder, 0o750)):
        before = path.stat().st_mode
        path.chmod(mode)
        with pytest.raises(KeyUnavailable, match="open to other accounts"):
            files.KeyFiles(folder).private(kid)
        path.chmod(before)
    assert files.KeyFiles(folder).private(kid)


def test_a_key_file_must_be_what_its_name_says(folder: Path) -> None:
    kid = keys.new(ctx=on(MONDAY))
    file = folder / f"{kid}.pem"
    for content, why in ((pem.write(Ed25519PrivateKey.generate()), "another key"), (b"secret!", "no Ed25519 key")):
        file.write_bytes(content)
        with pytest.raises(KeyUnavailable, match=why) as raised:
            files.KeyFiles(folder).private(kid)
        assert "secret!" not in str(raised.value)
    file.unlink()
    file.symlink_to("/dev/null")
    with pytest.raises(KeyUnavailable, match="cannot be read"):
        files.KeyFiles(folder).private(kid)
    with pytest.raises(KeyUnavailable):
        files.KeyFiles(folder).private("../secret-key")


def test_a_key_that_went_away_is_said(folder: Path, settings: Any) -> None:
    kid = keys.new(ctx=on(MONDAY))
    settings.SIGNING_FOLDER = str(folder.parent / "elsewhere")
    (folder.parent / "elsewhere").mkdir(mode=0o700)
    with pytest.raises(signing.SigningKeyUnavailable, match=f"the private key {kid} is not here"):
        signing.sign_claims(claims={}, typ=TYP)


@pytest.mark.parametrize("written", [str, lambda text: text.replace("\n", "\\n")], ids=["lines", "one line"])
def test_the_environment_may_hold_the_keys(settings: Any, folder: Path, written: Any) -> None:
    first, second = (pem.write(Ed25519PrivateKey.generate()).decode() for _ in range(2))
    settings.SIGNING_KEY = written(first)
    kid = keys.new(ctx=on(MONDAY))
    assert is_signed_by(signing.sign_claims(claims={}, typ=TYP), kid)
    with pytest.raises(keys.SigningKeyKnown):
        keys.rotate(ctx=on(TUESDAY))
    settings.SIGNING_KEY = written(first + second)
    assert is_signed_by(signing.sign_claims(claims={}, typ=TYP), kid), "the former signs until it is replaced"
    assert is_signed_by(signing.sign_claims(claims={}, typ=TYP, kid=keys.rotate(ctx=on(TUESDAY))), list_keys()[0].kid)
    assert not folder.exists()
    settings.SIGNING_KEY = "no key"
    with pytest.raises(signing.SigningKeyUnavailable, match="AUTOSSA_SIGNING_KEY holds no Ed25519 key"):
        signing.sign_claims(claims={}, typ=TYP)


def test_signing_is_quick() -> None:
    kid = keys.new(ctx=on(MONDAY))
    claims = {"sub": "dev_1", "lines": [{"license": f"L{number}"} for number in range(20)]}
    signing.sign_claims(claims=claims, typ=TYP, kid=kid)
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(200):
            signing.sign_claims(claims=claims, typ=TYP, kid=kid)
        spent.append((time.perf_counter() - began) / 200)
    assert min(spent) < 0.001, "far more than it takes on a machine that has other things to do"
    print(f"{min(spent) * 1e6:.0f} µs a signature")
