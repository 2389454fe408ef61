"""The geometry of the pictures: everything across in per cent, so that a picture fits any width and its text stays
readable. Templates draw it as SVG; colours and patterns are the style sheet's."""

from autossa.portal.ui.pictures.calendars import WORDS, first_and_end, year_calendar
from autossa.portal.ui.pictures.coverage import coverage_picture
from autossa.portal.ui.pictures.credits import burn_down
from autossa.portal.ui.pictures.deferred import deferred_picture
from autossa.portal.ui.pictures.options import option_months
from autossa.portal.ui.pictures.renewals import columns, meter
from autossa.portal.ui.pictures.scales import percent

__all__ = [
    "WORDS",
    "burn_down",
    "columns",
    "coverage_picture",
    "deferred_picture",
    "first_and_end",
    "meter",
    "option_months",
    "percent",
    "year_calendar",
]
