"""Mails: rendered, previewed, their texts edited by the vendor; how a mail is sent is chosen by the settings."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from autossa.gateways.mail import Mail, MailGateway
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.mail_texts.checking import find_mistakes
from autossa.operations.mail_texts.frame import html
from autossa.operations.mail_texts.keys import KEYS, LANGUAGES
from autossa.operations.mail_texts.rendering import fill, plain
from autossa.operations.mail_texts.samples import sample_values
from autossa.operations.mail_texts.shipped import Text, shipped
from autossa.operations.occasions import Occasion
from autossa.operations.outbox import tell
from autossa.operations.recording import record_activity
from autossa.queries.mail_texts import own_text
from autossa.queries.organisations import vendor_name
from autossa.store import models

log = structlog.get_logger()

_FOOTER = {  # below every mail
    "en": "{vendor}, Auto SSA portal\n{base_url}\nYour organisation decides who gets which mails (contacts).",
    "de": "{vendor}, Auto-SSA-Portal\n{base_url}\nWer welche Mails bekommt, bestimmt Ihre Organisation (Kontakte).",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's words, ready to be looked at or sent."""

    subject: str
    text: str
    html: str


def gateway() -> MailGateway:
    """The gateway that the settings name."""
    made: MailGateway = import_string(settings.MAIL_GATEWAY)()
    return made


def vendor() -> str:
    """Who the mails are from."""
    return vendor_name() or settings.VENDOR_NAME


def render(key: str, language: str, values: Mapping[str, str]) -> Rendered:
    """A mail in the vendor's own wording, else the shipped one. Raises KeyError when a value is missing."""
    return _rendered(_wording(key, language), language, values, vendor())


def compose(key: str, language: str, values: Mapping[str, str], to: str, reference: str) -> Mail:
    """A mail to an address. Raises KeyError as `render`, ValueError for an address that is none."""
    made = render(key, language, values)
    return Mail(to, made.subject, made.text, made.html, language, reference)


def preview(*, key: str, language: str, text: Text | None = None) -> Rendered:
    """How a mail looks with sample values: a text that is being edited, or the one that holds. Raises Invalid."""
    _check_exists(key, language)
    if text is not None:
        _check(key, text)
    name = vendor()
    values = sample_values(key, language, name, settings.BASE_URL)
    return _rendered(text or _wording(key, language), language, values, name)


def set_text(*, key: str, language: str, text: Text, by: Occasion) -> None:
    """Give a mail the vendor's own wording from now on. Raises Invalid with all that is wrong with it, NotFound."""
    _check_exists(key, language)
    _check(key, text)
    with transaction.atomic():
        models.MailText.objects.update_or_create(
            key=key,
            language=language,
            defaults={
                "subject": text.subject.strip(),
                "body": text.body.strip(),
                "edited_by": by.actor.user,
                "edited_at": by.now,
            },
        )
        record_activity(by, "edit_mail_text", details={"mail": key, "language": language})


def reset_text(*, key: str, language: str, by: Occasion) -> None:
    """Go back to the shipped wording. Raises NotFound when it holds already."""
    with transaction.atomic():
        deleted, _ = models.MailText.objects.filter(key=key, language=language).delete()
        if not deleted:
            raise NotFound(f"the shipped wording of {key} ({language}) holds already")
        record_activity(by, "reset_mail_text", details={"mail": key, "language": language})


def send_test(*, to: str, language: str, by: Occasion) -> None:
    """Put a test mail into the outbox. Raises Invalid for an address or a language that is none."""
    _check_exists("test", language)
    try:
        Mail(to, "test", "", "", language, "test")
    except ValueError as error:
        raise Invalid(f"{to}: {error}") from None
    with transaction.atomic():
        record_activity(by, "send_test_mail", details={"to": to})
        tell("mail.test", {"to": to, "language": language}, by)


def _wording(key: str, language: str) -> Text:
    """The vendor's wording, unless it no longer fits a mail whose placeholders have changed since."""
    own = own_text(key, language)
    if own is None:
        return shipped(key, language)
    text = Text(own.subject, own.body)
    if mistakes := find_mistakes(key, text):
        log.warning("own mail text not used", mail=key, language=language, mistakes=mistakes)
        return shipped(key, language)
    return text


def _rendered(text: Text, language: str, values: Mapping[str, str], name: str) -> Rendered:
    base_url: str = settings.BASE_URL
    filled = fill(text, values, base_url)
    footer = _FOOTER[language].format(vendor=name, base_url=base_url)
    page = html(filled, language=language, vendor=name, accent=settings.VENDOR_ACCENT, footer=footer)
    return Rendered(filled.subject, plain(filled, footer), page)


def _check_exists(key: str, language: str) -> None:
    if key not in KEYS:
        raise NotFound(f"there is no mail {key}; there are {', '.join(KEYS)}")
    if language not in LANGUAGES:
        raise NotFound(f"mails are written in {' and '.join(LANGUAGES)}, not in {language}")


def _check(key: str, text: Text) -> None:
    if mistakes := find_mistakes(key, text):
        raise Invalid("; ".join(mistakes))
