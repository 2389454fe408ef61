"""Mails: previewed, their texts edited by the vendor, a test sent; how a mail is sent is chosen by the settings."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from autossa.domain.limits import Deed
from autossa.domain.texts import plain_spaces
from autossa.gateways.mail.protocol import Mail, MailGateway, MailUnavailable
from autossa.gateways.mail.smtp import try_server
from autossa.notify.mail.check import Mistake, find_mistakes
from autossa.notify.mail.compose import Rendered, render_text, stationery, text_in_force
from autossa.notify.mail.placeholders import MAILS
from autossa.notify.mail.samples import sample_values
from autossa.notify.mail.texts import Text
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
from autossa.operations.validation import read_email
from autossa.queries.vendor.mail_texts import own_text
from autossa.store import models
from autossa.wording.languages import LANGUAGES

__all__ = ["MailGateway", "Rendered", "Text", "gateway", "preview", "reset_text", "send_test", "set_text", "text_of"]


class MailUnknown(NotFound):
    """There is no e-mail {key}; there are {known}."""


class LanguageUnknown(NotFound):
    """E-mails are written in {known}, not in {language}."""


class DefaultTextInForce(NotFound):
    """The default text of {key} ({language}) is in force already."""


class MailTextInvalid(Invalid):
    """{mistakes}"""


class TestAddressInvalid(Invalid):
    """{email}: {cause}"""

    field = "email"


@dataclass(frozen=True, slots=True)
class TextPage:
    """A text that holds or is being edited, and how the mail looks with it; with mistakes, as the one that holds.

    `is_own` says that the vendor's own wording holds.
    """

    text: Text
    rendered: Rendered
    mistakes: tuple[Mistake, ...]
    is_own: bool


def gateway() -> MailGateway:
    """The gateway that the settings name."""
    made: MailGateway = import_string(settings.MAIL_GATEWAY)()
    return made


def why_unreachable() -> str:
    """Why no e-mail can be sent at present, in the server's words; empty where it lets us in. Nothing is sent."""
    try:
        try_server()
    except MailUnavailable as error:
        return str(error)
    return ""


def text_of(*, key: str, language: str) -> Text:
    """The wording that holds. Raises MailUnknown, LanguageUnknown."""
    _check_exists(key, language)
    return text_in_force(key, language)


def preview(*, key: str, language: str, text: Text | None = None) -> Rendered:
    """How a mail looks with sample values, with a text that is being edited or the one that holds.

    Raises MailTextInvalid, MailUnknown, LanguageUnknown.
    """
    _check_exists(key, language)
    if text is not None:
        _check(key, text)
    paper = stationery()
    values = sample_values(key, language, paper.vendor, settings.BASE_URL)
    return render_text(text or text_in_force(key, language), language, values, paper)


def show_text(*, key: str, language: str, text: Text | None = None) -> TextPage:
    """A text that is being edited, or the one that holds, as its page shows it. Raises MailUnknown, LanguageUnknown."""
    _check_exists(key, language)
    mistakes = tuple(find_mistakes(key, text)) if text is not None else ()
    rendered = preview(key=key, language=language, text=None if mistakes else text)
    is_own = own_text(key, language) is not None
    return TextPage(text or text_in_force(key, language), rendered, mistakes, is_own)


def set_text(*, key: str, language: str, text: Text, ctx: ActionContext) -> None:
    """Give a mail the vendor's own wording from now on. Raises MailTextInvalid with all that is wrong."""
    _check_exists(key, language)
    _check(key, text)
    text = Text(plain_spaces(text.subject), plain_spaces(text.body))
    with transaction.atomic():
        models.MailText.objects.update_or_create(
            key=key,
            language=language,
            defaults={
                "subject": text.subject,
                "body": text.body,
                "edited_by": ctx.actor.user,
                "edited_at": ctx.now,
            },
        )
        record_activity(ctx, "edit_mail_text", details={"mail": key, "language": language})


def reset_text(*, key: str, language: str, ctx: ActionContext) -> None:
    """Go back to the shipped wording. Raises DefaultTextInForce, MailUnknown, LanguageUnknown."""
    _check_exists(key, language)
    with transaction.atomic():
        deleted, _ = models.MailText.objects.filter(key=key, language=language).delete()
        if not deleted:
            raise DefaultTextInForce(key=key, language=language)
        record_activity(ctx, "reset_mail_text", details={"mail": key, "language": language})


def send_test(*, to: str, language: str, ctx: ActionContext) -> None:
    """Put a test mail into the outbox. Raises TestAddressInvalid, LanguageUnknown, LimitReached."""
    _check_exists("test", language)
    try:
        to = read_email(to)
        Mail(to, "test", "", "", language, "test")
    except (Invalid, ValueError) as error:
        raise TestAddressInvalid(email=to, cause=str(error)) from None
    with transaction.atomic():
        limits.count(Deed.WRITE, ctx, email=to)
        record_activity(ctx, "send_test_mail", details={"to": to})
        tell("mail.test", {"to": to, "language": language}, ctx)


def _check_exists(key: str, language: str) -> None:
    if key not in MAILS:
        raise MailUnknown(key=key, known=", ".join(MAILS))
    if language not in LANGUAGES:
        raise LanguageUnknown(known=" and ".join(LANGUAGES), language=language)


def _check(key: str, text: Text) -> None:
    if mistakes := find_mistakes(key, text):
        raise MailTextInvalid(mistakes=" ".join(mistake.sentence("en") for mistake in mistakes))
