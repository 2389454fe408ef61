"""What a command says of the vendor's terms: which versions in force are accepted with a deed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from autossa.cli.output import BAD_INPUT, fail

if TYPE_CHECKING:
    from autossa.operations.vendor.terms.acceptances import Agreed

AcceptTerms = Annotated[
    list[str] | None,
    typer.Option(
        "--accept-terms",
        metavar="VERSION",
        help="Whoever it binds accepts this version in force, such as terms-3 or service-1; once for each.",
    ),
]


@contextmanager
def agreeing(given: list[str] | None) -> Iterator["Agreed"]:
    """The versions that were named; what is missing ends the command, and says what to add."""
    from autossa.operations.vendor.terms.acceptances import Agreed, TermsNotAccepted
    from autossa.queries.vendor.terms.versions import documents_named

    try:
        yield Agreed(documents_named(given or []))
    except TermsNotAccepted as error:
        options = " ".join(f"--accept-terms {name}" for name in str(error.facts["which"]).split(", "))
        fail(f"what is in force was not accepted; say {options}", BAD_INPUT)
