"""What the tools read: the queries of the pages, in the words of the pages, in English."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import override

from autossa.api.v1.frame.shapes import ssc_text
from autossa.domain.amounts import show
from autossa.domain.currencies import places_of
from autossa.domain.derivations import Derivation
from autossa.domain.rights import Action
from autossa.queries.access import Account, Project, find_project, project_actions, visible_projects
from autossa.queries.billing.next_charges import NextCharge
from autossa.queries.credits.forecasts import course_of
from autossa.queries.errors import Unknown
from autossa.queries.projects.listing import ProjectFilter, ProjectRow, list_projects
from autossa.queries.projects.page import ProjectPage, Tab, project_page
from autossa.queries.releases.entitlements import ask_for_project
from autossa.wording import entitlements, notices
from autossa.wording.explanations import explain_all

_NEWEST = 10
_USUAL_LIMIT, _USUAL_MONTHS = 20, 12


class ToolFailed(Exception):
    """What was asked for cannot be answered; the text says why."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, on which day."""

    account: Account
    today: date


def projects(asking: Asking, search: str = "", limit: int = _USUAL_LIMIT) -> dict[str, Any]:
    """A part of the list."""
    asked = ProjectFilter(words=search)
    scope = visible_projects(asking.account)
    found = list_projects(asked, asking.today, account=asking.account, scope=scope, page=limit)
    return {"projects": [_row(row) for row in found.rows], "there_are_more": found.next_after is not None}


def project(asking: Asking, project: str) -> dict[str, Any]:
    """One project."""
    found, actions = _found(asking, project)
    page = _page(asking, found, Tab.OVERVIEW)
    sees_money = Action.VIEW_BILLING in actions
    alerts = page.alerts if sees_money else notices.without_money(page.alerts)
    contract, credits = page.project.contract, page.project.credits
    with override("en"):
        said = {
            "headline": " · ".join(notices.headline(page, with_money=sees_money)),
            "needs_attention": [notices.notice(alert).text for alert in alerts],
        }
    return {
        "id": page.id, "name": page.name, "customer": page.customer, **said,
        "covered_until": _day(page.project.covered_until), "has_gap": page.has_gap,
        "contract": {"status": contract.status.value, "number": contract.number} if contract else None,
        "balance": {"free": ssc_text(credits.free), "held": ssc_text(credits.held)} if sees_money else None,
        "next_charge": _charge(page.charge) if sees_money else None,
    }  # fmt: skip


def why(asking: Asking, project: str) -> dict[str, Any]:
    """Derivations."""
    found, actions = _found(asking, project)
    if Action.VIEW_BILLING not in actions:
        raise ToolFailed("You may not see the credits and invoices of this project.")
    page = _page(asking, found, Tab.OVERVIEW)
    gap = next((alert for alert in page.alerts if alert.why is not None), None)
    return {
        "project": page.id,
        "next_charge": _charge(page.charge),
        "lines": [
            {"license": line.license, "ssc": ssc_text(line.ssc), "steps": explain_all(line.why)}
            for line in page.charge_lines
        ],
        "invoice": _steps(page.charge_invoice),
        "gap": {"ssc": ssc_text(gap.ssc), "steps": _steps(gap.why)} if gap else None,
    }


def forecast(asking: Asking, project: str, months: int = _USUAL_MONTHS) -> dict[str, Any]:
    """What lies ahead."""
    found, actions = _found(asking, project)
    if Action.VIEW_BILLING not in actions:
        raise ToolFailed("You may not see the credits and invoices of this project.")
    course = course_of(found.id, asking.today, months)
    days = [
        {
            "day": day.day.isoformat(), "balance": ssc_text(day.balance),
            "movements": [{"why": move.why.value, "ssc": ssc_text(move.ssc)} for move in day.movements],
        }
        for day in course.days
        if day.is_planned
    ]  # fmt: skip
    return {"project": project, "until": course.end.isoformat(), "days": days, "stops_on": _day(course.stops_on)}


def entitlement(asking: Asking, project: str, product: str, version: str = "") -> dict[str, Any]:
    """Verdicts."""
    found, _actions = _found(asking, project)
    asked = ask_for_project(found.id, product, asking.today)
    if asked is None or not asked.catalogue.releases:
        raise ToolFailed(f"There is no product {product}.")
    one = asked.release(version) if version else None
    if version and one is None:
        raise ToolFailed(f"There is no release {version} of {product}.")
    newest = sorted(asked.catalogue.releases, key=lambda release: release.released_on, reverse=True)[:_NEWEST]
    answered = []
    with override("en"):
        for release in [one] if one else newest:
            verdict = asked.answers(release).verdict
            answered.append(
                {
                    "version": release.version,
                    "released_on": release.released_on.isoformat(),
                    "may_install": verdict.may_install,
                    "reason": verdict.reason.value,
                    "why": entitlements.why(verdict),
                }
            )
    return {"project": project, "product": product, "releases": answered}


def _row(row: ProjectRow) -> dict[str, Any]:
    return {
        "id": row.id, "name": row.name, "customer": row.customer, "covered_until": _day(row.covered_until),
        "is_covered": row.is_covered, "has_gap": row.has_gap,
        "contract": row.contract.status.value if row.contract else None, "next_charge": _charge(row.next_charge),
    }  # fmt: skip


def _charge(found: NextCharge | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "day": found.day.isoformat(), "ssc": ssc_text(found.ssc), "invoiced_ssc": ssc_text(found.invoiced),
        "gross": show(found.gross, places_of(found.currency)), "currency": found.currency,
        "has_price": found.settlement is not None,
    }  # fmt: skip


def _steps(derivation: Derivation | None) -> list[str]:
    return explain_all(derivation) if derivation else []


def _found(asking: Asking, text: str) -> tuple[Project, frozenset[Action]]:
    try:
        found = find_project(asking.account, text, Action.VIEW_PROJECT, asking.today)
    except Unknown:
        raise ToolFailed("There is no such project, or it is not yours.") from None
    return found, project_actions(asking.account, found.id, found.customer_id, asking.today)


def _page(asking: Asking, found: Project, tab: Tab) -> ProjectPage:
    page = project_page(found.public_id, asking.today, tabs=frozenset({tab}))
    if page is None:
        raise ToolFailed("There is no such project, or it is not yours.")
    return page


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
