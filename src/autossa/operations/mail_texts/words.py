"""The words that mails use for what the domain names by codes, in each language."""

from fractions import Fraction

from autossa.domain.contracts import Status
from autossa.domain.invoices import Reason
from autossa.domain.plans import Option
from autossa.domain.rights import Right, Role
from autossa.operations.formatting import exact, percent, whole

_PLAN = {
    "annual_yearly": ("Annual, billed yearly", "Jahresvertrag, jährlich berechnet"),
    "annual_quarterly": ("Annual, billed quarterly", "Jahresvertrag, quartalsweise berechnet"),
    "annual_monthly": ("Annual, billed monthly", "Jahresvertrag, monatlich berechnet"),
    "flex_monthly": ("Full flex, billed monthly", "Voll flexibel, monatlich berechnet"),
}
_REASON = {
    Reason.EXTENSION: ("Extension", "Verlängerung"),
    Reason.ADDITION: ("Added licenses", "Neue Lizenzen"),
    Reason.GAP: ("Back payment for a gap", "Nachzahlung für eine Lücke"),
    Reason.MANUAL: ("Manual extension", "Manuelle Verlängerung"),
}
_CONTRACT = {
    None: ("no contract", "kein Vertrag"),
    Status.IN_REVIEW: ("contract in review", "Vertrag in Prüfung"),
    Status.QUESTION: ("contract in review, question open", "Vertrag in Prüfung, Rückfrage offen"),
    Status.ACTIVE: ("Auto SSA active", "Auto SSA aktiv"),
    Status.ENDING: ("contract ending", "Vertrag läuft aus"),
    Status.SUSPENDED: ("contract suspended", "Vertrag ausgesetzt"),
    Status.ENDED: ("contract ended", "Vertrag beendet"),
    Status.REJECTED: ("contract rejected", "Vertrag abgelehnt"),
    Status.WITHDRAWN: ("contract withdrawn", "Vertrag zurückgezogen"),
}
_ROLE = {
    Role.OWNER: ("owner", "Inhaber"),
    Role.MANAGER: ("manager", "Verwaltung"),
    Role.VIEWER: ("viewer", "Ansicht"),
    Role.ADMIN: ("administrator", "Administration"),
    Role.REVIEWER: ("reviewer", "Prüfung"),
    Role.FINANCE: ("finance", "Finanzen"),
    Role.SUPPORT: ("support", "Support"),
}
_RIGHT = {
    Right.LICENSES: ("licenses", "Lizenzen"),
    Right.CONTRACTS: ("contracts", "Verträge"),
    Right.BILLING: ("billing", "Abrechnung"),
}
_CHANGE = {
    "password_changed": ("the password was changed", "das Passwort wurde geändert"),
    "address_changed": ("the e-mail address was changed", "die E-Mail-Adresse wurde geändert"),
    "app_added": ("an authenticator app was set up", "eine Authenticator-App wurde eingerichtet"),
    "app_removed": ("the authenticator app was removed", "die Authenticator-App wurde entfernt"),
    "passkey_added": ("a passkey was set up", "ein Passkey wurde eingerichtet"),
    "passkey_removed": ("a passkey was removed", "ein Passkey wurde entfernt"),
    "codes_made": ("new recovery codes were created", "neue Wiederherstellungscodes wurden erzeugt"),
}
_PLACES = {"en": 0, "de": 1}
_ONCE, _TWICE = 1, 2


def plan(option: Option, language: str) -> str:
    """The name of an option, or what it is when the vendor made one of its own."""
    if option.name in _PLAN:
        return _PLAN[option.name][_PLACES[language]]
    if language == "de":
        return f"Laufzeit {months(option.term_months, language)}, berechnet alle {option.billed_months} Monate"
    return f"Term {months(option.term_months, language)}, billed every {option.billed_months} months"


def term(option: Option, language: str) -> str:
    """12 months, to be cancelled 3 months before its end."""
    length, notice = months(option.term_months, language), months(option.notice_months, language)
    if language == "de":
        return f"{length}, Kündigungsfrist {notice}"
    return f"{length}, notice {notice}"


def adjustment(option: Option, language: str) -> str:
    """List price, or what the option takes off it or adds."""
    share = option.adjustment
    if share == 0:
        return {"en": "list price", "de": "Listenpreis"}[language]
    sign = "−" if share < 0 else "+"
    shown = f"{sign}{percent(abs(share), language)}"
    return {"en": f"list price {shown}", "de": f"Listenpreis {shown}"}[language]


def reason(value: Reason, language: str) -> str:
    """What a booking was for."""
    return _REASON[value][_PLACES[language]]


def contract(status: str | None, language: str) -> str:
    """The state of a project's contract, in a few words."""
    return _CONTRACT[Status(status) if status else None][_PLACES[language]]


def account_change(code: str, language: str) -> str:
    """What was changed that protects an account."""
    return _CHANGE[code][_PLACES[language]]


def role(value: Role, language: str) -> str:
    """What somebody is in an organisation."""
    return _ROLE[value][_PLACES[language]]


def rights(values: list[Right], language: str) -> str:
    """The rights that were handed over, in the order of the domain."""
    return ", ".join(_RIGHT[right][_PLACES[language]] for right in Right if right in values)


def times(multiplier: Fraction, language: str) -> str:
    """Twice; or × 1.5 where the vendor's policy says so."""
    if multiplier == _ONCE:
        return {"en": "once", "de": "einfach"}[language]
    if multiplier == _TWICE:
        return {"en": "twice", "de": "doppelt"}[language]
    return f"× {exact(multiplier, language)}"


def days(count: int, language: str) -> str:
    """5 days."""
    one, many = {"en": ("day", "days"), "de": ("Tag", "Tage")}[language]
    return _counted(count, one, many, language)


def days_for(count: int, language: str) -> str:
    """5 days, as something lasts them (German: von 5 Tagen)."""
    one, many = {"en": ("day", "days"), "de": ("Tag", "Tagen")}[language]
    return _counted(count, one, many, language)


def months(count: int, language: str) -> str:
    """3 months."""
    one, many = {"en": ("month", "months"), "de": ("Monat", "Monate")}[language]
    return _counted(count, one, many, language)


def projects(count: int, language: str) -> str:
    """5 projects."""
    one, many = {"en": ("project", "projects"), "de": ("Projekt", "Projekte")}[language]
    return _counted(count, one, many, language)


def more_projects(count: int, language: str) -> str:
    """5 more projects; empty for none."""
    if not count:
        return ""
    one, many = {"en": ("more project", "more projects"), "de": ("weiteres Projekt", "weitere Projekte")}[language]
    return _counted(count, one, many, language)


def days_left(count: int, language: str) -> str:
    """How long something still lasts: 5 days left, or: today is the last day."""
    if count <= 0:
        return {"en": "today is the last day", "de": "heute ist der letzte Tag"}[language]
    return {"en": f"{days(count, language)} left", "de": f"noch {days(count, language)}"}[language]


def all_projects(language: str) -> str:
    """What a hand-over without a project is for."""
    return {"en": "all projects, including future ones", "de": "alle Projekte, auch künftige"}[language]


def license(quantity: int, type_name: str, code: str, language: str) -> str:
    """500 × Port (L-PORT)."""
    return f"{whole(quantity, language)} × {type_name} ({code})"


def requested(text: str, language: str) -> str:
    """A license that the vendor has not confirmed yet."""
    word = {"en": "requested", "de": "beantragt"}[language]
    return f"{text} ({word})"


def _counted(count: int, one: str, many: str, language: str) -> str:
    return f"{whole(count, language)} {one if count == 1 else many}"
