"""Account statements (camt.053.001.02 and .08) as a stream: heads, each followed by its booked entries.

The file is read once, from its beginning, in memory that does not grow with it: what was handed out is forgotten. An
error may come after entries were handed out, and then nothing of the file counts: whoever writes them does so in one
transaction. Entities and document types are refused before anything is read from them.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import BinaryIO

from lxml import etree

from autossa.domain.billing.bank.amounts import AmountUnclear
from autossa.domain.billing.bank.faults import FileFault, FileRefused
from autossa.domain.billing.bank.identity import Identities
from autossa.domain.billing.bank.statements import Entry, Statement
from autossa.gateways.bank.entries import entry_of
from autossa.gateways.bank.files import Watched, streams
from autossa.gateways.bank.heads import statement_of
from autossa.gateways.bank.nodes import Node, line_of, local_name, node_of
from autossa.gateways.bank.prolog import refuse_document_types

MOST_TRANSACTIONS = 100_000
"""In one entry: more than a batch may have."""

_SPACE = "urn:iso:std:iso:20022:tech:xsd:"
_FORMAT = "camt.053.001."
_VERSIONS = (f"{_FORMAT}02", f"{_FORMAT}08")
_TAKEN = ("{*}Document", "{*}GrpHdr", "{*}Stmt", "{*}Ntry", "{*}TxDtls")


def read_statements(upload: BinaryIO, accounts: Collection[str]) -> Iterator[Statement | Entry]:
    """What an upload (.xml, or .zip of such; seekable) says of these accounts (IBANs in their plain form).

    Raises FileRefused for the whole of it: another account, another format, damage, anything beyond the limits.
    """
    known, found = frozenset(accounts), False
    for name, stream in streams(upload):
        try:
            for one in _Reading(stream, known).all():
                found = True
                yield one
        except FileRefused as refused:
            raise FileRefused(refused.fault, file=name, line=refused.line) from refused
    if not found:
        raise FileRefused(FileFault.NO_STATEMENT)


class _Reading:
    """One XML file. What the parser has built is taken, turned into facts and thrown away, piece by piece."""

    def __init__(self, stream: Watched, accounts: frozenset[str]) -> None:
        self._stream, self._accounts = stream, accounts
        self._message = Node()
        self._statement: Statement | None = None
        self._identities: Identities | None = None
        self._details: list[Node] = []

    def all(self) -> Iterator[Statement | Entry]:
        """Heads and entries. Raises FileRefused."""
        line = 0
        try:
            for event, element in _events(self._stream):
                line = line_of(element) or line
                yield from self._started(element) if event == "start" else self._ended(element)
        except etree.XMLSyntaxError as error:
            raise FileRefused(FileFault.DAMAGED, line=error.lineno or 0) from error
        except AmountUnclear as error:
            raise FileRefused(FileFault.AMOUNT_UNCLEAR, line=line) from error
        except (ValueError, RecursionError) as error:
            raise FileRefused(FileFault.INCOMPLETE, line=line) from error
        except FileRefused as refused:
            raise FileRefused(refused.fault, line=refused.line or line) from refused

    def _started(self, element: "etree._Element") -> Iterator[Statement]:
        """At the first entry the head of its statement is complete."""
        if _is(element, "Stmt"):
            self._statement = None
        elif _is(element, "Ntry"):
            self._details = []
            if self._statement is None and (parent := element.getparent()) is not None:
                yield self._head(parent)

    def _ended(self, element: "etree._Element") -> Iterator[Statement | Entry]:
        if _is(element, "TxDtls"):
            self._details.append(node_of(element))
            if len(self._details) > MOST_TRANSACTIONS:
                raise FileRefused(FileFault.TOO_LARGE)
        elif _is(element, "Ntry"):
            yield from self._entry(node_of(element))
        elif _is(element, "GrpHdr"):
            self._message = node_of(element)
        elif self._statement is None:
            yield self._head(element)
        _forget(element)
        self._stream.came_on()

    def _head(self, element: "etree._Element") -> Statement:
        self._statement = statement_of(node_of(element), self._message, self._accounts)
        self._identities = Identities(self._statement)
        return self._statement

    def _entry(self, node: Node) -> Iterator[Entry]:
        if self._statement is None or self._identities is None:
            raise FileRefused(FileFault.INCOMPLETE)
        details, self._details = self._details, []
        entry = entry_of(node, details, self._statement)
        if entry is not None:
            yield replace(entry, identity=self._identities.of(entry))


def _events(stream: Watched) -> Iterator[tuple[str, "etree._Element"]]:
    parsed = etree.iterparse(
        refuse_document_types(stream),
        events=("start", "end"),
        tag=_TAKEN,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    is_first = True
    for event, element in parsed:
        if is_first:
            _check_root(element)
            is_first = False
        if not _is(element, "Document"):
            yield event, element
    if is_first:
        raise FileRefused(FileFault.OTHER_FORMAT)


def _check_root(element: "etree._Element") -> None:
    """Raises FileRefused unless it is the root of a statement in a version that is known."""
    space = etree.QName(element).namespace or ""
    if not _is(element, "Document") or not space.startswith(_SPACE + _FORMAT):
        raise FileRefused(FileFault.OTHER_FORMAT)
    if space.removeprefix(_SPACE) not in _VERSIONS:
        raise FileRefused(FileFault.OTHER_VERSION)


def _is(element: "etree._Element", name: str) -> bool:
    return local_name(element) == name


def _forget(element: "etree._Element") -> None:
    """Free it and what stood before it, which was read: the head of a statement, other transactions.

    Only what says of which batch transactions are (Btch) is still needed, by the entry around them.
    """
    element.clear()
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None and not _is(before, "Btch"):
        parent.remove(before)
