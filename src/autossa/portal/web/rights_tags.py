"""Tags about rights: which of the main pages somebody has."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action, Kind, Member
from autossa.portal.web.requests import account_of, chosen_of
from autossa.queries.access import Account, staff_may
from autossa.queries.billing.bank.waiting import count_in
from autossa.queries.billing.payments.waiting import count_waiting_decisions
from autossa.queries.contracts.reviews import count_waiting
from autossa.queries.counting import BADGE
from autossa.queries.identifiers import organisation_name
from autossa.queries.orders.orders import count_waiting_orders
from autossa.queries.organisations.listing import count_unverified

register = template.Library()

Link = tuple[str, str | Promise, bool, int]

# What vendor staff works with beside the projects, in order: address, label, the action that it asks for.
_STAFF: tuple[tuple[str, str | Promise, Action], ...] = (
    ("reviews", gettext_lazy("Reviews"), Action.VIEW_PROJECT),
    ("look_up_device", gettext_lazy("Devices"), Action.VIEW_PROJECT),
    ("orders", gettext_lazy("Orders"), Action.CORRECT),
    ("invoices", gettext_lazy("Invoices"), Action.VIEW_BILLING),
    ("payments", gettext_lazy("Payments"), Action.VIEW_BILLING),
    ("books", gettext_lazy("Books"), Action.KEEP_BOOKS),
    ("runs", gettext_lazy("Runs"), Action.VIEW_RUNS),
    ("catalogue", gettext_lazy("Catalogue"), Action.VIEW_CATALOGUE),
    ("staff_organisations", gettext_lazy("Organisations"), Action.VIEW_ORGANISATION),
    ("staff_people", gettext_lazy("People"), Action.VIEW_ORGANISATION),
    ("staff_activity", gettext_lazy("Activity"), Action.VIEW_ACTIVITY),
    ("vendor_settings", gettext_lazy("Settings"), Action.MANAGE_STAFF),
)

# The pages about money that comes: one of the main pages, with a tab for each.
_MONEY: tuple[tuple[str, str | Promise, Action], ...] = (
    ("payments", gettext_lazy("Payments"), Action.VIEW_BILLING),
    ("bank_statements", gettext_lazy("Bank"), Action.CORRECT),
    ("collections", gettext_lazy("Direct debits"), Action.KEEP_BOOKS),
    ("dunning", gettext_lazy("Dunning"), Action.KEEP_BOOKS),
    ("money_forecast", gettext_lazy("Forecast"), Action.KEEP_BOOKS),
)


@register.simple_tag(takes_context=True)
def money_nav(context: dict[str, Any]) -> list[Link]:
    """The tabs of the pages about money that comes, on these pages alone; as `main_nav`."""
    request = context.get("request")
    account = account_of(request) if request is not None else None
    if request is None or account is None:
        return []
    links = _allowed(account, _MONEY)
    here = _beginning(request.path, [address for address, _label in links])
    if here is None:
        return []
    waiting = _waiting(context, account)
    return [(address, label, address == here, waiting.get(address, 0)) for address, label in links]


@register.simple_tag(takes_context=True)
def main_nav(context: dict[str, Any]) -> list[Link]:
    """The main pages beside the projects: of the organisation somebody works for, or those of staff.

    Each with its address, its label, whether it is the present one, and how many things wait there.
    """
    request = context.get("request")
    account = account_of(request) if request is not None else None
    if request is None or account is None:
        return []
    links = _staff(account) or [*_own(account, chosen_of(request)), *_devices(account)]
    here = _here(request, [address for address, _label in links])
    waiting = _waiting(context, account)
    waiting[reverse("payments")] = sum(waiting.get(reverse(name), 0) for name, _label, _action in _MONEY)
    return [(address, label, address == here, waiting.get(address, 0)) for address, label in links]


def _waiting(context: dict[str, Any], account: Account) -> dict[str, int]:
    """How many things wait for somebody on a page, by its address; counted once for all that a page shows."""
    shown = context["request"].__dict__
    if "waiting" not in shown:
        shown["waiting"] = _count(account)
    return dict(shown["waiting"])


def _count(account: Account) -> dict[str, int]:
    found = {reverse("reviews"): count_waiting()} if staff_may(account, Action.REVIEW_CONTRACTS) else {}
    if staff_may(account, Action.VERIFY_ORGANISATIONS):
        found |= {reverse("staff_organisations"): count_unverified(BADGE)}
    if staff_may(account, Action.CORRECT):
        found |= {
            reverse("orders"): count_waiting_orders(),
            reverse("payments"): count_waiting_decisions(),
            reverse("bank_statements"): count_in(BADGE + 1),
        }
    return found


def _here(request: HttpRequest, addresses: list[str]) -> str | None:
    """The main page that a page belongs to: the one with the longest beginning of its address."""
    match = request.resolver_match
    path = reverse("reviews") if match is not None and match.url_name == "review" else request.path
    found = _beginning(path, addresses)
    payments = reverse("payments")
    if payments in addresses and _beginning(path, [reverse(name) for name, _label, _action in _MONEY]) is not None:
        return payments
    staff = reverse("staff_organisations")
    return staff if found is None and staff in addresses and path.startswith(reverse("organisations")) else found


def _beginning(path: str, addresses: list[str]) -> str | None:
    """The longest of the addresses that a path begins with."""
    return max((address for address in addresses if path.startswith(address)), key=len, default=None)


def _staff(account: Account) -> list[tuple[str, str | Promise]]:
    return _allowed(account, _STAFF)


def _allowed(account: Account, pages: tuple[tuple[str, str | Promise, Action], ...]) -> list[tuple[str, str | Promise]]:
    return [(reverse(name), label) for name, label, action in pages if staff_may(account, action)]


def _own(account: Account, chosen: Any) -> list[tuple[str, str | Promise]]:
    """The organisation that is acted for or chosen, or the only one."""
    acting = account.person.acting_for
    if acting is not None:
        return [(reverse("organisation", args=[organisation_name(acting)]), _("Organisation"))]
    members = [member for member in account.person.members if chosen in (None, member.organisation)]
    if len(members) > 1:
        return [(reverse("organisations"), _("Organisations"))]
    return [link for member in members if member.kind is not Kind.VENDOR for link in _of(member)]


def _devices(account: Account) -> list[tuple[str, str | Promise]]:
    """Where a device is found by its number, for whoever has an organisation."""
    is_somewhere = account.person.acting_for is not None or account.person.members
    return [(reverse("look_up_device"), _("Devices"))] if is_somewhere else []


def _of(member: Member[Any]) -> list[tuple[str, str | Promise]]:
    public = organisation_name(member.organisation)
    links = [(reverse("customers", args=[public]), _("Customers"))] if member.kind is Kind.PARTNER else []
    return [*links, (reverse("organisation", args=[public]), _("Organisation"))]
