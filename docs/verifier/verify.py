"""May this be installed? From a license file, the manifest of a release and the vendor's keys: no network, no clock.
`verdict` raises Refused for what is not genuine, or not for this device. README.md has the format, claim by claim."""

import base64
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

REFUSALS = ["no_such_license", "given_up", "not_released", "withdrawn", "not_covered", "license_required"]
WEAKEST_FIRST = [*REFUSALS, "trial", "security_free", "included", "covered", "acquired"]
NEVER = "9999-12-31"


class Refused(Exception): ...


def unpack(text):  # base64url without padding; None where it is not in the one form that its bytes have
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if base64.urlsafe_b64encode(data).rstrip(b"=") == text.encode() else None


def read(token, typ, jwks):  # the claims of a compact JWS; neither alg nor typ is the token's choice
    try:
        header, claims, signature = map(unpack, token.split("."))
        key = next(k["x"] for k in jwks["keys"] if json.loads(header) == {"alg": "EdDSA", "typ": typ, "kid": k["kid"]})
        Ed25519PublicKey.from_public_bytes(unpack(key)).verify(signature, token.rpartition(".")[0].encode())
        return json.loads(claims)
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError, InvalidSignature) as error:
        raise Refused("not genuine, or signed by a key that is not believed") from error


def within(first, until, day):  # days are [first, until); without until they have no end
    return first <= day < (until or NEVER)


def entitled(own, file, on):  # what the lines of a license give on an entitlement day
    line = next((one for one in own if within(one["added_on"], one.get("ended_on"), on)), {})
    if any(on <= one["acquired_on"] for one in own):
        return "acquired"
    if line.get("ssa") == "charged" and any(within(*span, on) for span in file["coverage"]):
        return "covered"
    return "included" if line.get("ssa") == "included" or on < line.get("included_until", "") else None


def security(own, file, release):  # updates of what is rightly run are free: the newer of both texts knows the branch
    free = [one[:2] for one in file["security_free"].get(own[0]["license"], [])]
    days = release["branch_days"][file["entitlement_day"]]
    by_release, by_file = any(entitled(own, file, on) for on in days), [release["product"], release["branch"]] in free
    known = by_release if file["as_of"] < release["as_of"] else by_file
    return "security_free" if known and release["class"] == "security" else "not_covered"


def verdict(license_file, manifest, jwks, device=None, serial=0, now=0):  # serial: highest seen; now: for "stale" alone
    file, release = read(license_file, "autossa-license+jwt", jwks), read(manifest, "autossa-release+jwt", jwks)
    devices, asked = {one["id"]: one for one in file["devices"]}, device or file["sub"]
    is_ours = asked == file["sub"] or (file["sub"].startswith("prj_") and asked in devices)
    if not is_ours or file["serial"] < serial or file["iss"] != release["iss"]:
        raise Refused("for another device, older than a file seen before, or of another vendor")
    lines, me, day, found = file["lines"], devices.get(asked, {}), max(file["as_of"], release["as_of"]), []
    lives = [(one["type"], one["added_on"], one.get("ended_on")) for one in lines] + file["types"]
    missing = set(release["requires"]) - {code for code, *span in lives if within(*span, day)}
    out = "withdrawn" if release.get("withdrawn_on", NEVER) <= day else None
    out = "not_released" if release["released_on"] > day else out
    on, types = release["entitlement_days"][file["entitlement_day"]], file["products"].get(release["product"], [])
    held = [code for code, _ in devices.get(me.get("parent"), me).get("activations", [])]
    for code in held if me else dict.fromkeys(one["license"] for one in lines):
        own = [one for one in lines if one["license"] == code and one["ssa"] != "none" and one["type"] in types]
        if own:
            reason = entitled(own, file, on) or security(own, file, release)
            reason = "license_required" if missing and reason != "not_covered" else reason
            alive = any(within(one["added_on"], one.get("ended_on"), day) for one in own)
            found.append(((out or reason) if alive else "given_up", code))
    tries = within(*me.get("trials", {}).get(release["product"], [NEVER, NEVER]), day)
    none = (out or ("license_required" if missing else "trial")) if tries else "no_such_license"
    found = [one for one in found if me or one[0] != "given_up"] or found or [(none, "")]
    reason, code = min(found, key=lambda one: WEAKEST_FIRST.index(one[0]))
    allowed, stale = reason not in REFUSALS, now >= file["exp"]
    return {"may_install": allowed, "reason": reason, "license": code, "as_of": day, "stale": stale}
