"""May a license run a release: whatever it was ever allowed to install may be run for ever (rule 9).

No answer of ours stops a running system; this one is for people who ask what they may rely on.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from autossa.domain.dates import DAY
from autossa.domain.lines import Line
from autossa.domain.projects import Project
from autossa.domain.releases.catalogue import Catalogue, Release
from autossa.domain.releases.entitlements import may_install


def may_run(project: Project, catalogue: Catalogue, license_id: str, release: Release, today: date) -> bool:
    """On some day up to today the license might have installed the release; giving up or a withdrawal change nothing.

    Coverage that was paid later counts, so this only ever grows. The day on which a license is given up counts too: in
    the morning it was there.
    """
    in_the_morning = replace(project, lines=tuple(_a_day_longer(line) for line in project.lines))
    return any(
        may_install(in_the_morning, catalogue, license_id, release, day).may_install
        for day in sorted(set(_turns(project, catalogue, release, today)))
    )


def _a_day_longer(line: Line) -> Line:
    return line if line.ended_on is None else line._replace(ended_on=line.ended_on + DAY)


def _turns(project: Project, catalogue: Catalogue, release: Release, today: date) -> Iterator[date]:
    """The days on which the answer is at its best: between two of them it never is better than on the later one.

    Licenses come on their first day and are there up to the day of their end; support and a withdrawal end it too.
    """
    found = [today, catalogue.supported_until.get(release.key, today)]
    if release.withdrawn_on is not None:
        found.append(release.withdrawn_on - DAY)
    found += (line.ended_on for line in project.lines if line.ended_on is not None)
    yield from (day for day in found if release.released_on <= day <= today)
