"""The mails with sample values, as files that people read: write them anew with `python -m tests.notify`."""

from pathlib import Path

from autossa.notify.mail.frame import html
from autossa.notify.mail.placeholders import MAILS
from autossa.notify.mail.render import Filled, fill, plain
from autossa.notify.mail.samples import sample_values
from autossa.notify.mail.texts import shipped
from autossa.wording.languages import LANGUAGES

FOLDER = Path(__file__).parent / "expected"
BASE_URL = "https://portal.example.com"
VENDOR = "Example Systems"


def filled(key: str, language: str) -> Filled:
    return fill(shipped(key, language), sample_values(key, language, VENDOR, BASE_URL), BASE_URL)


def text(key: str, language: str) -> str:
    mail = filled(key, language)
    return f"Subject: {mail.subject}\n\n{plain(mail, VENDOR)}"


def page(key: str, language: str) -> str:
    return html(filled(key, language), language=language, vendor=VENDOR, accent="#0b5d73", footer=VENDOR)


def path(key: str, language: str) -> Path:
    return FOLDER / language / f"{key}.txt"


def write() -> None:
    for language in LANGUAGES:
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        for key in MAILS:
            path(key, language).write_text(text(key, language), encoding="utf-8")
