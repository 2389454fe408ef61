"""`autossa mails`: what was sent and what failed, and the texts that mails are made of."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import fail, print_json

if TYPE_CHECKING:
    from autossa.operations.vendor.mails import Text

app = typer.Typer(help="E-mails: what was sent, what failed, and their templates.", no_args_is_help=True)

Language = Annotated[str, typer.Option("--language", "-l", help="en or de.")]
Message = Annotated[str | None, typer.Argument(metavar="MESSAGE", help="msg_…")]
Parked = Annotated[bool, typer.Option("--all", help="All parked messages.")]
Key = Annotated[str, typer.Argument(metavar="MAIL", help="Such as contract_approved; see `autossa mails texts`.")]


@app.command("list")
def listing(
    failed: Annotated[
        bool, typer.Option("--failed", help="Only failed e-mails, waiting for a retry or parked.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the latest e-mails."""
    boot_ready()
    from autossa.queries.vendor.mails import list_mails

    print_rows(list_mails(only_failed=failed), as_json=as_json, right=("attempts",))


@app.command()
def status(as_json: Json = False) -> None:
    """Say what is waiting or parked, and whether the e-mail server is away; exit code 1 if you must look."""
    boot_ready()
    from django.conf import settings

    from autossa.queries.vendor.outbox import count_waiting

    found = {**asdict(count_waiting()), "has_server": not settings.MAILS_WAIT}
    print_rows([found], as_json=as_json)
    if found["parked"] or found["away_since"] or not found["has_server"]:
        raise typer.Exit(1)


@app.command()
def retry(
    message: Message = None,
    parked: Parked = False,
    as_json: Json = False,
) -> None:
    """Retry failed messages; the worker sends them."""
    boot_ready()
    from autossa.operations import outbox

    with answering("mails retry", as_json=as_json):
        count = _do(message, parked, outbox.retry, outbox.retry_all)
    _say(count, "will be retried", as_json=as_json)


@app.command()
def discard(
    message: Message = None,
    parked: Parked = False,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept in the activity log.")] = "",
    as_json: Json = False,
) -> None:
    """Give up messages that failed or wait: they are not sent, and their text is deleted."""
    boot_ready()
    from autossa.operations import outbox

    with answering("mails discard", as_json=as_json):
        count = _do(message, parked, partial(outbox.discard, reason=reason), partial(outbox.discard_all, reason=reason))
    _say(count, "given up", as_json=as_json)


def _do(message: str | None, parked: bool, one: Callable[..., None], all_parked: Callable[..., int]) -> int:
    """To one message, or to all that are parked; how many that are."""
    from autossa.queries.vendor.outbox import find_message

    if (message is None) is not parked:
        fail("name one message, or use --all for all parked messages")
    if message is None:
        return all_parked(ctx=action_context())
    one(message=find_message(message), ctx=action_context())
    return 1


def _say(count: int, done: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"messages": count})
    else:
        print(f"{count} {done}.")


@app.command()
def texts(as_json: Json = False) -> None:
    """List all e-mail templates with their placeholders, and whether your own or the default one is used."""
    boot_ready()
    from autossa.notify.mail.placeholders import MAILS
    from autossa.queries.vendor.mail_texts import own_texts
    from autossa.wording.languages import LANGUAGES

    own = {(text.key, text.language) for text in own_texts()}
    rows = [
        {
            "mail": name,
            **{language: "own" if (name, language) in own else "shipped" for language in LANGUAGES},
            "must_say": " ".join(sorted(key.required)),
            "may_say": " ".join(sorted(key.optional)),
        }
        for name, key in MAILS.items()
    ]
    print_rows(rows, as_json=as_json)


@app.command()
def preview(
    key: Key,
    language: Language = "en",
    file: Annotated[Path | None, typer.Option("--file", help="A template that is not set yet.")] = None,
    html: Annotated[bool, typer.Option("--html", help="Show the HTML part.")] = False,
) -> None:
    """Show an e-mail with sample values."""
    boot_ready()
    from autossa.operations.vendor import mails

    with answering("mails preview"):
        text = _read(file) if file else None
        made = mails.preview(key=key, language=language, text=text)
    print(made.html if html else f"{made.subject}\n\n{made.text}")


@app.command("set")
def set_text(
    key: Key,
    file: Annotated[
        Path, typer.Argument(help="File with the subject in the first line, then the text; - reads stdin.")
    ],
    language: Language = "en",
) -> None:
    """Set your own template for an e-mail."""
    boot_ready()
    from autossa.operations.vendor import mails

    with answering("mails set"):
        mails.set_text(key=key, language=language, text=_read(file), ctx=action_context())
    print(f"Saved. Your template for {key} ({language}) is used from the next e-mail on.")


@app.command()
def reset(key: Key, language: Language = "en") -> None:
    """Reset to the default template."""
    boot_ready()
    from autossa.operations.vendor import mails

    with answering("mails reset"):
        mails.reset_text(key=key, language=language, ctx=action_context())
    print(f"Reset. The default template for {key} ({language}) is used from the next e-mail on.")


@app.command()
def show(key: Key, language: Language = "en") -> None:
    """Print the template in use, to edit and set it."""
    boot_ready()
    from autossa.operations.vendor import mails

    with answering("mails show"):
        text = mails.text_of(key=key, language=language)
    print(f"{text.subject}\n\n{text.body}")


@app.command("test")
def send_test(address: Annotated[str, typer.Argument(help="Recipient.")], language: Language = "en") -> None:
    """Put a test e-mail in the outbox; the worker sends it."""
    boot_ready()
    from django.conf import settings

    from autossa.operations.vendor import mails

    with answering("mails test"):
        mails.send_test(to=address, language=language, ctx=action_context())
    print("The test e-mail is in the outbox; `autossa work` sends it.")
    if settings.MAILS_WAIT:
        print("autossa: no e-mail server is set: it waits; set AUTOSSA_SMTP_URL", file=sys.stderr)
    if settings.MAIL_GATEWAY.endswith("mail.files.from_settings"):
        print(
            f"autossa: e-mails are written to {settings.MAIL_FOLDER}; set AUTOSSA_SMTP_URL to send them",
            file=sys.stderr,
        )


def _read(file: Path) -> "Text":
    from autossa.operations.vendor.mails import Text

    try:
        words = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{file}: {error}")
    subject, _, body = words.partition("\n")
    return Text(subject.strip(), body.strip())
