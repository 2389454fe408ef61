"""From what people type to rows: a public id, or names."""

from uuid import UUID

from autossa.domain.email_addresses import same_or_read
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import public_id, read_public_id


def find_project(text: str) -> UUID:
    """A project by `prj_…`, or by "customer number/name". Raises Unknown."""
    if text.startswith("prj_"):
        found = models.Project.objects.filter(pk=_read("prj", text))
    else:
        number, _, name = text.partition("/")
        found = models.Project.objects.filter(customer__number=number, name=name)
    return _one(list(found.values_list("id", flat=True)), f"no project {text}; give prj_… or customer number/name")


def find_customer(number: str) -> UUID:
    """A customer by its number. Raises Unknown."""
    found = models.Organisation.objects.filter(kind="customer", number=number)
    return _one(list(found.values_list("id", flat=True)), f"no customer with the number {number}")


def find_organisation(number: str) -> UUID:
    """An organisation by its number; the vendor when none is given. Raises Unknown."""
    wanted = {"number": number} if number else {"kind": "vendor"}
    found = models.Organisation.objects.filter(**wanted)
    no_vendor = 'no vendor yet; run autossa init --vendor "Your company"'
    otherwise = f"no organisation with the number {number}" if number else no_vendor
    return _one(list(found.values_list("id", flat=True)), otherwise)


def find_price_list(name: str | None) -> UUID:
    """A price list by name, or the only one. Raises Unknown."""
    found = models.PriceList.objects.all() if name is None else models.PriceList.objects.filter(name=name)
    names = ", ".join(models.PriceList.objects.order_by("name").values_list("name", flat=True)) or "none yet"
    return _one(list(found.values_list("id", flat=True)), f"name one price list; there are: {names}")


def find_person(text: str) -> UUID:
    """A person who can log in, or could, by `usr_…` or e-mail address. Raises Unknown."""
    if text.startswith("usr_"):
        found = models.User.objects.filter(pk=_read("usr", text))
    else:
        found = models.User.objects.filter(email=same_or_read(text))
    return _one(list(found.values_list("id", flat=True)), f"no person {text}; give usr_… or the e-mail address")


def find_settlement(text: str) -> UUID:
    """A settlement by `set_…`. Raises Unknown."""
    found = models.Settlement.objects.filter(pk=_read("set", text))
    return _one(list(found.values_list("id", flat=True)), f"no settlement {text}")


def _read(prefix: str, text: str) -> UUID:
    try:
        return read_public_id(prefix, text)
    except ValueError as error:
        raise Unknown(str(error)) from None


def _one(found: list[UUID], otherwise: str) -> UUID:
    if len(found) != 1:
        raise Unknown(otherwise)
    return found[0]


def project_name(project: UUID) -> str:
    """The public id of a project."""
    return public_id("prj", project)


def organisation_name(organisation: UUID) -> str:
    """The public id of an organisation."""
    return public_id("org", organisation)


def invoice_name(invoice: UUID) -> str:
    """The public id of an invoice or credit note."""
    return public_id("inv", invoice)


def contract_name(contract: UUID) -> str:
    """The public id of a contract."""
    return public_id("con", contract)


def person_name(user: UUID) -> str:
    """The public id of a person."""
    return public_id("usr", user)


def hand_over_name(hand_over: UUID) -> str:
    """The public id of a partner's access."""
    return public_id("hdo", hand_over)


def request_name(request: UUID) -> str:
    """The public id of a request for access."""
    return public_id("acr", request)


def price_list_name(price_list: UUID) -> str:
    """The public id of a price list."""
    return public_id("plt", price_list)


def quote_name(quote: UUID) -> str:
    """The public id of a quote."""
    return public_id("quo", quote)


def find_order(text: str) -> tuple[UUID, bool]:
    """An order by `ord_…` (of credits) or `lor_…`, and whether it is one of licenses. Raises Unknown."""
    if text.startswith("lor_"):
        found = models.LicenseOrder.objects.filter(pk=_read("lor", text)).values_list("id", flat=True)
        return _one(list(found), f"no order {text}"), True
    rows = models.CreditOrder.objects.filter(pk=_read("ord", text)).values_list("id", flat=True)
    return _one(list(rows), f"no order {text}; give ord_… or lor_…"), False


def find_quote(text: str) -> UUID:
    """A quote by `quo_…`, or by its number. Raises Unknown."""
    if text.startswith("quo_"):
        found = models.Quote.objects.filter(pk=_read("quo", text))
    else:
        _series, _, rest = text.partition("-")
        year, _, number = rest.partition("-")
        is_number = year.isdigit() and number.isdigit()
        found = (
            models.Quote.objects.filter(year=int(year), number=int(number))
            if is_number
            else models.Quote.objects.none()
        )
    return _one(
        list(found.values_list("id", flat=True)), f"no quote {text}; give quo_… or a number such as Q-2026-000001"
    )


def delivery_name(delivery: UUID) -> str:
    """The public id of what is sent to an endpoint."""
    return public_id("dlv", delivery)


def webhook_name(endpoint: UUID) -> str:
    """The public id of an endpoint."""
    return public_id("whk", endpoint)
