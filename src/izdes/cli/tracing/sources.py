"""Where money came from, in sentences, the greatest source first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from izdes.adapters.words import Lang, amount, moment, say
from izdes.cli.tracing.lines import Line
from izdes.cli.tracing.places import account_text, from_text, kind_of, rule_text
from izdes.cli.tracing.result import Traced
from izdes.core.money.account import AccountKey
from izdes.core.money.transfer import Party, Transfer, TransferId
from izdes.core.sealing.canonical import canonical_time
from izdes.core.tracing.backward import Source, sources_of, target_named
from izdes.core.tracing.rules import RuleName

Json = dict[str, object]
Transfers = Mapping[TransferId, Transfer]


def sources_by_rule(traced: Traced, name: str) -> dict[RuleName, tuple[Source, ...]]:
    """Return where a transfer's or an account's money came from, under each rule asked for.

    Raises:
        TargetUnknown: The ledger has neither a transfer nor an account of this name.
        TargetUndone: The transfer counts for nothing.
    """
    target = target_named(traced.plan, name)
    return {
        rule: sources_of(traced.plan, target, rule, claims=traced.given.claims)
        for rule in traced.traces
    }


def source_lines(
    traced: Traced, name: str, rule: RuleName, sources: Sequence[Source], lang: Lang
) -> Iterator[Line]:
    """Yield the sources in sentences."""
    transfers = {t.transfer_id: t for t in traced.ledger.transfers}
    sums: Counter[str] = Counter()
    for source in sources:
        sums[source.currency] += source.amount_minor
    whole = " + ".join(amount(minor, currency) for currency, minor in sorted(sums.items()))
    is_transfer = TransferId(name) in transfers
    shown = name if is_transfer else account_text(AccountKey(name), lang)
    if not sources:
        yield 0, say("sources_nothing", lang, name=shown)
        return
    code = "sources_of_transfer" if is_transfer else "sources_of_account"
    yield 0, say(code, lang, name=shown, amount=whole, rule=rule_text(rule, lang))
    for source in sorted(sources, key=lambda s: (s.currency, -s.amount_minor)):
        yield 1, " ".join(_sentences(source, transfers, lang))


def _sentences(source: Source, transfers: Transfers, lang: Lang) -> Iterator[str]:
    """Yield the sentences of one source: where it entered, its last step, whose it is claimed."""
    yield _entrance(source, transfers, lang)
    if source.entrance == "outside" and kind_of(source.account) == "account":
        yield say("source_no_statement", lang)
    if source.is_assumed:
        yield say("source_assumed", lang)
    if source.came_by and source.came_by != source.transfer_id:
        last = transfers[source.came_by]
        yield say(
            "source_came_by",
            lang,
            at=moment(last.booked_at),
            payer=from_text(last.payer, lang),
            by=last.transfer_id,
        )
    if source.claims:
        yield say("source_claims", lang, claims=", ".join(source.claims))


def _entrance(source: Source, transfers: Transfers, lang: Lang) -> str:
    """Say how the units entered."""
    party = Party(source.account)
    if source.transfer_id is not None:
        party = transfers[source.transfer_id].payer
    return say(
        f"source_{source.entrance}",
        lang,
        amount=amount(source.amount_minor, source.currency),
        at=moment(source.entered_at) if source.entered_at else "—",
        payer=from_text(party, lang),
        account=account_text(source.account, lang, name=party.name),
        transfer=source.transfer_id or "—",
    )


def sources_json(sources: Iterable[Source]) -> list[Json]:
    """Return the sources for machines."""
    return [
        {
            "entrance": s.entrance,
            "account": s.account,
            "transfer_id": s.transfer_id,
            "entered_at": canonical_time(s.entered_at) if s.entered_at else None,
            "came_by": s.came_by,
            "claims": list(s.claims),
            "amount_minor": str(s.amount_minor),
            "currency": s.currency,
            "is_assumed": s.is_assumed,
        }
        for s in sources
    ]
