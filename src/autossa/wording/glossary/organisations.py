"""Organisations and their people: kinds, standing, roles, rights of partners, what contacts are for."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from autossa.domain.rights import Kind, Right, Role
from autossa.queries.organisations.page import Standing
from autossa.queries.organisations.verification import Check
from autossa.wording.languages import say, translate

KIND: dict[Kind, Promise] = {
    Kind.VENDOR: gettext_lazy("Vendor"),
    Kind.PARTNER: gettext_lazy("Partner"),
    Kind.CUSTOMER: gettext_lazy("Customer"),
}

STANDING: dict[Standing, Promise] = {
    Standing.ALL: gettext_lazy("All"),
    Standing.UNVERIFIED: gettext_lazy("Not verified"),
    Standing.VERIFIED: gettext_lazy("Verified"),
    Standing.SUSPENDED: pgettext_lazy("organisation", "Suspended"),
    Standing.MERGED: gettext_lazy("Merged"),
}

STANDING_TONE: dict[Standing, str] = {
    Standing.ALL: "muted",
    Standing.UNVERIFIED: "warn",
    Standing.VERIFIED: "ok",
    Standing.SUSPENDED: "danger",
    Standing.MERGED: "muted",
}

CHECK: dict[Check, Promise] = {
    Check.ADDRESS: gettext_lazy("There is an address."),
    Check.NO_ADDRESS: gettext_lazy("The address is missing."),
    Check.NO_COUNTRY: gettext_lazy("The country is missing."),
    Check.VAT_ID: gettext_lazy("The VAT ID is well formed. Ask the tax authority whether it is registered."),
    Check.NO_VAT_ID: gettext_lazy("There is no VAT ID."),
    Check.WRONG_VAT_ID: gettext_lazy("The VAT ID is not one of this country."),
    Check.DOMESTIC: gettext_lazy("Your own country: invoices usually include VAT."),
    Check.OUTSIDE_EU: gettext_lazy("Outside the EU: invoices usually include no VAT, 0 %."),
    Check.EU_BUSINESS: gettext_lazy("Another EU country, with a VAT ID: usually reverse charge, 0 %."),
    Check.EU_WITHOUT_VAT_ID: gettext_lazy("Another EU country, without a VAT ID: invoices usually include VAT."),
}

CHECK_TONE: dict[Check, str] = {
    Check.ADDRESS: "ok",
    Check.NO_ADDRESS: "warn",
    Check.NO_COUNTRY: "warn",
    Check.VAT_ID: "ok",
    Check.NO_VAT_ID: "warn",
    Check.WRONG_VAT_ID: "danger",
    Check.DOMESTIC: "info",
    Check.OUTSIDE_EU: "info",
    Check.EU_BUSINESS: "info",
    Check.EU_WITHOUT_VAT_ID: "info",
}

ROLE: dict[Role, Promise] = {
    Role.OWNER: gettext_lazy("Owner"),
    Role.MANAGER: gettext_lazy("Manager"),
    Role.VIEWER: gettext_lazy("Viewer"),
    Role.ADMIN: gettext_lazy("Administrator"),
    Role.REVIEWER: gettext_lazy("Reviewer of contracts"),
    Role.FINANCE: gettext_lazy("Finance"),
    Role.SUPPORT: gettext_lazy("Support"),
}

ROLE_NOTE: dict[Role, Promise] = {
    Role.OWNER: gettext_lazy("Everything, and who belongs to the organisation."),
    Role.MANAGER: gettext_lazy("Licenses, contracts, credits and billing; not the people."),
    Role.VIEWER: gettext_lazy("Sees everything, changes nothing."),
    Role.ADMIN: gettext_lazy("Everything that vendor staff can do, and who belongs to it."),
    Role.REVIEWER: gettext_lazy("Reviews contracts, adds licenses, verifies organisations."),
    Role.FINANCE: gettext_lazy("Suspends contracts, corrects bookings, starts runs."),
    Role.SUPPORT: gettext_lazy("Sees everything, and can act on behalf of a customer."),
}

RIGHT: dict[Right, Promise] = {
    Right.LICENSES: gettext_lazy("Licenses"),
    Right.CONTRACTS: gettext_lazy("Contracts"),
    Right.BILLING: gettext_lazy("Billing"),
}

RIGHT_NOTE: dict[Right, Promise] = {
    Right.LICENSES: gettext_lazy(
        "Request and give up licenses, redeem keys; register devices, activate licenses on them and release them."
    ),
    Right.CONTRACTS: gettext_lazy(
        "Conclude, withdraw, cancel, extend manually; see credits, invoices and the activity."
    ),
    Right.BILLING: gettext_lazy("Top up credits, change the payer; see credits and invoices."),
}

PURPOSE: dict[str, Promise] = {
    "admin": gettext_lazy("Administration"),
    "billing": gettext_lazy("Billing"),
    "invoice": gettext_lazy("Invoices as files"),
    "license": gettext_lazy("Licenses"),
}

PURPOSE_NOTE: dict[str, Promise] = {
    "admin": gettext_lazy("Contracts, deadlines, partner access"),
    "billing": gettext_lazy("Invoices, upcoming charges"),
    "invoice": gettext_lazy("Invoices and credit notes alone; they go to the contacts for billing where there is none"),
    "license": gettext_lazy("Licenses and keys"),
}


def role(value: Role, language: str = "") -> str:
    """What somebody is in an organisation."""
    return say(ROLE[value], language)


def the_organisation(name: str, *, is_readers: bool, language: str = "") -> str:
    """An organisation as its reader calls it: with "your" where it is the reader's own."""
    return translate("your organisation %(name)s", language) % {"name": name} if is_readers else name


def rights(values: Collection[Right], language: str = "") -> str:
    """The rights that a partner was given, in the order of the domain."""
    return ", ".join(say(RIGHT[right], language) for right in Right if right in values)


def all_projects(language: str = "") -> str:
    """What access without a project is for."""
    return translate("all projects, including future ones", language)


def on_behalf_of(person: str, organisation: str, language: str = "") -> str:
    """Who did something, and for whom."""
    text = translate("%(person)s (on behalf of %(organisation)s)", language)
    return text % {"person": person, "organisation": organisation}
