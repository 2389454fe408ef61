"""The figures of an offer as a page shows them and a form gives them back."""

import json

from autossa.domain.comparisons import Offer, figures

_MOST = 4000


def as_shown(offer: Offer) -> str:
    """The figures of an offer for a hidden field: what is agreed to when the form comes back."""
    return json.dumps(figures(offer), separators=(",", ":"))


def read_shown(text: str) -> dict[str, str]:
    """The figures that came back; nothing that is not text, and nothing at all where it cannot be read."""
    try:
        found = json.loads(text) if len(text) <= _MOST else None
    except ValueError:
        return {}
    return (
        {str(name): value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
    )
