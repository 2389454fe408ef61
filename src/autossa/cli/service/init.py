"""`autossa init`: create or update the schema, set the first policy."""

from typing import Annotated

import typer
from django.conf import settings

from autossa.cli.answers import answering
from autossa.cli.boot import action_context, boot
from autossa.cli.output import say


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
        if vendor and vendor_name() is None:
            create.create(kind="vendor", name=vendor, number="VENDOR", ctx=ctx)
    print("The database is ready.")
    if why := why_dead(settings.BASE_URL, settings.ALLOWED_HOSTS, https=settings.HTTPS):
        say(f"before anybody can be invited: {why}")
        return
    if vendor_name() and not people.has_leader(find_organisation("")):
        print("No vendor staff can log in yet. Next: autossa organisations invite you@example.com --role admin")
