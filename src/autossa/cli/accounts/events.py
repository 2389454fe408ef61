"""`autossa events`: what happened, and sending it again."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import print_json

app = typer.Typer(help="Events: what happened, as programs see it.", no_args_is_help=True)
Webhook = Annotated[str, typer.Argument(metavar="WEBHOOK", help="whk_…; see `autossa webhooks list`.")]


@app.command("list")
def listing(
    project: Annotated[str | None, typer.Option("--project", help="Only of this project.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--type", help="Only of this type, such as contract.approved.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from this day on.")] = None,
    undelivered: Annotated[
        str | None, typer.Option("--undelivered", metavar="WEBHOOK", help="Only those not delivered to this webhook.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many.")] = 50,
    as_json: Json = False,
) -> None:
    """List events, the newest first."""
    boot_ready()
    from autossa.queries.accounts.events import EventFilter, latest_events
    from autossa.queries.accounts.webhooks import find_webhook
    from autossa.queries.identifiers import find_project

    with answering("events list", as_json=as_json):
        asked = EventFilter(
            tuple(kind or ()), find_project(project) if project else None,
            datetime.combine(parse_day(since), datetime.min.time(), UTC) - timedelta(hours=14) if since else None,
            find_webhook(undelivered).key if undelivered else None,
        )  # fmt: skip
        rows = latest_events(limit, asked)
    shown = [
        {
            "id": row.id, "type": row.type, "occurred_at": row.occurred_at.isoformat(timespec="seconds"),
            "project": row.project or "", "sequence": row.sequence or "", "about": row.about or "",
        }
        for row in rows
    ]  # fmt: skip
    print_rows(shown, as_json=as_json, right=("sequence",))


@app.command()
def resend(
    event: Annotated[str, typer.Argument(metavar="EVENT", help="evt_…")], webhook: Webhook, as_json: Json = False
) -> None:
    """Send an event to a webhook again; the worker does it."""
    boot_ready()
    from autossa.operations.accounts.webhooks import resending
    from autossa.queries.access import read_key
    from autossa.queries.accounts.webhooks import find_webhook
    from autossa.queries.identifiers import delivery_name

    with answering("events resend", as_json=as_json):
        to = find_webhook(webhook)
        made = resending.resend(
            event=read_key("evt", event), endpoint=to.key, organisation=to.organisation_key, ctx=action_context()
        )
    if as_json:
        print_json({"delivery": delivery_name(made)})
    else:
        print("It will be sent again.")
