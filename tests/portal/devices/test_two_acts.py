"""Two acts, two words, on every page that does one: it says what happens to what is paid, and never offers the other.

Released from its device a license lives on and counts for SSA as before; given up it ends, paid until its day.
"""

import re

import pytest

from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import address, html, text_of
from tests.cast.people import People
from tests.operations.devices.machines import activate, machine

pytestmark = [pytest.mark.store, pytest.mark.django_db]

LIVES_ON = {"en": "Nothing changes: the license lives on", "de": "Es ändert sich nichts: Die Lizenz besteht weiter"}
UNCHANGED = {"en": "nothing changes in what is paid", "de": "an dem, was bezahlt wird, ändert sich nichts"}
PAID_UNTIL = {"en": "payments are non-refundable", "de": "nicht erstattet"}
ENDS = {"en": "Giving up ends the license", "de": "Mit der Rückgabe endet die Lizenz"}
BUTTON = {
    "release": {"en": r"^Release from device$", "de": r"^Vom Gerät freigeben$"},
    "give up": {"en": r"^Give up 3 × Port$", "de": r"^3 × Port zurückgeben$"},
    "other": {
        "en": r"^(Move|Remove .*|Write off .*|Review)$",
        "de": r"^(Verschieben|.* entfernen|.* ausbuchen|Weiter.*)$",
    },
}


def pages(project: object, device: object, activation: object) -> dict[str, str]:
    one = f"devices/{public_id('dev', device)}/"  # type: ignore[arg-type]
    return {
        "release": f"{one}licenses/{public_id('act', activation)}/release/",  # type: ignore[arg-type]
        "move": f"{one}licenses/{public_id('act', activation)}/move/",  # type: ignore[arg-type]
        "remove": f"{one}remove/",
        "lost": f"{one}lost/",
        "give up": "licenses/1/return/",
    }


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("page", "who", "says", "button"),
    [
        ("release", "owner", LIVES_ON, "release"),
        ("move", "owner", LIVES_ON, "other"),
        ("remove", "owner", UNCHANGED, ""),
        ("lost", "support", UNCHANGED, "other"),
        ("give up", "owner", ENDS, "other"),
        ("give up, checked", "owner", PAID_UNTIL, "give up"),
    ],
)
def test_what_the_act_does_to_what_is_paid(
    people: People, page: str, who: str, says: dict[str, str], button: str, language: str
) -> None:
    project = people.shop.covered(quantity=10)
    device = machine(project)
    machine(project, "Berlin", "SN-2000")
    activate(project, device, 4)
    name, _, checked = page.partition(",")
    path = address(project, pages(project, device, models.Activation.objects.get().id)[name])
    client = people[who]
    models.User.objects.update(language=language)
    answer = client.post(path, {"quantity": "3"}) if checked else client.get(path)
    assert says[language] in text_of(answer)
    pressed = buttons(html(answer))
    assert [one for one in pressed if button and re.match(BUTTON[button][language], one)] or not button, pressed
    for other in {"release", "give up"} - {button}:
        assert not [one for one in pressed if re.match(BUTTON[other][language], one)]


def buttons(page: str) -> list[str]:
    """What the buttons of the page's main part say."""
    main = page.partition("<main")[2].partition("</main>")[0]
    inner = re.findall(r"<button[^>]*>(.*?)</button>", main, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in inner]
