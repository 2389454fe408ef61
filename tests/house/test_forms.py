"""One gate for texts: no form of the portal has a field that keeps what somebody typed as it is."""

import re
from pathlib import Path

from tests.house.sources import PACKAGE, name, sources

RAW = re.compile(r"forms\.(CharField|EmailField)\(")
ALLOWED = {
    "portal/vendor/time_zones.py",  # a hidden field that is compared with a day, and kept nowhere
}


def raw_fields(path: Path) -> list[str]:
    return [f"{name(path)}: {found[0]}" for found in RAW.finditer(path.read_text(encoding="utf-8"))]


def test_texts_are_read_by_the_fields_that_clean_them() -> None:
    files = sources(PACKAGE / "portal")
    found = [
        line
        for path in files
        if path.name != "fields.py" and path.relative_to(PACKAGE).as_posix() not in ALLOWED
        for line in raw_fields(path)
    ]
    assert not found, "use TextField, EmailField, SearchField or PasswordField of portal.ui.fields:\n" + "\n".join(
        found
    )


def test_a_raw_field_is_found(tmp_path: Path) -> None:
    path = tmp_path / "forms.py"
    path.write_text("name = forms.CharField(max_length=3)\nmail = forms.EmailField()\nok = TextField(max_length=3)\n")
    assert len(RAW.findall(path.read_text())) == 2
