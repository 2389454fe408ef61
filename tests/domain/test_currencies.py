"""Minor units by ISO 4217, and which currencies count in hundredths as all amounts here do."""

import pytest

from autossa.domain.currencies import counts_in_hundredths, minor_places

PLACES = (
    *((code, 0) for code in ("JPY", "KRW", "ISK", "CLP", "VND", "XAF", "XOF", "XPF", "UGX", "PYG")),
    *((code, 2) for code in ("EUR", "USD", "CHF", "GBP", "SEK", "HUF", "CNY", "TWD", "IDR", "MGA", "XCG")),
    *((code, 3) for code in ("KWD", "BHD", "OMR", "TND", "JOD", "IQD", "LYD")),
    *((code, 4) for code in ("CLF", "UYW")),
    *((code, None) for code in ("XXA", "XAU", "XDR", "XTS", "XXX", "DEM", "HRK", "eur", "EU", "EURO", "", " EUR")),
)


@pytest.mark.parametrize(("code", "places"), PLACES, ids=[code or "none" for code, _ in PLACES])
def test_minor_units_are_those_of_iso_4217(code: str, places: int | None) -> None:
    assert minor_places(code) == places
    assert counts_in_hundredths(code) == (places == 2)
