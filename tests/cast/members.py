"""People and firms as rows, for tests that need no log-in: who reads what in which language, who does something."""

from datetime import datetime
from uuid import UUID

from autossa.operations.context import SYSTEM, ActionContext, Actor
from autossa.operations.organisations import create
from autossa.store import models
from tests.cast.shop import NOW, d, on


def user(email: str, language: str = "en", name: str = "") -> models.User:
    return models.User.objects.create_user(email, name=name or email.partition("@")[0].title(), language=language)


def member(organisation: UUID, email: str, role: str, language: str = "en") -> models.User:
    person = user(email, language)
    models.Membership.objects.create(user=person, organisation_id=organisation, role=role)
    return person


def contact(organisation: UUID, purpose: str, email: str, language: str = "en") -> None:
    models.Contact.objects.create(organisation_id=organisation, purpose=purpose, email=email, language=language)


def partner(name: str = "Paul's Phones", number: str = "P1") -> UUID:
    return create.create(kind="partner", name=name, number=number, ctx=on("2026-01-01", SYSTEM))


def at(day: str, hour: int = 12) -> datetime:
    return datetime.combine(d(day), NOW.timetz()).replace(hour=hour)


def ctx(person: models.User, day: str = "2026-01-20") -> ActionContext:
    """A person does something, at noon of the day."""
    return ActionContext(Actor(person.name, person.id), d(day), at(day))
