"""The gateway of cards that the settings name; none where they name none."""

from django.conf import settings
from django.utils.module_loading import import_string

from autossa.gateways.cards.protocol import CardGateway, CardsRefused, CardsUnavailable
from autossa.operations.errors import Invalid

__all__ = ["CardGateway", "CardsNotOffered", "CardsOut", "CardsRefused", "CardsUnavailable", "cards", "is_offered"]


class CardsNotOffered(Invalid):
    """Payment by card is not offered."""


class CardsOut(Invalid):
    """The payment page cannot be opened at present. Nothing was paid; try again later."""


def is_offered() -> bool:
    """The installation has a gateway."""
    return bool(settings.CARD_GATEWAY)


def cards() -> CardGateway:
    """The gateway. Raises CardsNotOffered."""
    if not settings.CARD_GATEWAY:
        raise CardsNotOffered
    made: CardGateway = import_string(settings.CARD_GATEWAY)()
    return made
