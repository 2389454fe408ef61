"""What is wrong with an edited text of a mail; nothing, when it can be sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from autossa.domain.texts import find_unseen, plain_spaces
from autossa.notify.mail.placeholders import MAILS, STANDS_FOR, Kind, kind
from autossa.notify.mail.render import PLACEHOLDER
from autossa.notify.mail.texts import Text
from autossa.wording.glossary import mail_mistake

MAX_SUBJECT, MAX_BODY = 200, 20_000


class Wrong(StrEnum):
    """What can be wrong with a text."""

    SUBJECT = "subject"
    BODY = "body"
    UNKNOWN = "unknown"
    MISSING = "missing"
    BRACE = "brace"
    IN_SUBJECT = "in_subject"
    NOT_LAST = "not_last"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One of them, with the placeholder it is about, and others."""

    wrong: Wrong
    name: str = ""
    names: str = ""

    def sentence(self, language: str = "") -> str:
        """It in words; without a language in that of the page."""
        return mail_mistake(self.wrong, self.name, self.names, language)


def find_mistakes(key: str, text: Text) -> list[Mistake]:
    """Everything that is wrong. Raises KeyError for a mail that does not exist."""
    return list(_mistakes(key, text))


def _mistakes(key: str, text: Text) -> Iterator[Mistake]:
    allowed = MAILS[key]
    if not text.subject.strip() or "\n" in text.subject.strip() or len(text.subject) > MAX_SUBJECT:
        yield Mistake(Wrong.SUBJECT)
    if not text.body.strip() or len(text.body) > MAX_BODY:
        yield Mistake(Wrong.BODY)
    whole = f"{text.subject}\n{text.body}"
    if unseen := find_unseen(plain_spaces(whole)):
        yield Mistake(Wrong.UNSEEN, unseen[1])
    names = set(PLACEHOLDER.findall(whole))
    said = names | {STANDS_FOR[name] for name in names & STANDS_FOR.keys()}
    if unknown := sorted(names - allowed.known):
        yield Mistake(Wrong.UNKNOWN, f"{{{unknown[0]}}}", _listed(allowed.known))
    if missing := sorted(allowed.required - said):
        yield Mistake(Wrong.MISSING, names=_listed(missing))
    if any(brace in PLACEHOLDER.sub("", whole) for brace in "{}"):
        yield Mistake(Wrong.BRACE)
    yield from _misplaced(text)


def _misplaced(text: Text) -> Iterator[Mistake]:
    """Lists, somebody's own words and links stand below their line, so they end it and are not in the subject."""
    for name in PLACEHOLDER.findall(text.subject):
        if kind(name) is not Kind.LINE:
            yield Mistake(Wrong.IN_SUBJECT, f"{{{name}}}")
    for line in text.body.splitlines():
        names = PLACEHOLDER.findall(line)
        for place, name in enumerate(names, start=1):
            if kind(name) is Kind.LINE:
                continue
            if place != len(names) or not line.strip().endswith(f"{{{name}}}"):
                yield Mistake(Wrong.NOT_LAST, f"{{{name}}}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
