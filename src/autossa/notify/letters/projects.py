"""Reminders as mails, the weekly list of a partner, and what staff waives for a project."""

from datetime import date

from autossa.domain.cancellations import reachable_end
from autossa.domain.contracts import option_on
from autossa.domain.coverage import days_left
from autossa.domain.dates import DAY
from autossa.domain.plans import Option
from autossa.domain.reminders import Kind
from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft, Values, about_project, project_of
from autossa.queries.organisations import recipients
from autossa.queries.organisations.partner_projects import PartnerProject, partner_projects
from autossa.queries.organisations.recipients import Purpose
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.options import contract_of
from autossa.wording import formats as f
from autossa.wording import glossary as words

LISTED = 50


def expiry(event: Event) -> MailDraft | None:
    """Coverage ends and nothing extends it."""
    until, policy = _about(event), _policy(event)
    contract = _open_contract(event)

    def values(language: str) -> dict[str, str]:
        return {
            "last_day": f.until(until, language),
            "days_left": words.days_left(days_left(until, event.today), language),
            "contract_end": f.until(contract.ends_on, language) if contract and contract.ends_on else "",
            "grace": words.days_for(policy.grace_days, language),
            "gap_times": words.times(fraction(policy.late_multiplier), language),
        }

    return _draft(event, Kind.EXPIRY, [Purpose.ADMIN, Purpose.LICENSE], values)


def included_ends(event: Event) -> MailDraft | None:
    """The SSA that was sold with the licenses ends, and nothing follows it."""
    until, policy = _about(event), _policy(event)

    def values(language: str) -> dict[str, str]:
        return {
            "last_day": f.until(until, language),
            "days_left": words.days_left(days_left(until, event.today), language),
            "grace": words.days_for(policy.grace_days, language),
            "gap_times": words.times(fraction(policy.late_multiplier), language),
        }

    return _draft(event, Kind.INCLUDED_ENDS, [Purpose.ADMIN, Purpose.LICENSE], values)


def late_waived(event: Event) -> MailDraft | None:
    """Staff waived the doubling of a gap, up to a day; nothing is said of one whose day has gone by."""
    last_day, policy, project = date.fromisoformat(event.payload["last_day"]), _policy(event), project_of(event)
    if last_day < event.today:
        return None
    waiver = models.Waiver.objects.filter(project=project.id, last_day=last_day).order_by("-id").first()

    def values(language: str) -> dict[str, str]:
        return {
            "last_day": f.day(last_day, language),
            "reason": waiver.reason if waiver else "",
            "gap_times": words.times(fraction(policy.late_multiplier), language),
        }

    to = recipients.of_project(project.id, [Purpose.ADMIN], event.today)
    return about_project("late_waived", project, to, values, links.contracts(project.public_id))


def last_day_to_cancel(event: Event) -> MailDraft | None:
    """The last day to cancel comes near."""
    last, contract = _about(event), _open_contract(event)
    if contract is None or contract.ends_on is not None:
        return None  # cancelled meanwhile
    end = reachable_end(contract_of(contract), last)

    def values(language: str) -> dict[str, str]:
        return {
            "last_day": f.day(last, language),
            "term_end": f.until(end.day, language),
            "days_left": words.days_left(days_left(last + DAY, event.today), language),
            **_option(end.option, language),
        }

    return _draft(event, Kind.LAST_DAY_TO_CANCEL, [Purpose.ADMIN], values, contract)


def charge(event: Event) -> MailDraft | None:
    """A period will be booked, as it looked when the reminder fell due."""
    given, contract = event.payload, _open_contract(event)
    if contract is None:
        return None
    currency, gross = given["currency"], given["gross"]
    start, end = date.fromisoformat(given["start"]), date.fromisoformat(given["end"])

    def values(language: str) -> dict[str, str]:
        money = {name: f.money(given[name], currency, language) if gross else "" for name in ("net", "tax", "gross")}
        return {
            "day": f.day(_about(event), language),
            "amount": f.money(gross, currency, language) if gross else f.ssc(given["ssc"], language),
            "period": f.period(start, end, language),
            "ssc": f.ssc(given["ssc"], language),
            "from_balance": f.ssc(given["from_balance"], language) if given["from_balance"] else "",
            "option": words.plan(option_on(contract_of(contract), start), language),
            **money,
        }

    project = project_of(event)
    to = recipients.of_invoice(project.id, contract.payer_id, event.today)
    if not gross:
        to = recipients.of_project(project.id, [Purpose.BILLING], event.today)
    path = links.project(project.public_id)
    return about_project("reminder_charge", project, to, values, path)


def gap_doubles(event: Event) -> MailDraft | None:
    """A gap soon counts more than once."""
    about, given, policy = _about(event), event.payload, _policy(event)

    def values(language: str) -> dict[str, str]:
        return {
            "doubles_on": f.day(about, language),
            "single_until": f.until(about, language),
            "once": f.ssc(given["once"], language),
            "twice": f.ssc(given["late"], language),
            "gap_from": f.day(date.fromisoformat(given["gap_from"]), language),
            "gap_times": words.times(fraction(policy.late_multiplier), language),
            "days_left": words.days_left(days_left(about, event.today), language),
        }

    return _draft(event, Kind.GAP_DOUBLES, [Purpose.ADMIN], values)


def weekly_list(event: Event) -> MailDraft | None:
    """A partner's projects by days left; nothing when there is none."""
    partner = models.Organisation.objects.get(pk=event.key("partner"))
    found, total = partner_projects(partner.id, event.today, LISTED)
    if not found:
        return None

    def values(language: str) -> dict[str, str]:
        return {
            "partner": partner.name,
            "count": words.number_of_projects(total, language),
            "projects": "\n".join(_listed(one, event.today, language) for one in found),
            "more": words.more_projects(total - len(found), language),
        }

    return MailDraft("weekly_list", recipients.of_organisations([partner.id], [Purpose.ADMIN]), values, links.HOME)


def _listed(one: PartnerProject, today: date, language: str) -> str:
    lasts = words.coverage(one.covered_until, today, language)
    return f"{one.customer}, {one.name}: {lasts}, {words.contract(one.status, language)}"


def _draft(
    event: Event, kind: Kind, purposes: list[Purpose], values: Values, contract: models.Contract | None = None
) -> MailDraft:
    project = project_of(event)
    payer = contract.payer_id if contract else None
    to = recipients.of_project(project.id, purposes, event.today, payer=payer)
    return about_project(f"reminder_{kind.value}", project, to, values, links.contracts(project.public_id))


def _about(event: Event) -> date:
    return date.fromisoformat(event.payload["about"])


def _option(option: Option, language: str) -> dict[str, str]:
    return {"option": words.plan(option, language), "term": words.term(option, language)}


def _open_contract(event: Event) -> models.Contract | None:
    found = models.Contract.objects.select_related("plan").filter(project=event.project).order_by("-number").first()
    return found if found is not None and found.is_open else None


def _policy(event: Event) -> models.PolicyVersion:
    """What would hold for a contract that is concluded today."""
    found = models.PolicyVersion.objects.in_force(event.today).first()
    return found or models.PolicyVersion.objects.earliest("starts_on")


BUILDERS: dict[str, MailBuilder] = {
    "reminder.expiry": expiry,
    "reminder.included_ends": included_ends,
    "reminder.last_day_to_cancel": last_day_to_cancel,
    "reminder.charge": charge,
    "reminder.gap_doubles": gap_doubles,
    "reminder.weekly_list": weekly_list,
    "project.late_waived": late_waived,
}
