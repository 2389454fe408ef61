"""The activity log as a table, and what was done with each in words."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from autossa.documents.tables import Cell
from autossa.domain.rights import Right, Role
from autossa.queries.projects.activity import ActivityRow
from autossa.wording import glossary

_PLAIN = (
    "name",
    "member",
    "email",
    "partner",
    "license",
    "number",
    "purpose",
    "into",
    "mail",
    "code",
    "time_zone",
)
_WRITTEN = ("question", "answer", "reason", "order", "how_to_pay")


def activity_table(rows: Iterable[ActivityRow]) -> Iterator[list[Cell]]:
    """The titles, then a line for each thing that was done."""
    yield [_("When"), _("Who"), _("For"), _("IP address"), _("What"), _("Project"), _("Organisation"), _("Details")]
    for row in rows:
        yield [
            row.at.isoformat(timespec="seconds"),
            row.actor,
            row.acting_for,
            row.address,
            str(glossary.action(row.action)),
            row.project[1] if row.project else "",
            row.organisation[1] if row.organisation else "",
            describe(row),
        ]


def describe(row: ActivityRow) -> str:
    """What it was done to or with, in words: names, roles, rights, amounts, what somebody wrote."""
    given = row.details
    about = list(glossary.handled(given))  # says the license with how many of it, and where
    parts = about + [str(given[key]) for key in _PLAIN if given.get(key) and not (about and key == "license")]
    if given.get("role") in {role.value for role in Role}:
        parts.append(str(glossary.ROLE[Role(given["role"])]))
    rights = [right for right in given.get("rights") or [] if right in {r.value for r in Right}]
    parts += [str(glossary.RIGHT[Right(right)]) for right in rights]
    if terms := glossary.terms(given):
        parts.append(terms)
    if given.get("type") and (licenses := glossary.logged(given)):
        parts.append(licenses)
    if given.get("ssc"):
        parts.append(f"{given['ssc']} SSC")
    parts += [str(given[key]) for key in _WRITTEN if given.get(key)]
    return " · ".join(parts)
