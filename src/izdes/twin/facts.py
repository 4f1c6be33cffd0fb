"""The facts of one world, ready to be written: complaints, pages, and the two counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from izdes.twin.complaints import Complaint, Declared, complaint_of
from izdes.twin.pages import Page, entries_by_account, pages_of
from izdes.twin.truth import Count, Window, count_units, is_seen
from izdes.twin.world import STORY, Story, World, world_of

# Before any story, and after the end of one.
_ALWAYS = datetime(2020, 1, 1, tzinfo=UTC)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is written down.

    Attributes:
        full: Endings with every account of the country's banks open to view.
        visible: Endings with only what the pages show.
        seen: Ids of the transfers that some page shows.
        stated: Ids of claims whose whole true path lies in pages that state their opening and in
            which order their movements came.
    """

    world: World
    complaints: tuple[Complaint, ...]
    claims: tuple[Declared, ...]
    pages: tuple[Page, ...]
    full: Count
    visible: Count
    seen: frozenset[str]
    stated: frozenset[str]


def facts_of(seed: int, complaints: int, story: Story = STORY) -> Facts:
    """Let the story happen and count where the money went."""
    world = world_of(seed, complaints, story)
    told = tuple(complaint_of(seed, *one) for one in world.complaints)
    claims = tuple(claim for complaint in told for claim in complaint.claims)
    kinds = {account.side.key: kind for account, kind in world.known}
    stolen = [claim.stolen for claim in claims]
    full = count_units(world.transfers, stolen, windows=_all_open(world, story), kinds=kinds)
    pages = pages_of(
        seed,
        world.accounts,
        answers=world.answers,
        entries=entries_by_account(world.transfers),
        asked_about=_asked_about(full, claims),
        span=story.span,
    )
    windows = {page.account.side.key: page.window for page in pages}
    visible = count_units(world.transfers, stolen, windows=windows, kinds=kinds)
    seen = frozenset(t.transfer_id for t in world.transfers if is_seen(t, windows))
    for claim in claims:
        if claim.transfer.transfer_id not in seen:
            visible.endings[claim.claim_id] = {_unseen(claim): claim.declared_minor}
    stated = _stated(claims, full, visible, pages)
    return Facts(world, told, claims, pages, full, visible, seen, stated)


def _all_open(world: World, story: Story) -> dict[str, Window]:
    """Return windows on every account of the banks but those known to be somebody's till."""
    known = {account.side.key for account, _ in world.known}
    return {
        a.side.key: Window(_ALWAYS, story.ends_at + _ONE_DAY, a.opening_minor)
        for a in world.accounts
        if a.side.key not in known
    }


def _asked_about(full: Count, claims: tuple[Declared, ...]) -> Mapping[str, datetime]:
    """Return the first moment at which an account had to do with stolen money."""
    found = dict(full.touched)
    for claim in claims:
        payer, at = claim.transfer.payer.key, claim.transfer.debited_at
        found[payer] = min(found.get(payer, at), at)
    return found


def _unseen(claim: Declared) -> tuple[str, str]:
    """Return the ending of a payment that only the victim tells of."""
    return claim.payee_key or f"@unknown:{claim.claim_id}", "frontier"


def _stated(
    claims: tuple[Declared, ...], full: Count, visible: Count, pages: tuple[Page, ...]
) -> frozenset[str]:
    """Return the claims that can be followed to the end by pages that state opening and order."""
    stating = {
        p.account.side.key for p in pages if p.answer.states_balances and p.answer.tells_order
    }
    return frozenset(
        claim.claim_id
        for claim in claims
        if full.endings.get(claim.claim_id) == visible.endings.get(claim.claim_id)
        and full.paths.get(claim.claim_id, set()) <= stating
    )
