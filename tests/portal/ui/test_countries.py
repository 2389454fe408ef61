"""Countries in forms: in the order in which somebody looks for a name."""

import pytest
from django.utils import translation

from autossa.portal.ui import countries


@pytest.mark.parametrize(
    ("language", "before", "name", "after"),
    [
        ("de", "Curaçao", "Dänemark", "Deutschland"),
        ("de", "Südafrika", "Sudan", "Südgeorgien und die Südlichen Sandwichinseln"),
        ("de", "Österreich", "Pakistan", "Palästinensische Autonomiegebiete"),
        ("en", "Costa Rica", "Côte d’Ivoire", "Croatia"),
        ("en", "Qatar", "Réunion", "Romania"),
    ],
)
def test_accents_make_no_difference_to_the_order(language: str, before: str, name: str, after: str) -> None:
    with translation.override(language):
        names = [shown for _, shown in countries.choices()]
    place = names.index(name)
    assert names[place - 1 : place + 2] == [before, name, after]
