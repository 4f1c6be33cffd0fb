r"""Facts on sites: on which host a site lay, and who registered it, as somebody found out.

A crew opens ten sites on one machine, or registers them under one invented person; the complaints
that name different sites then meet. Facts are given in a table with the source of each and the time
for which it holds. A machine may be let to thousands, and a registrant is often hidden behind the
name of a service: like any other identifier these are reviewed as hubs when many name them.

>>> text = "domain,host,registrant,from,to,source\na.example,192.0.2.7,,,,whois"
>>> [(fact.domain, fact.host) for fact in read_facts(text, file="facts.csv")]
[('a.example', '192.0.2.7')]
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from izdes.core.errors import Fault, InputRefused
from izdes.core.identifiers.domain import read_domain
from izdes.core.identifiers.ip import read_ip
from izdes.core.identifiers.written import plain
from izdes.core.linking.implied import implied_nodes
from izdes.core.linking.mentions import Mention, once

_COLUMNS = ("domain", "host", "registrant", "from", "to", "source")


@dataclass(frozen=True, slots=True, order=True)
class DomainFact:
    """What somebody found out about one site.

    Attributes:
        domain: As it is registered, in normal form.
        host: Address or name of the machine; empty when not known.
        registrant: As the registry gives it, in lower case; empty when not known.
        valid_from: Aware instant from which it holds, or None when unknown.
        valid_to: Instant at which it ceases (half-open), or None.
        source: Where it was found out.
    """

    domain: str
    host: str
    registrant: str
    valid_from: datetime | None
    valid_to: datetime | None
    source: str

    def holds_at(self, moment: datetime) -> bool:
        """Say whether it holds at a moment; an unknown end is no objection."""
        is_begun = self.valid_from is None or self.valid_from <= moment
        return is_begun and (self.valid_to is None or moment < self.valid_to)

    def __repr__(self) -> str:
        """Mask the person."""
        return f"DomainFact({self.domain})"


def read_facts(text: str, *, file: str) -> tuple[DomainFact, ...]:
    """Read facts from CSV with the columns ``domain, host, registrant, from, to, source``.

    Raises:
        InputRefused: A column is missing, or a cell is not what its column says; faults name file,
            row and column.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise InputRefused(*(Fault("fact_column_missing", file, column=c) for c in missing))
        given = [(rows.line_num, {name: row[name] or "" for name in _COLUMNS}) for row in rows]
    except csv.Error:
        raise InputRefused(Fault("facts_not_csv", file, row=rows.line_num)) from None
    faults = [
        Fault(code, file, row=line, column=column)
        for line, row in given
        for code, column in _faults(row)
    ]
    if faults:
        raise InputRefused(*faults)
    return tuple(_fact(row) for _, row in given)


def _faults(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a row, with the column."""
    if read_domain(row["domain"]).value is None:
        yield "fact_domain_not_read", "domain"
    if not row["host"].strip() and not row["registrant"].strip():
        yield "fact_says_nothing", "host"
    ends = {column: _moment(row[column]) for column in ("from", "to")}
    for column, moment in ends.items():
        if row[column] and moment is None:
            yield "fact_time_not_read", column
    begins, ceases = ends.values()
    if begins and ceases and ceases <= begins:
        yield "fact_ends_before_it_begins", "to"


def _fact(row: Mapping[str, str]) -> DomainFact:
    """Make a fact of a row without faults."""
    host = plain(row["host"]).casefold()
    return DomainFact(
        domain=read_domain(row["domain"]).value or "",
        host=read_ip(host).value or host.rstrip("."),
        registrant=plain(row["registrant"]).casefold(),
        valid_from=_moment(row["from"]),
        valid_to=_moment(row["to"]),
        source=row["source"],
    )


def _moment(text: str) -> datetime | None:
    """Read a moment with an offset; None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def fact_mentions(mentions: Iterable[Mention], facts: Iterable[DomainFact]) -> tuple[Mention, ...]:
    """Return the hosts and registrants of the sites that complaints name, as mentions of their own.

    Only what held when the site was named is taken. They are of the kinds ``host`` and
    ``registrant``, whose comparisons are `same_host` and `same_registrant`.
    """
    known: defaultdict[str, list[DomainFact]] = defaultdict(list)
    for fact in facts:
        known[fact.domain].append(fact)
    return once(
        Mention(mention.complaint_id, kind, value, mention.at, mention.role)
        for mention in mentions
        for site_kind, site in (mention.node, *implied_nodes(mention))
        if site_kind == "domain"
        for fact in known.get(site, ())
        if fact.holds_at(mention.at)
        for kind, value in (("host", fact.host), ("registrant", fact.registrant))
        if value
    )
