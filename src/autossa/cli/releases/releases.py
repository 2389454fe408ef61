"""`autossa releases draft`, `edit`, `delete`, `publish`, `entitle`, `withdraw`."""

from typing import TYPE_CHECKING, Annotated

import typer

from autossa.cli.answers import answering
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.releases.products import ProductCode
from autossa.domain.releases.catalogue import Channel, ReleaseClass

if TYPE_CHECKING:
    from autossa.operations.releases.releases import ReleaseText

Version = Annotated[str, typer.Argument(metavar="VERSION")]
ReleasedOn = Annotated[
    str, typer.Option("--released-on", metavar="DATE", help="The day it is released, as it is promised.")
]
Class = Annotated[ReleaseClass, typer.Option("--class", help="What it brings.")]
InChannel = Annotated[Channel, typer.Option("--channel", help="Where it is offered.")]
Notes = Annotated[str, typer.Option("--notes", help="What is new.")]
Features = Annotated[
    list[str] | None, typer.Option("--feature", metavar="TYPE", help="A license type that unlocks one of its features.")
]
Requires = Annotated[
    list[str] | None, typer.Option("--requires", metavar="TYPE", help="A license type it cannot be installed without.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the record and for customers.")]


def draft(
    product: ProductCode,
    version: Version,
    branch: Annotated[str, typer.Option("--branch", help="Name of a branch of the product.")],
    released_on: ReleasedOn,
    release_class: Class = ReleaseClass.FEATURE,
    channel: InChannel = Channel.STABLE,
    notes: Notes = "",
    features: Features = None,
    requires: Requires = None,
) -> None:
    """Enter a release that nobody is shown yet."""
    boot_ready()
    from autossa.operations.releases import releases
    from autossa.queries.releases.names import find_branch

    with answering("releases draft"):
        text = _text(version, released_on, release_class, channel, notes, features, requires)
        releases.draft(branch=find_branch(product, branch), given=text, ctx=action_context())
    print(f"{product} {version}: draft")


def edit(
    product: ProductCode,
    version: Version,
    released_on: ReleasedOn,
    release_class: Class = ReleaseClass.FEATURE,
    channel: InChannel = Channel.STABLE,
    notes: Notes = "",
    features: Features = None,
    requires: Requires = None,
) -> None:
    """Change a draft; give all of it, what is left out is as for `draft`."""
    boot_ready()
    from autossa.operations.releases import releases
    from autossa.queries.releases.names import find_release

    with answering("releases edit"):
        text = _text(version, released_on, release_class, channel, notes, features, requires)
        releases.edit_draft(release=find_release(product, version), given=text, ctx=action_context())
    print(f"{product} {version}: draft")


def delete(product: ProductCode, version: Version) -> None:
    """Delete a draft."""
    boot_ready()
    from autossa.operations.releases import releases
    from autossa.queries.releases.names import find_release

    with answering("releases delete"):
        releases.delete_draft(release=find_release(product, version), ctx=action_context())
    print(f"{product} {version}: deleted")


def publish(product: ProductCode, version: Version) -> None:
    """Publish a draft; from then on it stays as it is."""
    boot_ready()
    from autossa.operations.releases import releases
    from autossa.queries.releases.names import find_release

    with answering("releases publish"):
        releases.publish(release=find_release(product, version), ctx=action_context())
    print(f"{product} {version}: published")


def entitle(
    product: ProductCode,
    version: Version,
    day: Annotated[str, typer.Argument(metavar="DATE", help="The day that must be covered, before its own.")],
    reason: Reason,
) -> None:
    """Let an earlier day entitle to a release; it cannot be moved back."""
    first = parse_day(day)
    boot_ready()
    from autossa.operations.releases import releases
    from autossa.queries.releases.names import find_release

    with answering("releases entitle"):
        key = find_release(product, version)
        releases.entitle_as_of(release=key, day=first, reason=reason, ctx=action_context())
    print(f"{product} {version}: entitled as of {first}")


def withdraw(
    product: ProductCode,
    version: Version,
    reason: Reason,
    from_day: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="First day on which nobody installs it; default: today."),
    ] = None,
) -> None:
    """Withdraw a release: nobody may install it any more, who has it keeps it."""
    boot_ready()
    from autossa.operations.releases import releases
    from autossa.queries.releases.names import find_release

    with answering("releases withdraw"):
        ctx = action_context()
        day = parse_day(from_day) if from_day else ctx.today
        releases.withdraw(release=find_release(product, version), day=day, reason=reason, ctx=ctx)
    print(f"{product} {version}: withdrawn from {day}")


def _text(
    version: str,
    released_on: str,
    release_class: ReleaseClass,
    channel: Channel,
    notes: str,
    features: list[str] | None,
    requires: list[str] | None,
) -> "ReleaseText":
    from autossa.operations.releases.releases import ReleaseText

    return ReleaseText(
        version=version,
        released_on=parse_day(released_on),
        release_class=release_class,
        channel=channel,
        notes=notes,
        features=tuple(features or ()),
        requires=tuple(requires or ()),
    )
