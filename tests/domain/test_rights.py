"""Rights: how people stand to projects and organisations, and what the one table lets them do."""

from dataclasses import replace
from datetime import date

import pytest

from autossa.domain import rights
from autossa.domain.rights import (
    AT_VENDOR,
    KINDS,
    TABLE,
    Action,
    Delegation,
    Kind,
    Member,
    Person,
    Right,
    Role,
    Standing,
    may,
    may_at,
    standings_to_organisation,
    standings_to_project,
    standings_to_vendor,
)

VENDOR, PARTNER, ALICE, BOB = "vendor", "partner", "alice", "bob"
OFFICE, SHOP = "office", "shop"  # both of Alice's company
TODAY = date(2027, 1, 5)
YESTERDAY, TOMORROW = date(2027, 1, 4), date(2027, 1, 6)


def member(organisation: str, kind: Kind, role: Role) -> Person[str]:
    return Person((Member(organisation, kind, role),))


def given(
    *rights_given: Right, project: str | None = None, start: date = TODAY, end: date | None = None
) -> Delegation[str]:
    return Delegation(ALICE, PARTNER, project, frozenset(rights_given), start, end)


RESELLER = member(PARTNER, Kind.PARTNER, Role.MANAGER)
ONLOOKER = member(PARTNER, Kind.PARTNER, Role.VIEWER)
ADMIN = member(VENDOR, Kind.VENDOR, Role.ADMIN)


# ---------------------------------------------------------------- how somebody stands to a project


@pytest.mark.parametrize("role", [Role.OWNER, Role.MANAGER, Role.VIEWER])
def test_members_stand_to_their_own_projects_only(role: Role) -> None:
    person = member(ALICE, Kind.CUSTOMER, role)
    assert standings_to_project(person, ALICE, OFFICE, (), TODAY) == {Standing(role.value)}
    assert standings_to_project(person, BOB, OFFICE, (), TODAY) == frozenset()


@pytest.mark.parametrize(
    ("delegation", "stands"),
    [
        (given(Right.LICENSES), {Standing.PARTNER_LICENSES}),
        (given(Right.CONTRACTS, Right.BILLING), {Standing.PARTNER_CONTRACTS, Standing.PARTNER_BILLING}),
        (given(Right.CONTRACTS, project=OFFICE), {Standing.PARTNER_CONTRACTS}),
        (given(Right.CONTRACTS, project=SHOP), set()),
        (given(Right.CONTRACTS, start=TOMORROW), set()),
        (given(Right.CONTRACTS, end=TOMORROW), {Standing.PARTNER_CONTRACTS}),
        (given(Right.CONTRACTS, end=TODAY), set()),  # the end is the first day without, so revoking holds at once
        (given(Right.CONTRACTS, start=YESTERDAY, end=YESTERDAY), set()),
        (replace(given(Right.CONTRACTS), customer=BOB), set()),
        (replace(given(Right.CONTRACTS), partner="another partner"), set()),
    ],
)
def test_a_partner_stands_by_what_was_handed_over(delegation: Delegation[str], stands: set[Standing]) -> None:
    assert standings_to_project(RESELLER, ALICE, OFFICE, (delegation,), TODAY) == stands


def test_several_hand_overs_add_up() -> None:
    both = (given(Right.LICENSES), given(Right.BILLING, project=OFFICE))
    assert standings_to_project(RESELLER, ALICE, OFFICE, both, TODAY) == {
        Standing.PARTNER_LICENSES,
        Standing.PARTNER_BILLING,
    }
    assert standings_to_project(RESELLER, ALICE, SHOP, both, TODAY) == {Standing.PARTNER_LICENSES}


@pytest.mark.parametrize("right", list(Right))
def test_a_viewer_of_a_partner_only_looks(right: Right) -> None:
    stands = standings_to_project(ONLOOKER, ALICE, OFFICE, (given(right),), TODAY)
    assert stands == {Standing.PARTNER_VIEWER}
    assert [action for action in Action if may(action, stands)] == [Action.VIEW_PROJECT]


def test_a_customer_cannot_take_over_as_if_it_were_a_partner() -> None:
    person = member(PARTNER, Kind.CUSTOMER, Role.OWNER)
    assert standings_to_project(person, ALICE, OFFICE, (given(Right.CONTRACTS),), TODAY) == frozenset()


def test_hand_overs_say_nothing_about_the_organisation() -> None:
    assert standings_to_organisation(RESELLER, ALICE) == frozenset()


# ---------------------------------------------------------------- staff, and acting on behalf


def test_staff_stands_to_everything_by_its_role() -> None:
    assert standings_to_project(ADMIN, ALICE, OFFICE, (), TODAY) == {Standing.ADMIN}
    assert standings_to_organisation(ADMIN, ALICE) == standings_to_vendor(ADMIN) == {Standing.ADMIN}


def test_who_acts_on_behalf_stands_to_that_organisation_alone() -> None:
    also_reseller = Person(
        (*ADMIN.members, *RESELLER.members, Member(BOB, Kind.CUSTOMER, Role.OWNER)), acting_for=ALICE
    )
    delegations = (given(Right.BILLING), replace(given(Right.BILLING), customer=BOB))
    assert standings_to_project(also_reseller, ALICE, OFFICE, delegations, TODAY) == {Standing.ACTING}
    assert standings_to_organisation(also_reseller, ALICE) == {Standing.ACTING}
    assert standings_to_project(also_reseller, BOB, SHOP, delegations, TODAY) == frozenset()
    assert standings_to_organisation(also_reseller, BOB) == frozenset()
    assert standings_to_vendor(also_reseller) == frozenset()


def test_only_staff_can_act_on_behalf() -> None:
    pretender = replace(RESELLER, acting_for=ALICE)
    assert standings_to_organisation(pretender, ALICE) == frozenset()
    assert standings_to_project(pretender, ALICE, OFFICE, (given(Right.CONTRACTS),), TODAY) == frozenset()


@pytest.mark.parametrize(
    "action",
    [
        Action.MANAGE_PEOPLE,  # members
        Action.LEAVE_ORGANISATION,
        Action.MANAGE_STAFF,
        Action.EDIT_BILLING,  # mandates
        Action.CONFIRM_PAYER,
        Action.DELEGATE,
        Action.INVITE_CUSTOMERS,
        Action.EDIT_ORGANISATION,  # contacts and the VAT id
        Action.REVIEW_CONTRACTS,
        Action.CORRECT,
        Action.ACT_ON_BEHALF,  # not from one customer straight to the next
    ],
)
def test_what_is_not_done_on_behalf(action: Action) -> None:
    assert not may(action, frozenset({Standing.ACTING}))


# ---------------------------------------------------------------- the table


def test_the_table_names_every_action_and_somebody_may_do_each() -> None:
    assert set(TABLE) == set(Action)
    assert all(TABLE.values())
    assert len({action.value for action in Action}) == len(Action)


def test_every_standing_may_do_something() -> None:
    assert set().union(*TABLE.values()) == set(Standing)


def test_who_may_change_may_also_see() -> None:
    for action in (Action.EDIT_LICENSES, Action.EDIT_CONTRACTS, Action.EDIT_BILLING):
        assert TABLE[action] <= TABLE[Action.VIEW_PROJECT]
    assert TABLE[Action.EDIT_BILLING] <= TABLE[Action.VIEW_BILLING]
    assert TABLE[Action.DELEGATE] <= TABLE[Action.VIEW_DELEGATIONS]
    assert TABLE[Action.MANAGE_PEOPLE] <= TABLE[Action.VIEW_ORGANISATION]


def test_only_staff_does_what_is_the_vendors() -> None:
    staff = {Standing.ADMIN, Standing.REVIEWER, Standing.FINANCE, Standing.SUPPORT}
    for action in (Action.ADD_LICENSES, Action.REVIEW_CONTRACTS, Action.CORRECT, Action.START_RUNS, Action.VIEW_RUNS,
                   Action.EDIT_CATALOGUE, Action.VERIFY_ORGANISATIONS, Action.SUSPEND_PEOPLE, Action.MANAGE_STAFF,
                   Action.ACT_ON_BEHALF):  # fmt: skip
        assert TABLE[action] <= staff


def test_support_only_reads_acts_on_behalf_and_writes_off_what_is_lost() -> None:
    allowed = {action for action in Action if may(action, frozenset({Standing.SUPPORT}))}
    assert {action for action in allowed if not action.name.startswith("VIEW_")} == {
        Action.ACT_ON_BEHALF,
        Action.WRITE_OFF_DEVICES,
    }


@pytest.mark.parametrize(
    ("action", "stands", "kind", "allowed"),
    [
        (Action.DELEGATE, Standing.OWNER, Kind.CUSTOMER, True),
        (Action.DELEGATE, Standing.OWNER, Kind.PARTNER, False),
        (Action.DELEGATE, Standing.MANAGER, Kind.CUSTOMER, False),
        (Action.INVITE_CUSTOMERS, Standing.MANAGER, Kind.PARTNER, True),
        (Action.INVITE_CUSTOMERS, Standing.MANAGER, Kind.CUSTOMER, False),
        (Action.VIEW_CUSTOMERS, Standing.SUPPORT, Kind.PARTNER, True),
        (Action.VIEW_CUSTOMERS, Standing.SUPPORT, Kind.CUSTOMER, False),
        (Action.MANAGE_PEOPLE, Standing.OWNER, Kind.CUSTOMER, True),
        (Action.MANAGE_PEOPLE, Standing.ADMIN, Kind.CUSTOMER, False),
        (Action.MANAGE_PEOPLE, Standing.ADMIN, Kind.VENDOR, True),
        (Action.MANAGE_PEOPLE, Standing.REVIEWER, Kind.VENDOR, False),
        (Action.EDIT_ORGANISATION, Standing.ADMIN, Kind.VENDOR, True),
        (Action.VIEW_ORGANISATION, Standing.FINANCE, Kind.VENDOR, True),
        (Action.VERIFY_ORGANISATIONS, Standing.REVIEWER, Kind.CUSTOMER, True),
        (Action.VERIFY_ORGANISATIONS, Standing.ADMIN, Kind.VENDOR, False),
        (Action.ACT_ON_BEHALF, Standing.SUPPORT, Kind.PARTNER, True),
        (Action.ACT_ON_BEHALF, Standing.ADMIN, Kind.VENDOR, False),
        (Action.LEAVE_ORGANISATION, Standing.VIEWER, Kind.PARTNER, True),
    ],
)
def test_some_actions_exist_at_some_kinds_only(action: Action, stands: Standing, kind: Kind, allowed: bool) -> None:
    assert may_at(action, frozenset({stands}), kind) is allowed


def test_what_another_action_stands_for_at_the_vendor_is_not_asked_there_itself() -> None:
    assert not set(KINDS) & set(AT_VENDOR)


def test_an_empty_table_lets_nobody_do_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rights, "TABLE", dict.fromkeys(Action, frozenset()))
    assert not any(may(action, frozenset(Standing)) for action in Action)


# ---- documents


def test_a_document_is_its_payers_and_its_projects() -> None:
    payer = member(PARTNER, Kind.PARTNER, Role.MANAGER)
    assert rights.standings_to_document(payer, PARTNER, ALICE, OFFICE, (), TODAY) == {Standing.MANAGER}
    assert rights.standings_to_document(payer, ALICE, ALICE, OFFICE, (), TODAY) == frozenset()
    customer = member(ALICE, Kind.CUSTOMER, Role.VIEWER)
    assert rights.standings_to_document(customer, PARTNER, ALICE, OFFICE, (), TODAY) == {Standing.VIEWER}
    assert rights.standings_to_document(customer, BOB, BOB, OFFICE, (), TODAY) == frozenset()
    handed = given(Right.BILLING, project=SHOP)
    assert rights.standings_to_document(payer, ALICE, ALICE, OFFICE, (handed,), TODAY) == frozenset()
    assert Standing.PARTNER_BILLING in rights.standings_to_document(payer, ALICE, ALICE, SHOP, (handed,), TODAY)


def test_a_document_of_no_project_is_its_payers_alone() -> None:
    customer = member(ALICE, Kind.CUSTOMER, Role.OWNER)
    assert rights.standings_to_document(customer, ALICE, None, None, (), TODAY) == {Standing.OWNER}
    assert rights.standings_to_document(customer, PARTNER, None, None, (), TODAY) == frozenset()
    staff = member(VENDOR, Kind.VENDOR, Role.FINANCE)
    assert rights.standings_to_document(staff, PARTNER, None, None, (), TODAY) == {Standing.FINANCE}


def test_whoever_acts_on_behalf_sees_documents_of_that_organisation_alone() -> None:
    acting = replace(member(VENDOR, Kind.VENDOR, Role.SUPPORT), acting_for=PARTNER)
    assert rights.standings_to_document(acting, PARTNER, ALICE, OFFICE, (), TODAY) == {Standing.ACTING}
    assert rights.standings_to_document(acting, ALICE, ALICE, OFFICE, (), TODAY) == frozenset()
