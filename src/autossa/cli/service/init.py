"""`autossa init`: create or update the schema, set the first policy."""

from typing import Annotated

import typer
from django.conf import settings

from autossa.cli.answers import answering
from autossa.cli.boot import action_context, boot
from autossa.cli.output import say
from autossa.domain.texts import plain_spaces


def command(
    vendor: Annotated[str | None, typer.Option("--vendor", help="Name of the vendor, on first use.")] = None,
) -> None:
    """Create or update the schema (as the owner of the tables) and set the first policy. Safe to repeat."""
    boot()
    from autossa.notify.links import why_dead
    from autossa.operations.organisations import create, people
    from autossa.operations.vendor import schema
    from autossa.queries.identifiers import find_organisation
    from autossa.queries.organisations.lookup import vendor_name

    with answering("init"):
        schema.migrate()
        ctx = action_context()
        schema.set_first_policy(ctx)
        known = vendor_name()
        if vendor is not None and known is None:
            create.create(kind="vendor", name=vendor, number="VENDOR", ctx=ctx)
    print("The database is ready.")
    if known is not None and vendor is not None and plain_spaces(vendor).strip() != known:
        say(f"the vendor is called {known} already; in the portal, its organisation can be renamed")
    if why := why_dead(settings.BASE_URL, settings.ALLOWED_HOSTS, https=settings.HTTPS):
        say(f"before anybody can be invited: {why}")
        return
    if vendor_name() is None:
        print('There is no vendor yet. Next: autossa init --vendor "Your company"')
    elif not people.has_leader(find_organisation("")):
        print("No vendor staff can log in yet. Next: autossa organisations invite you@example.com --role admin")
