"""A mail's words: the vendor's own wording or the shipped one, filled in, as text and as HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from django.conf import settings

from autossa.gateways.mail.protocol import Mail
from autossa.notify.mail.check import find_mistakes
from autossa.notify.mail.frame import html
from autossa.notify.mail.render import fill, plain
from autossa.notify.mail.texts import Text, shipped
from autossa.queries.vendor.mail_texts import own_text
from autossa.queries.vendor.settings import look
from autossa.wording.languages import translate

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's words, ready to be looked at or sent."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Stationery:
    """What is the same for all mails that are made one after the other, read once: who they are from, their texts."""

    vendor: str
    accent: str
    texts: dict[tuple[str, str], Text] = field(default_factory=dict)

    def text(self, key: str, language: str) -> Text:
        """The wording in force when it is first asked for. Raises KeyError as `text_in_force`."""
        if (key, language) not in self.texts:
            self.texts[key, language] = text_in_force(key, language)
        return self.texts[key, language]


def stationery() -> Stationery:
    """As the vendor looks now."""
    found = look()
    return Stationery(found.name, found.accent)


def vendor() -> str:
    """Who the mails are from."""
    return look().name


def compose(
    key: str, language: str, values: Mapping[str, str], to: str, reference: str, paper: Stationery | None = None
) -> Mail:
    """A mail to an address, on the stationery given or that of now.

    Raises KeyError when a value is missing, ValueError for an address that is none.
    """
    paper = paper or stationery()
    text = paper.text(key, language)
    made = render_text(text, language, {"greeting": greeting("", language), **values}, paper)
    return Mail(to, made.subject, made.text, made.html, language, reference, sender_name=paper.vendor)


def greeting(name: str, language: str) -> str:
    """How a mail begins: by the reader's name, where one is known."""
    return translate("Hello %(name)s,", language) % {"name": name} if name else translate("Hello,", language)


def text_in_force(key: str, language: str) -> Text:
    """The vendor's wording, unless it no longer fits a mail whose placeholders have changed since."""
    own = own_text(key, language)
    if own is None:
        return shipped(key, language)
    text = Text(own.subject, own.body)
    if mistakes := find_mistakes(key, text):
        log.warning(
            "own mail text not used", mail=key, language=language, mistakes=[one.wrong.value for one in mistakes]
        )
        return shipped(key, language)
    return text


def render_text(text: Text, language: str, values: Mapping[str, str], paper: Stationery) -> Rendered:
    """A wording with values. Raises KeyError when a value is missing."""
    base_url: str = settings.BASE_URL
    filled = fill(text, values, base_url)
    footer = _footer(paper.vendor, base_url, language)
    page = html(filled, language=language, vendor=paper.vendor, accent=paper.accent, footer=footer)
    return Rendered(filled.subject, plain(filled, footer), page)


def _footer(name: str, base_url: str, language: str) -> str:
    """What stands below every mail."""
    portal = translate("%(vendor)s, Auto SSA portal", language) % {"vendor": name}
    who = translate("Your organisation decides who receives which e-mails (contacts).", language)
    return f"{portal}\n{base_url}\n{who}"
