"""The words for what the domain and the store name by codes: one table or function for each kind of code.

A function takes the language last; without one it is that of the page. A table holds words that wait until they are
shown. Beside some stands the tone in which they are said (`ok`, `info`, `warn`, `danger`, `muted`).
"""

from autossa.wording.glossary.accounts import ACCOUNT_CHANGE, SCOPE, SCOPE_NOTE, account_change
from autossa.wording.glossary.activity import ACTION, action
from autossa.wording.glossary.billing import LACK, REASON, SOURCE, reason, times
from autossa.wording.glossary.contracts import (
    CONTRACT,
    PLAN,
    REVIEW_FLAG,
    REVIEW_FLAG_NOTE,
    REVIEW_FLAG_TONE,
    STATE,
    STATUS,
    STATUS_TONE,
    WAITING,
    adjustment,
    contract,
    plan,
    term,
)
from autossa.wording.glossary.counts import days, days_for, months, more_projects, number_of_projects
from autossa.wording.glossary.credits import LOT, ORDER, ORDER_TONE, TRANSFER
from autossa.wording.glossary.devices import DEPARTURE, ENDING
from autossa.wording.glossary.licenses import ORIGIN, SSA, SSA_NOTE, license, logged, requested
from autossa.wording.glossary.organisations import (
    CHECK,
    CHECK_TONE,
    KIND,
    PURPOSE,
    PURPOSE_NOTE,
    RIGHT,
    RIGHT_NOTE,
    ROLE,
    ROLE_NOTE,
    STANDING,
    STANDING_TONE,
    all_projects,
    on_behalf_of,
    rights,
    role,
    the_organisation,
)
from autossa.wording.glossary.projects import coverage, days_left, the_project
from autossa.wording.glossary.runs import TASK
from autossa.wording.glossary.vendor import MAIL, MAIL_MISTAKE, VERSION, VERSION_TONE, mail_mistake, terms

__all__ = [
    "ACCOUNT_CHANGE",
    "ACTION",
    "CHECK",
    "CHECK_TONE",
    "CONTRACT",
    "DEPARTURE",
    "ENDING",
    "KIND",
    "LACK",
    "LOT",
    "MAIL",
    "MAIL_MISTAKE",
    "ORDER",
    "ORDER_TONE",
    "ORIGIN",
    "PLAN",
    "PURPOSE",
    "PURPOSE_NOTE",
    "REASON",
    "REVIEW_FLAG",
    "REVIEW_FLAG_NOTE",
    "REVIEW_FLAG_TONE",
    "RIGHT",
    "RIGHT_NOTE",
    "ROLE",
    "ROLE_NOTE",
    "SCOPE",
    "SCOPE_NOTE",
    "SOURCE",
    "SSA",
    "SSA_NOTE",
    "STANDING",
    "STANDING_TONE",
    "STATE",
    "STATUS",
    "STATUS_TONE",
    "TASK",
    "TRANSFER",
    "VERSION",
    "VERSION_TONE",
    "WAITING",
    "account_change",
    "action",
    "adjustment",
    "all_projects",
    "contract",
    "coverage",
    "days",
    "days_for",
    "days_left",
    "license",
    "logged",
    "mail_mistake",
    "months",
    "more_projects",
    "number_of_projects",
    "on_behalf_of",
    "plan",
    "reason",
    "requested",
    "rights",
    "role",
    "term",
    "terms",
    "the_organisation",
    "the_project",
    "times",
]
