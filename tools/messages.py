"""The message catalogues, by Babel alone: `python -m tools.messages` (or `make messages`).

English texts are the keys, so that there is a catalogue for German only. Extraction reads Python and templates, the
catalogue is updated in place, and the compiled one, which is committed too, is made from it.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from autossa.wording.languages import LOCALE as LOCALES

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "autossa"
_SPOKEN = ("documents", "notify", "portal", "wording")  # what has texts to translate
LOCALE = "de"
PO = LOCALES / LOCALE / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "translate": None,
    "translate_count": (1, 2),
    "translate_count_as": ((1, "c"), 2, 3),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # a catalogue changes when its texts do, not with the day


def extracted() -> Catalog:
    """Every text that is shown or sent, save the texts of the mails, which are files of their own."""
    catalog = Catalog(project="autossa", charset="utf-8", creation_date=_EPOCH, revision_date=_EPOCH)
    for path in _sources():
        for _, message, _, context in _messages(path):
            where = (path.relative_to(PACKAGE).as_posix(), 0)
            flags = ["python-format"] if re.search(r"%\(\w+\)s", str(message)) else []
            catalog.add(message, None, [where], flags, context=context)
    return catalog


def stored() -> Catalog:
    """The catalogue as it is committed."""
    with PO.open("rb") as file:
        return read_po(file, locale=LOCALE)


def updated() -> Catalog:
    """The stored translations of exactly the texts there are."""
    catalog = stored() if PO.exists() else Catalog(locale=LOCALE)
    catalog.project, catalog.version, catalog.fuzzy = "Auto SSA", "1", False
    catalog.header_comment = (
        "# The portal in German. Made by `make messages`; only the msgstr lines are written by hand."
    )
    catalog.msgid_bugs_address, catalog.last_translator, catalog.language_team = "none", "none", "none"
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = _EPOCH
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """The binary form."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def as_text(catalog: Catalog) -> bytes:
    """The text form, one line a message part, without line numbers: they would change with every edit."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, omit_header=False, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return buffer.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """Texts without a translation, or with one that needs a look."""
    return [str(m.id) for m in catalog if m.id and (m.fuzzy or not _is_whole(m.string))]


def main() -> int:
    """Update and compile; 1 when a translation is missing."""
    catalog = updated()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_text(catalog))
    MO.write_bytes(compiled(catalog))
    for text in missing(catalog):
        sys.stderr.write(f"not translated: {text}\n")
    return 1 if missing(catalog) else 0


def _is_whole(string: Any) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _sources() -> list[Path]:
    return sorted(path for name in _SPOKEN for end in ("*.py", "*.html") for path in (PACKAGE / name).rglob(end))


def _messages(path: Path) -> Iterator[tuple[Any, ...]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":  # as Python, one statement a line at most, without indentation
        text = "\n".join(line.strip() for line in templatize(text, origin=path.name).splitlines())
    yield from extract("python", io.BytesIO(text.encode()), _KEYWORDS, options={"encoding": "utf-8"})


if __name__ == "__main__":
    sys.exit(main())
