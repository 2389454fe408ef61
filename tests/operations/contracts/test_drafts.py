"""Answers on the way: kept for whoever gave them, taken once, forgotten after 90 days."""

from datetime import timedelta

import pytest

from autossa.operations.context import ActionContext, Actor
from autossa.operations.contracts import drafts
from autossa.queries.contracts.drafts import find_draft
from autossa.store import models
from tests.cast.people import make_person
from tests.cast.shop import NOW, d

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def at(days: int) -> ActionContext:
    return ActionContext(Actor("Alice"), d("2026-01-01") + timedelta(days=days), NOW + timedelta(days=days))


def test_the_newest_answers_are_kept_and_only_for_whoever_gave_them() -> None:
    alice, bob = make_person("alice@example.com"), make_person("bob@example.com")
    drafts.save(user=alice, key="conclude:a", answers={"option": "x"}, ctx=at(0))
    drafts.save(user=alice, key="conclude:b", answers={"option": "z"}, ctx=at(0))
    drafts.save(user=alice, key="conclude:a", answers={"option": "y"}, ctx=at(1))
    assert find_draft(alice, "conclude:a") == {"option": "y"}
    assert find_draft(bob, "conclude:a") is None
    assert drafts.delete(user=bob, key="conclude:a") is False
    assert models.Draft.objects.count() == 2


def test_answers_are_taken_once() -> None:
    alice = make_person("alice@example.com")
    drafts.save(user=alice, key="several", answers={"projects": ["a"]}, ctx=at(0))
    assert drafts.take(user=alice, key="several") == {"projects": ["a"]}
    assert drafts.take(user=alice, key="several") is None


def test_what_nobody_touched_for_90_days_is_forgotten() -> None:
    alice = make_person("alice@example.com")
    drafts.save(user=alice, key="old", answers={}, ctx=at(0))
    drafts.save(user=alice, key="touched", answers={}, ctx=at(0))
    drafts.save(user=alice, key="touched", answers={}, ctx=at(1))
    assert drafts.purge_expired(now=at(90).now) == 0
    assert drafts.purge_expired(now=at(90).now + timedelta(seconds=1)) == 1
    assert find_draft(alice, "touched") == {}
