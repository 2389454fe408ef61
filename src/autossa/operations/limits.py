"""What may be done only so often is counted here, in the database, so that all workers count together.

The table of limits is `domain.limits`. A count is a statement of its own that locks the row it counts in: many at once
cannot come past it. The command line and what is done by itself are not counted: nobody pushes them from outside.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from autossa.domain.limits import DEVICE_SPAN, LONGEST, TABLE, Deed, Limit, Whose
from autossa.domain.rights import Person
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.mailboxes import mailbox
from autossa.store import models

_COUNT = """
INSERT INTO limit_counts AS kept (key, moments, until) VALUES (%(key)s, ARRAY[%(now)s::timestamptz], %(until)s)
ON CONFLICT (key) DO UPDATE SET until = EXCLUDED.until,
    moments = array_append(ARRAY(SELECT m FROM unnest(kept.moments) AS m WHERE m > %(since)s ORDER BY m), %(now)s)
WHERE (SELECT count(*) FROM unnest(kept.moments) AS m WHERE m > %(since)s) < %(most)s
"""
IPV6_LINE = 64
"""Bits of an IPv6 address that are one line: who has it can use any address within."""


class LimitReached(Invalid):
    """This was done too often. Try again later."""


class TooManyRegistrations(LimitReached):
    """There were too many registrations from your network. Try again after {again}."""


class TooManyInvitations(LimitReached):
    """There were too many invitations in a short time. Try again after {again}."""


class TooManyEmails(LimitReached):
    """This address got too many e-mails in a short time. Try again after {again}."""

    field = "email"


class TooManyOrders(LimitReached):
    """There were too many orders in a short time. Try again after {again}."""


class TooManyWrongKeys(LimitReached):
    """There were too many wrong keys in a short time. Try again after {again}."""

    field = "key"


class TooManyWrongCodes(LimitReached):
    """There were too many wrong codes in a short time. Try again after {again}."""

    field = "code"


class TooManyExports(LimitReached):
    """There were too many exports in a short time. Try again after {again}."""


class TooManyMailings(LimitReached):
    """There were too many requests to send documents in a short time. Try again after {again}."""


class TooManyRequests(LimitReached):
    """There were too many requests in a short time. Try again after {again}."""


class TooManyAccessRequests(LimitReached):
    """There were too many requests for access in a short time. Try again after {again}."""


_REACHED: dict[Deed, type[LimitReached]] = {
    Deed.REGISTER: TooManyRegistrations,
    Deed.INVITE: TooManyInvitations,
    Deed.WRITE: TooManyEmails,
    Deed.ORDER: TooManyOrders,
    Deed.WRONG_KEY: TooManyWrongKeys,
    Deed.WRONG_CODE: TooManyWrongCodes,
    Deed.EXPORT: TooManyExports,
    Deed.MAIL_DOCUMENT: TooManyMailings,
    Deed.REQUEST: TooManyRequests,
    Deed.ASK_ACCESS: TooManyAccessRequests,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted, so that it can be taken back."""

    keys: tuple[str, ...] = ()
    at: datetime | None = None


def count(
    deed: Deed,
    ctx: ActionContext,
    *,
    organisations: Iterable[UUID] = (),
    project: UUID | None = None,
    email: str = "",
) -> Counted:
    """Count once more what somebody does: for organisations, on a project of a customer, or to an e-mail address.

    Called before the transaction of the use case it counts whatever comes of that, within it only what was done.
    Raises LimitReached, as the class of the deed; then nothing is counted.
    """
    if ctx.actor.user is None and ctx.actor.address is None:
        return Counted()
    wanted = {
        _key(deed, limit, whom): limit for limit, whom in _each(deed, ctx, {*organisations, *_customer(project)}, email)
    }
    with transaction.atomic():
        for key, limit in sorted(wanted.items()):  # in one order: two who count at once do not wait for each other
            if not _count(key, limit, ctx.now):
                raise _REACHED[deed](again=_again(key, limit, ctx.now))
    return Counted(tuple(wanted), ctx.now)


def count_export(ctx: ActionContext, person: Person[UUID]) -> Counted:
    """One more export by somebody, for all organisations of theirs. Raises TooManyExports."""
    return count(Deed.EXPORT, ctx, organisations=[member.organisation for member in person.members])


def take_back(counted: Counted) -> None:
    """It was nothing that should count after all."""
    with connection.cursor() as cursor:
        for key in counted.keys:
            cursor.execute(
                "UPDATE limit_counts SET moments = moments[:array_position(moments, %(at)s::timestamptz) - 1]"
                " || moments[array_position(moments, %(at)s::timestamptz) + 1:]"
                " WHERE key = %(key)s AND array_position(moments, %(at)s::timestamptz) IS NOT NULL",
                {"key": key, "at": counted.at},
            )


def purge_expired(*, now: datetime) -> int:
    """Delete what counts for nothing any more; how many rows."""
    found, _ = models.LimitCount.objects.filter(until__lt=now - LONGEST).delete()
    asked, _ = models.DeviceUse.objects.filter(since__lt=now - DEVICE_SPAN).delete()
    return found + asked


def _customer(project: UUID | None) -> Iterator[UUID]:
    """Whose project it is."""
    if project is not None:
        yield from models.Project.objects.filter(pk=project).values_list("customer_id", flat=True)


def _each(deed: Deed, ctx: ActionContext, organisations: Iterable[UUID], email: str) -> Iterator[tuple[Limit, str]]:
    """Each limit of the table with each of those it counts for here."""
    counted_for = {
        Whose.PERSON: [str(ctx.actor.user)] if ctx.actor.user else [],
        Whose.ORGANISATION: [str(key) for key in organisations],
        Whose.VISITOR: [network_line(ctx.actor.address)] if ctx.actor.address else [],
        Whose.MAILBOX: [mailbox(email)] if email else [],
    }
    for limit in TABLE[deed]:
        for whom in counted_for[limit.whose]:
            yield limit, whom


def _key(deed: Deed, limit: Limit, whom: str) -> str:
    return hashlib.sha256(f"{deed.name}|{limit.whose.name}|{limit.span}|{whom}".encode()).hexdigest()


def _count(key: str, limit: Limit, now: datetime) -> bool:
    given: dict[str, Any] = {
        "key": key,
        "now": now,
        "since": now - limit.span,
        "until": now + limit.span,
        "most": limit.most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        return bool(cursor.rowcount == 1)


def _again(key: str, limit: Limit, now: datetime) -> datetime:
    """When one of those that count is old enough; rounded up, since people are told minutes."""
    moments = models.LimitCount.objects.values_list("moments", flat=True).get(pk=key)
    counting = sorted(moment for moment in moments if moment > now - limit.span)
    free = counting[-limit.most] + limit.span
    return (free + timedelta(seconds=59)).replace(second=0, microsecond=0).astimezone(now.tzinfo)


def network_line(address: str) -> str:
    """The line that an address belongs to; what is no address counts as it is written."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return str(ip_network((found, IPV6_LINE), strict=False)) if isinstance(found, IPv6Address) else str(found)
