"""`autossa webhooks`: which programs are called when something happens, and what became of it."""

from typing import Annotated

import typer

from autossa.cli.accounts.events import Webhook
from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import fail, print_json

app = typer.Typer(help="Webhooks: addresses of programs that are called when something happens.", no_args_is_help=True)
Organisation = Annotated[
    str, typer.Option("--organisation", "-o", metavar="NUMBER", help="Number of the organisation; default: the vendor.")
]


def _boot_with_key() -> None:
    """As boot_ready, for what encrypts."""
    boot_ready()
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        assert settings.SECRET_KEY
    except ImproperlyConfigured:
        fail("set AUTOSSA_SECRET_KEY to the key of the portal: secrets are encrypted with it")


@app.command("list")
def listing(
    organisation: Annotated[str | None, typer.Option("--organisation", "-o", help="Only of this one.")] = None,
    as_json: Json = False,
) -> None:
    """List webhooks, and how they do."""
    boot_ready()
    from autossa.queries.accounts.webhooks import every_webhook, webhooks_of
    from autossa.queries.identifiers import find_organisation

    with answering("webhooks list", as_json=as_json):
        rows = every_webhook() if organisation is None else webhooks_of(find_organisation(organisation))
    shown = [
        {
            "id": row.id, "organisation": row.organisation, "url": row.url, "state": row.state,
            "types": list(row.types) or "all", "sends": "full" if row.is_full else "thin",
        }
        for row in rows
    ]  # fmt: skip
    print_rows(shown, as_json=as_json)


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Such as https://example.com/hooks/autossa.")],
    organisation: Organisation = "",
    types: Annotated[
        list[str] | None, typer.Option("--type", help="Only events of this type; may be repeated. Default: all.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Send the whole object.")] = False,
    note: Annotated[str, typer.Option("--note", help="For people.")] = "",
    as_json: Json = False,
) -> None:
    """Add a webhook. Its secret is printed once."""
    _boot_with_key()
    from autossa.operations.accounts.webhooks import endpoints
    from autossa.queries.identifiers import find_organisation, webhook_name

    with answering("webhooks add", as_json=as_json):
        made = endpoints.add(
            organisation=find_organisation(organisation), url=url, types=types or [], is_full=full, note=note,
            ctx=action_context(),
        )  # fmt: skip
    row = {
        "id": webhook_name(made.key), "secret": made.secrets.secret, "public_key": made.secrets.public_key,
    }  # fmt: skip
    if as_json:
        print_json(row)
    else:
        print(f"Added {row['id']}. Copy the secret now, it is not shown again:\n{row['secret']}\n{row['public_key']}")


@app.command()
def remove(webhook: Webhook) -> None:
    """Remove a webhook; events that are waiting for it are not sent."""
    _do("remove", webhook)
    print("Removed.")


@app.command()
def enable(webhook: Webhook) -> None:
    """Switch a webhook on again."""
    _do("enable", webhook)
    print("Switched on.")


@app.command()
def disable(webhook: Webhook) -> None:
    """Switch a webhook off; what happens meanwhile is not sent, and can be sent later."""
    _do("disable", webhook)
    print("Switched off.")


@app.command()
def rotate(webhook: Webhook, as_json: Json = False) -> None:
    """Replace the secrets; those before are good for 24 hours more. The new ones are printed once."""
    _boot_with_key()
    from autossa.operations.accounts.webhooks import endpoints
    from autossa.queries.accounts.webhooks import find_webhook

    with answering("webhooks rotate", as_json=as_json):
        row = find_webhook(webhook)
        made = endpoints.rotate(endpoint=row.key, organisation=row.organisation_key, ctx=action_context())
    if as_json:
        print_json({"secret": made.secret, "public_key": made.public_key})
    else:
        print(f"{made.secret}\n{made.public_key}")


@app.command()
def test(webhook: Webhook) -> None:
    """Send a test; the worker does it, and `autossa webhooks attempts` says what came back."""
    _do("test", webhook)
    print("The test will be sent; `autossa work` sends it.")


@app.command()
def attempts(webhook: Webhook, as_json: Json = False) -> None:
    """List what was sent to a webhook, with each attempt, the newest first."""
    boot_ready()
    from autossa.queries.accounts.webhooks import deliveries_of, find_webhook

    with answering("webhooks attempts", as_json=as_json):
        found = deliveries_of(find_webhook(webhook).key)
    rows = [
        {
            "delivery": one.id, "type": one.type, "state": one.state, "attempt": attempt.number if attempt else "",
            "at": attempt.at.isoformat(timespec="seconds") if attempt else "",
            "answer": (attempt.status or attempt.failure) if attempt else "",
            "ms": attempt.milliseconds if attempt else "", "text": attempt.answer[:60] if attempt else "",
        }
        for one in found
        for attempt in one.attempts or (None,)
    ]  # fmt: skip
    print_rows(rows, as_json=as_json, right=("ms",))


@app.command()
def resend(webhook: Webhook, as_json: Json = False) -> None:
    """Send the events that a webhook did not get, the oldest thousand."""
    boot_ready()
    from autossa.operations.accounts.webhooks import resending
    from autossa.queries.accounts.webhooks import find_webhook

    with answering("webhooks resend", as_json=as_json):
        row = find_webhook(webhook)
        count = resending.resend_undelivered(endpoint=row.key, organisation=row.organisation_key, ctx=action_context())
    if as_json:
        print_json({"events": count})
    else:
        print(f"{count} will be sent again.")


def _do(command: str, webhook: str) -> None:
    """What takes nothing but the endpoint."""
    boot_ready()
    from autossa.operations.accounts.webhooks import endpoints
    from autossa.queries.accounts.webhooks import find_webhook

    deeds = {
        "remove": endpoints.remove, "enable": endpoints.enable, "disable": endpoints.disable,
        "test": endpoints.send_test,
    }  # fmt: skip
    with answering(f"webhooks {command}"):
        row = find_webhook(webhook)
        deeds[command](endpoint=row.key, organisation=row.organisation_key, ctx=action_context())
