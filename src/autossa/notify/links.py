"""Where the links in mails lead: below the portal's base URL, which is a setting and never taken from a request."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.http.request import validate_host

HOME = "/"
ACCOUNT = "/account/"
TERMS = "/terms/"
RUNS = "/runs/"


def run(public_id: str) -> str:
    """A run, with what it booked and whether it waits for somebody."""
    return f"/runs/{public_id}/"


def project(public_id: str) -> str:
    """A project's page."""
    return f"/projects/{public_id}/"


def review(public_id: str) -> str:
    """The page on which staff decides on a project's contract."""
    return f"/projects/{public_id}/review/"


def payer(public_id: str) -> str:
    """A project's page about who pays."""
    return f"/projects/{public_id}/payer/"


def verify(public_id: str) -> str:
    """The page on which staff verifies an organisation."""
    return f"/organisations/{public_id}/verify/"


def people(public_id: str) -> str:
    """The page of an organisation's people, and of who waits to be let in."""
    return f"/organisations/{public_id}/people/"


def webhook(organisation: str, public_id: str) -> str:
    """An endpoint of an organisation, and what was sent to it."""
    return f"/organisations/{organisation}/webhooks/{public_id}/"


def payment_methods(public_id: str) -> str:
    """How an organisation pays, and its mandates."""
    return f"/organisations/{public_id}/payment/"


def payers(public_id: str) -> str:
    """The page on which an organisation answers who is asked to pay."""
    return f"/organisations/{public_id}/payers/"


def contracts(public_id: str) -> str:
    """A project's contracts: the one in force, what can be done with it, and the button for a new one."""
    return f"/projects/{public_id}/contracts/"


def invoice(project: str, invoice: str) -> str:
    """An invoice among a project's."""
    return f"/projects/{project}/invoices/?show=all#{invoice}"


def document(public_id: str) -> str:
    """The page of an invoice or credit note."""
    return f"/invoices/{public_id}/"


def letter(organisation: str, letter: str) -> str:
    """A letter of dunning among those of its payer."""
    return f"/organisations/{organisation}/reminders/{letter}/"


def account(public_id: str) -> str:
    """What a payer owes, and how to pay it."""
    return f"/organisations/{public_id}/account/"


def checkout(organisation: str, checkout: str) -> str:
    """Where somebody comes back to from the page of the gateway of cards."""
    return f"/organisations/{organisation}/card-payments/{checkout}/"


def lapsed(project: str) -> str:
    """The page of a lapsed project on which what is missing is ordered, and its contract with it."""
    return f"/projects/{project}/contracts/lapsed/"


def activity(public_id: str) -> str:
    """What was done in and for an organisation."""
    return f"/organisations/{public_id}/activity/"


def partner_access(public_id: str) -> str:
    """A customer's page about who may do what for it."""
    return f"/organisations/{public_id}/handovers/"


def access_requests(public_id: str) -> str:
    """A customer's page on which its owners answer partners that ask for access."""
    return f"{partner_access(public_id)}#requests"


def customers(public_id: str) -> str:
    """A partner's page of its customers."""
    return f"/organisations/{public_id}/customers/"


def licenses(public_id: str) -> str:
    """A project's page about its licenses."""
    return f"/projects/{public_id}/licenses/"


def license_files(public_id: str) -> str:
    """A project's license files, the newest first."""
    return f"/projects/{public_id}/license-files/"


def confirm_licenses(public_id: str) -> str:
    """The page on which staff confirms the licenses of a project that wait."""
    return f"/projects/{public_id}/licenses/confirm/"


def credits(public_id: str) -> str:
    """A project's page about its credits and the orders of them."""
    return f"/projects/{public_id}/credits/"


def orders() -> str:
    """The page on which the vendor's finance books orders of credits, or declines them."""
    return "/staff/orders/"


def project_orders(public_id: str) -> str:
    """A project's orders and quotes."""
    return f"/projects/{public_id}/orders/"


def quote(project: str, quote: str) -> str:
    """A quote of a project."""
    return f"/projects/{project}/quotes/{quote}/"


def approval(secret: str) -> str:
    """Where somebody who was asked approves a quote, or declines."""
    return f"/approvals/{secret}/"


def invitation(secret: str) -> str:
    """Where an invitation is accepted."""
    return f"/invitations/{secret}/"


def default_base_url(hosts: list[str], *, https: bool) -> str:
    """The portal's address when none is set: that of the first host it answers to."""
    host = next((host.lstrip(".") for host in hosts if host.strip("*.")), "127.0.0.1")
    return f"https://{host}" if https else f"http://{host}:8000"


def why_dead(base: str, hosts: list[str], *, https: bool) -> str:
    """Why a link that begins with this address leads nowhere, as a sentence; empty where it leads to the portal.

    An address of this machine is one only without TLS, which is for trying it out on it. A host that the portal does
    not answer to is none either.
    """
    host = (urlsplit(base).hostname or "").rstrip(".")
    if https and _is_this_machine(host):
        return f"links would lead to {base}, which is each reader's own machine; set AUTOSSA_BASE_URL"
    if not validate_host(host if ":" not in host else f"[{host}]", hosts):
        return f"links would lead to {base}, which the portal does not answer to; add {host} to AUTOSSA_ALLOWED_HOSTS"
    return ""


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith((".localhost", ".localdomain")):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified or address.is_link_local


def check_base_url(url: str) -> None:
    """Raises ValueError for an address that cannot begin a link."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError(f'AUTOSSA_BASE_URL must be an address such as "https://portal.example.com", not "{url}"')
    if any(letter.isspace() or letter in "<>\"'" for letter in url):
        raise ValueError("AUTOSSA_BASE_URL holds a character that no address has")
