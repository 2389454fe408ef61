"""The shipped wording: one plain file for each mail and language, whose first line is the subject."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from autossa.notify.mail.placeholders import MAILS
from autossa.wording.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Text:
    """The words of a mail in a language, with placeholders such as {project}."""

    subject: str
    body: str


@cache
def shipped(key: str, language: str) -> Text:
    """The shipped wording. Raises KeyError for a mail or a language that does not exist."""
    if key not in MAILS or language not in LANGUAGES:
        raise KeyError(f"no mail {key} in {language}")
    path = files("autossa.notify.mail.texts") / language / f"{key}.txt"
    subject, _, body = path.read_text(encoding="utf-8").partition("\n")
    return Text(subject.strip(), body.strip())
