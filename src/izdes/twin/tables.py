"""Tables of a case and of its truth, as rows ready for CSV."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from izdes.twin.bank import Side
from izdes.twin.country import country
from izdes.twin.dialects.written import Written
from izdes.twin.facts import Facts
from izdes.twin.pages import Page
from izdes.twin.truth import Count

Row = tuple[str | int, ...]
Table = tuple[tuple[str, ...], list[Row]]
CURRENCY = "KZT"
_ROW_DIGITS = 16


def in_utc(moment: datetime) -> str:
    """Return a moment as RFC 3339 in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def case_tables(facts: Facts) -> Mapping[str, Table]:
    """Return the tables that lie beside the complaints, by file name."""
    known = [
        (account.side.key, CURRENCY, kind, "", "", "", "") for account, kind in facts.world.known
    ]
    institutions: list[Row] = [
        (i.institution_id, i.code, i.bic, i.bin, i.kind, i.name_kk, i.name_ru, i.name_en)
        for i in country().institutions
    ]
    columns = "account currency kind opening_minor covered_from covered_to coverage"
    names = "institution_id code bic bin kind name_kk name_ru name_en"
    return {
        "accounts.csv": (tuple(columns.split()), list(known)),
        "institutions.csv": (tuple(names.split()), institutions),
        "hubs.csv": (("kind", "value", "reason", "source"), _hubs()),
    }


def truth_tables(facts: Facts) -> Mapping[str, Table]:
    """Return the tables of the truth, by file name."""
    ending = ("claim_id", "account", "ending", "amount_minor", "currency")
    return {
        "series.csv": (("complaint_id", "series_id"), list(_series(facts))),
        "roles.csv": (("series_id", "role", "kind", "subject", "region"), list(_roles(facts))),
        "transfers.csv": _transfers(facts),
        "parties.csv": _parties(facts),
        "claims.csv": _claims(facts),
        "endings.csv": (ending, list(_endings(facts.full))),
        "endings_visible.csv": (ending, list(_endings(facts.visible))),
        "coverage.csv": _coverage(facts),
    }


def row_table(pages: Iterable[Page], files: Iterable[Written]) -> Table:
    """Return which movement each row of each file states."""
    columns = "row_id file account transfer_id direction"
    rows: list[Row] = []
    for page, file in zip(pages, files, strict=True):
        digest = hashlib.sha256(file.data).hexdigest()[:_ROW_DIGITS]
        for entry, (sheet, row) in zip(page.entries, file.rows, strict=True):
            direction = "credit" if entry.is_credit else "debit"
            place = f"{digest}/{sheet}/{row}"
            account = page.account.side.key
            rows.append((place, page.file, account, entry.transfer.transfer_id, direction))
    return tuple(columns.split()), rows


def _hubs() -> list[Row]:
    """Return what links nobody: a bank's hotline and a marketplace."""
    bank, market = country().banks[0], country().institution("marketplace")
    return [
        ("phone", country().hotline, "institution_hotline", bank.name_ru),
        ("domain", country().marketplace, "marketplace", market.name_ru),
    ]


def _series(facts: Facts) -> Iterator[Row]:
    """Yield every complaint with the crew behind it."""
    for complaint_id, _, episode in facts.world.complaints:
        yield complaint_id, episode.crew.crew_id


def _roles(facts: Facts) -> Iterator[Row]:
    """Yield what every crew uses and whom it hired, by the step of the money."""
    for crew in facts.world.crews:
        yield crew.crew_id, "scheme", "code", crew.scheme, ""
        for phone in crew.phones:
            yield crew.crew_id, "caller", "phone", phone, ""
        for kind, handle in crew.handles:
            yield crew.crew_id, "caller", kind, handle, ""
        for site in crew.sites:
            yield crew.crew_id, "caller", "domain", site, ""
        for step, layer in enumerate(crew.layers, start=1):
            for mule in layer:
                key, region = mule.account.side.key, mule.person.region
                yield crew.crew_id, f"mule_{step}", "account", key, region


def _transfers(facts: Facts) -> Table:
    """Return the whole ledger, seen or not."""
    columns = (
        "transfer_id debited_at credited_at amount_minor currency payer_account payee_account "
        "kind refund_of is_visible"
    )
    rows: list[Row] = [
        (
            t.transfer_id,
            in_utc(t.debited_at),
            in_utc(t.credited_at),
            t.amount_minor,
            CURRENCY,
            t.payer.key,
            t.payee.key,
            t.kind,
            t.refund_of,
            int(t.transfer_id in facts.seen),
        )
        for t in facts.world.transfers
    ]
    return tuple(columns.split()), rows


def _parties(facts: Facts) -> Table:
    """Return everybody money moved between, as the books of banks know them."""
    columns = "account currency kind opening_minor name number bank card phone"
    kinds = {account.side.key: kind for account, kind in facts.world.known}
    openings = {account.side.key: account.opening_minor for account in facts.world.accounts}
    rows: list[Row] = [
        (
            side.key,
            CURRENCY,
            kinds.get(side.key, "bank" if side.is_account else ""),
            openings.get(side.key, ""),
            # One key stands for everybody in a country.
            "" if side.country != "KZ" else side.name,
            side.number,
            side.bank,
            side.card,
            side.phone,
        )
        for side in _sides(facts)
    ]
    return tuple(columns.split()), rows


def _sides(facts: Facts) -> list[Side]:
    """Return the sides of all transfers, each once, in order of their keys."""
    sides = {s.key: s for t in facts.world.transfers for s in (t.payer, t.payee)}
    return [sides[key] for key in sorted(sides)]


def _claims(facts: Facts) -> Table:
    """Return the claims: what was truly taken, and what the victim declares."""
    columns = (
        "claim_id transfer_id amount_minor declared_minor declared_payee is_visible is_path_stated"
    )
    rows: list[Row] = [
        (
            c.claim_id,
            c.transfer.transfer_id,
            c.stolen.amount_minor,
            c.declared_minor,
            c.payee_key,
            int(c.transfer.transfer_id in facts.seen),
            int(c.claim_id in facts.stated),
        )
        for c in facts.claims
    ]
    return tuple(columns.split()), rows


def _endings(count: Count) -> Iterable[Row]:
    """Yield the endings of every claim, in order."""
    for claim_id in sorted(count.endings):
        for (account, ending), units in sorted(count.endings[claim_id].items()):
            if units:
                yield claim_id, account, ending, units, CURRENCY


def _coverage(facts: Facts) -> Table:
    """Return what is known of which account, from which file."""
    columns = (
        "account currency file form opening_minor closing_minor covered_from covered_to "
        "states_opening ends_early"
    )
    rows: list[Row] = [
        (
            page.account.side.key,
            CURRENCY,
            page.file,
            page.answer.form,
            page.opening_minor,
            page.closing_minor,
            in_utc(page.window.start),
            in_utc(page.window.end),
            int(page.answer.states_balances),
            int(page.answer.is_short),
        )
        for page in facts.pages
    ]
    return tuple(columns.split()), rows
