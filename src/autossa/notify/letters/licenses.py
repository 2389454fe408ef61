"""Mails about requested licenses: to the reviewers that they wait, to the customer what became of them."""

from collections.abc import Iterable

from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft, about_project, find_activity, names, project_of, signed
from autossa.queries.organisations import recipients
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words


def requested(event: Event) -> MailDraft | None:
    """To the vendor's staff that confirms them, while any of them waits."""
    project = project_of(event)
    lines = [line for line in _lines(event) if not line.confirmed and line.ended_on is None]
    if not lines:
        return None
    by = find_activity(event, "request_license")

    def values(language: str) -> dict[str, str]:
        return names(project) | {
            "licenses": _listed(lines, language),
            "day": f.day(lines[0].acquired_on, language),
            "person": signed(by, project.customer_id, language) if by else "",
        }

    return MailDraft("licenses_requested", recipients.reviewers(), values, links.confirm_licenses(project.public_id))


def confirmed(event: Event) -> MailDraft:
    """To who asked for them, and to who looks after licenses."""
    project, lines = project_of(event), _lines(event)
    to: list[recipients.Recipient] = []
    for actor in dict.fromkeys(asked.actor for line in lines if (asked := _asked(line))) or [None]:
        to.extend(one for one in recipients.of_request(project.id, actor, event.today) if one not in to)

    def values(language: str) -> dict[str, str]:
        return {"licenses": _listed(lines, language), "day": f.day(event.today, language)}

    return about_project("licenses_confirmed", project, to, values, links.licenses(project.public_id))


def refused(event: Event) -> MailDraft:
    """The vendor does not confirm it, and says why."""
    project = project_of(event)
    lines = models.LicenseLine.objects.select_related("license__license_type")
    line = lines.get(project=project, number=event.payload["line"])
    asked = _asked(line)
    to = recipients.of_request(project.id, asked.actor if asked else None, event.today)

    def values(language: str) -> dict[str, str]:
        return {
            "license": words.license(line.quantity, line.license.license_type.name, line.license.code, language),
            "day": f.day(asked.day, language) if asked else "",
            "reason": event.payload["reason"],
        }

    return about_project("license_refused", project, to, values, links.licenses(project.public_id))


def file_issued(event: Event) -> MailDraft:
    """A new major version is out, and the project has the license file for it: to who looks after licenses."""
    project = project_of(event)
    file = models.LicenseFile.objects.select_related("product").get(pk=event.key("file"))
    to = recipients.of_project(project.id, [recipients.Purpose.LICENSE], event.today)
    coverage = models.Coverage.objects.filter(project=project, days__contains=file.issued_on).first()

    def values(language: str) -> dict[str, str]:
        return {
            "release": f"{file.product.code if file.product else ''} {event.payload['version']}",
            "day": f.day(file.issued_on, language),
            "covered_until": f.until(coverage.days.upper, language) if coverage else "",
        }

    return about_project("license_file_issued", project, to, values, links.license_files(project.public_id))


def _lines(event: Event) -> list[models.LicenseLine]:
    found = models.LicenseLine.objects.filter(project=event.project, number__in=event.payload["lines"])
    return list(found.select_related("license__license_type").order_by("place", "number"))


def _asked(line: models.LicenseLine) -> models.Activity | None:
    """Who asked for a license, and when."""
    found = models.Activity.objects.filter(project=line.project_id, action="request_license")
    return found.filter(details__license=line.license.code).first()


def _listed(lines: Iterable[models.LicenseLine], language: str) -> str:
    return "\n".join(
        words.license(line.quantity, line.license.license_type.name, line.license.code, language) for line in lines
    )


BUILDERS: dict[str, MailBuilder] = {
    "mail.licenses_requested": requested,
    "mail.licenses_confirmed": confirmed,
    "mail.license_refused": refused,
    "mail.license_file_issued": file_issued,
}
