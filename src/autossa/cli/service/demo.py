"""`autossa demo`: load the demo and serve it; `--play` shows the demo scenarios in the terminal instead."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from typing import Annotated

import typer
from rich.console import Console

from autossa.cli.answers import answering
from autossa.cli.boot import action_context, boot
from autossa.cli.output import fail
from autossa.cli.scenarios.files import load
from autossa.cli.scenarios.timeline import print_timeline
from autossa.cli.service import serve as portal
from autossa.cli.service import work
from autossa.domain.scenarios import play


def command(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = portal.PORT,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the portal once the demo is loaded.")] = True,
    play_only: Annotated[
        bool, typer.Option("--play", help="Run the demo scenarios in the terminal, without a database.")
    ] = False,
) -> None:
    """Load the demo (two years, played through the use cases), run the daily run, start a worker, serve the portal."""
    if play_only:
        _play_scenarios()
        return
    if os.environ.get("DATABASE_URL"):
        fail("the demo uses the embedded database only; unset DATABASE_URL first")
    if serve:
        portal.check_port(portal.HOST, port)  # before a minute of loading
    os.environ["AUTOSSA_DEMO"] = "1"
    os.environ.setdefault("AUTOSSA_BASE_URL", portal.address(portal.HOST, port).rstrip("/"))  # links in e-mails
    portal.prepare()
    with _cards(port) if serve else nullcontext():
        boot()
        _load()
        if serve:
            with work.start_in_background():
                print(f"Open {portal.address(portal.HOST, port)} (Ctrl-C stops).", flush=True)
                portal.serve(portal.HOST, port)


@contextmanager
def _cards(port: int) -> Iterator[None]:
    """The demo's own gateway of cards, on the port beside the portal's, which learns of it from the environment."""
    from autossa.workbench.cards.fake import FakeCards
    from autossa.workbench.cards.server import running
    from autossa.workbench.servers import data_folder

    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    webhook = f"{portal.address(portal.HOST, port)}hooks/cards/"
    with running(FakeCards(file=folder / "cards.json"), webhook, _real_now, min(port + 1, 65535)) as found:
        os.environ |= {
            "AUTOSSA_CARDS_URL": found.url,
            "AUTOSSA_CARDS_PAGES": found.url,
            "AUTOSSA_CARDS_KEY": found.key,
            "AUTOSSA_CARDS_WEBHOOK_SECRET": found.secret,
        }
        yield


def _real_now() -> datetime:
    return datetime.now(UTC)


def _load() -> None:
    from autossa.operations.devices import keys
    from autossa.operations.runs import renewals
    from autossa.operations.vendor import schema
    from autossa.workbench import demo, demo_clock, demo_people
    from autossa.workbench.quiet import unaudited
    from autossa.workbench.servers import data_folder

    console = Console(stderr=True)
    with answering("demo"), unaudited(), console.status("Creating the schema…") as status:
        schema.migrate()
        is_new = not demo.is_loaded()
        demo_clock.start(data_folder(), anew=is_new)
        ctx = action_context()
        if is_new:
            demo.load(ctx, lambda day: status.update(f"Playing two years of the demo: {_shown(day)}"))
        demo_people.load(ctx)  # a demo of before there were log-ins
        keys.ensure(ctx=ctx)  # and of before there were license files
        status.update("The daily run…")
        report = renewals.run(ctx=ctx)
    console.print(f"Demo loaded; today's run booked {report.periods} periods.")


def _shown(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _play_scenarios() -> None:
    with as_file(files("autossa.workbench") / "demo_scenarios") as folder:
        for path in sorted(folder.glob("*.yaml")):
            scenario = load(path)
            print_timeline(scenario.name, play(scenario), scenario.terms.policy.grace_days)
