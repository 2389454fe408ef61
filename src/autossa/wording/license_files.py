"""What a license file or a release manifest says, in sentences."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.wording import formats, glossary
from autossa.wording.formats import day, until, whole

Claims = Mapping[str, Any]


def license_sentences(claims: Claims) -> Iterator[str]:
    """A license file, from whom it is about to what its devices have."""
    yield _("Issued by %(issuer)s for %(subject)s with serial %(serial)s, as of %(day)s.") % {
        "issuer": claims["iss"], "subject": claims["sub"], "serial": claims["serial"], "day": _day(claims["as_of"]),
    }  # fmt: skip
    yield _("It should be renewed by %(day)s. After that it is out of date, but everything keeps running.") % {
        "day": day(datetime.fromtimestamp(claims["exp"], UTC).date())
    }
    for line in claims["lines"]:
        yield _line(line)
    yield _coverage(claims["coverage"])
    for license_id, branches in claims["security_free"].items():
        listed = ", ".join(f"{product} {branch}" for product, branch, _until in branches)
        yield _("%(license)s gets security updates of %(branches)s free of charge.") % {
            "license": license_id, "branches": listed,
        }  # fmt: skip
    for device in claims["devices"]:
        yield _device(device)


def release_sentences(claims: Claims) -> Iterator[str]:
    """A release manifest."""
    yield _("Release %(product)s %(version)s on branch %(branch)s, released on %(day)s.") % {
        "product": claims["product"], "version": claims["version"], "branch": claims["branch"],
        "day": _day(claims["released_on"]),
    }  # fmt: skip
    yield _("Stated by %(issuer)s as of %(day)s.") % {"issuer": claims["iss"], "day": _day(claims["as_of"])}
    if claims.get("withdrawn_on"):
        yield _("Withdrawn from %(day)s on.") % {"day": _day(claims["withdrawn_on"])}
    if claims["requires"]:
        yield _("It can only be installed with a license of type %(types)s.") % {"types": ", ".join(claims["requires"])}
    count = len(claims["artifacts"])
    yield ngettext("%(count)s file to download.", "%(count)s files to download.", count) % {"count": whole(count)}


def verdict_sentence(said: Claims) -> str:
    """What the verifier found."""
    may = (
        _("It may be installed: %(reason)s.") if said["may_install"] else _("It may not be installed: %(reason)s.")
    ) % {"reason": said["reason"].replace("_", " ")}
    named = _("The license that decides is %(license)s.") % {"license": said["license"]} if said["license"] else ""
    stale = _("The license file is out of date; get a new one when you can.") if said["stale"] else ""
    return " ".join(part for part in (may, named, stale) if part)


def _line(line: Claims) -> str:
    about = {
        "quantity": whole(line["quantity"]), "type": line["type"], "license": line["license"],
        "ssa": str(glossary.SSA[line["ssa"]]), "day": _day(line["acquired_on"]),
    }  # fmt: skip
    text = _("%(ssa)s: %(quantity)s × %(type)s (%(license)s), acquired on %(day)s") % about
    if line.get("included_until"):
        text += _(", SSA included until %(day)s") % {"day": until(date.fromisoformat(line["included_until"]))}
    if line.get("ended_on"):
        text += _(", until %(day)s") % {"day": until(date.fromisoformat(line["ended_on"]))}
    return f"{text}."


def _coverage(spans: list[list[str]]) -> str:
    if not spans:
        return _("It was never covered.")
    listed = ", ".join(formats.period(date.fromisoformat(start), date.fromisoformat(end)) for start, end in spans)
    return _("Covered: %(periods)s.") % {"periods": listed}


def _device(device: Claims) -> str:
    about = {"hardware": device["hardware_id"], "device": device["id"]}
    if device.get("parent"):
        return _("Device %(hardware)s (%(device)s) is a standby of %(master)s.") % {**about, "master": device["parent"]}
    held = ", ".join(f"{whole(number)} × {code}" for code, number in device.get("activations", []))
    if not held:
        return _("Device %(hardware)s (%(device)s) has no license.") % about
    return _("Device %(hardware)s (%(device)s) has %(licenses)s.") % {**about, "licenses": held}


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


class Checked(Protocol):
    """What is known of a text that somebody has (`operations.devices.license_files.checks`)."""

    @property
    def kind(self) -> str: ...
    @property
    def is_genuine(self) -> bool: ...
    @property
    def is_key_known(self) -> bool: ...
    @property
    def revoked(self) -> str: ...
    @property
    def is_stale(self) -> bool: ...
    @property
    def is_newest(self) -> bool: ...
    @property
    def newest(self) -> int | None: ...
    @property
    def is_confirmed(self) -> bool: ...
    @property
    def claims(self) -> Claims: ...


def check_sentences(found: Checked) -> Iterator[str]:
    """Whether it is genuine, whether it is the newest, and what it says."""
    yield headline(found)
    yield from remarks(found)
    if found.is_genuine:
        yield from license_sentences(found.claims) if found.kind == "license" else release_sentences(found.claims)


def headline(found: Checked) -> str:
    """What it is, and whether it is genuine."""
    if not found.kind:
        return _("This is neither a license file nor a release manifest. Check that the whole text was copied.")
    if not found.is_genuine and not found.is_key_known:
        return _("Not genuine: it was not signed by this portal, or by a key that this portal does not know.")
    if not found.is_genuine:
        return _("Not genuine: it was changed after it was signed, or is not complete.")
    if found.kind == "license":
        return _("A genuine license file of this portal.")
    return _("A genuine release manifest of this portal.")


def remarks(found: Checked) -> Iterator[str]:
    """What else there is to know before it is used."""
    if not found.is_genuine:
        return
    if found.revoked:
        yield _("Its key was revoked, so devices refuse it: %(reason)s Issue a new file.") % {"reason": found.revoked}
    if found.kind != "license":
        return
    if found.newest is None:
        yield _("The portal does not know this file any more: its database is older than the file.")
    elif not found.is_newest:
        yield _("It is not the newest: there is a file with serial %(serial)s.") % {"serial": found.newest}
    else:
        yield _("It is the newest file.")
    if found.is_stale:
        yield _("It is out of date. Everything keeps running, but a new file should be issued.")
    if found.is_confirmed:
        yield _("The device has confirmed that it has this file.")
