"""A calendar as a file (RFC 5545): days without an hour, ids that stay, a number that grows with each change."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from autossa.domain.dates import DAY
from autossa.queries.accounts.calendars import CalendarDay, CalendarFeed
from autossa.queries.vendor.settings import look
from autossa.wording.calendars import calendar_name, explained, summary

REFRESH = timedelta(hours=12)
CONTENT_TYPE = "text/calendar; charset=utf-8"


def calendar_file(feed: CalendarFeed, now: datetime) -> bytes:
    """The file, in the language of whoever made the address."""
    vendor, language = look().name, feed.language
    found = Calendar()
    found.add("prodid", "-//Auto SSA//Calendar//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("x-wr-calname", calendar_name(vendor, feed.project, language))
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT12H")
    for day in feed.days:
        found.add_component(_event(day, now, language))
    return bytes(found.to_ical())


def _event(day: CalendarDay, now: datetime, language: str) -> Event:
    event = Event()
    event.add("uid", f"{day.key}@{urlsplit(settings.BASE_URL).hostname or 'autossa'}")
    event.add("sequence", day.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", day.day)
    event.add("dtend", day.day + DAY)
    event.add("summary", summary(day, language))
    event.add("description", explained(day, language))
    event.add("url", f"{settings.BASE_URL}/projects/{day.project}/")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [day.kind.value])
    return event
