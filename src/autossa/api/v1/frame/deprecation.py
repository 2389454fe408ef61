"""What will be removed says so in each answer, and until when it works (RFC 9745, RFC 8594)."""

from calendar import timegm
from dataclasses import dataclass
from datetime import date

from django.http.response import HttpResponseBase
from django.utils.http import http_date


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Since a day there is something better; it works until another one, at least a year later."""

    since: date
    until: date

    def say(self, response: HttpResponseBase) -> None:
        """As headers of an answer."""
        response["Deprecation"] = f"@{timegm(self.since.timetuple())}"
        response["Sunset"] = http_date(timegm(self.until.timetuple()))
