"""Tables: what is true of the country of a crowd: its crews, tenancies and the things many name.

What is true of one complaint is written with it; here stands the rest. A thing is ``hub`` where
everybody names it, ``shared`` where several crews had it one after the other or at once, ``own``
where one crew had it alone, however many name it.
"""

from collections.abc import Iterator

import numpy as np

from izdes.twin.crowd.crews import keepings
from izdes.twin.crowd.dice import Flags, Ints, places_of
from izdes.twin.crowd.payees import busy_campaigns
from izdes.twin.crowd.plan import Plan
from izdes.twin.crowd.shares import schemes, shares, timestamp
from izdes.twin.crowd.slots import NOTHING, Form, Slip
from izdes.twin.crowd.written import marketplaces, true_of

Cells = tuple[str | int, ...]
CREWS = "series_id scheme complaints campaigns keeps script service region from to busy_campaigns"
TENURES = "kind value series_id service from to why"
HUBS = "kind value truth mentions"
_CREWS_OWN = (
    (Form.phone, Form.messenger),
    (Form.telegram,),
    (Form.instagram,),
    (Form.site, Form.path),
    (Form.iban,),
    (Form.card,),
    (Form.holder_phone,),
    (Form.wallet,),
)
_ACCOUNTS = frozenset({Form.iban, Form.card, Form.holder_phone})
_EVERYBODYS = (Form.hotline, Form.state, Form.exchange, Form.collector)


def series_id(crew: int) -> str:
    """Return the name of a crew's series in the truth."""
    return f"S{crew + 1:06d}"


def campaign_id(crew: int, nth: int) -> str:
    """Return the name of a crew's campaign."""
    return f"{series_id(crew)}-{nth + 1:02d}"


def service_id(herder: int) -> str:
    """Return the name of a mule herder's service; empty where there is none."""
    return "" if herder == NOTHING else f"H{herder + 1:05d}"


def crew_rows(plan: Plan) -> Iterator[Cells]:
    """Yield every crew: what it does, whose words it uses, what it keeps, from whom it rents."""
    crews, campaigns = plan.story.crews, plan.story.campaigns
    busy = np.bincount(campaigns.crews, busy_campaigns(plan.story)).astype(np.int64)
    kept, names, regions = keepings(), schemes(), tuple(shares()["regions"])
    columns = (crews.schemes, crews.sizes, crews.campaigns, crews.keeps, crews.scripts)
    more = (crews.herders, crews.regions, crews.begins, crews.begins + crews.seconds, busy)
    rows = zip(*(column.tolist() for column in (*columns, *more)), strict=True)
    for crew, row in enumerate(rows):
        scheme, size, count, keeps, script, herder, region, begins, ends, rushes = row
        yield (
            series_id(crew),
            names[scheme],
            size,
            count,
            kept[keeps],
            series_id(script),
            service_id(herder),
            "" if region == NOTHING else regions[region],
            timestamp(begins),
            timestamp(ends),
            rushes,
        )


def tenure_rows(plan: Plan) -> Iterator[Cells]:
    """Yield who had what when: rented accounts, and phones that were given again."""
    yield from _rented(plan)
    yield from _recycled(plan)


def _rented(plan: Plan) -> Iterator[Cells]:
    """Yield every tenancy of a herder's account that a complaint knows of."""
    story, let = plan.story, plan.tenancies
    crews = story.campaigns.crews[let.campaigns]
    columns = (let.accounts, crews, story.crews.herders[crews], let.begins, let.ends)
    for account, crew, herder, begins, ends in zip(*(c.tolist() for c in columns), strict=True):
        what = true_of(Form.iban, account)
        yield *what, series_id(crew), service_id(herder), *_span(begins, ends), "rented"


def _recycled(plan: Plan) -> Iterator[Cells]:
    """Yield the campaigns of every phone that more than one had: the time of each."""
    campaigns = plan.story.campaigns
    whose = np.repeat(places_of(len(plan.phones.sizes)), plan.phones.sizes)
    had = np.flatnonzero(np.isin(plan.numbers, _given_again(plan)))
    which = whose[had]
    columns = (plan.numbers[had], campaigns.crews[which], campaigns.begins[which])
    rows = zip(*(c.tolist() for c in (*columns, campaigns.ends[which])), strict=True)
    for number, crew, begins, ends in rows:
        yield *true_of(Form.phone, number), series_id(crew), "", *_span(begins, ends), "recycled"


def _span(begins: int, ends: int) -> tuple[str, str]:
    """Return the two ends of a time."""
    return timestamp(begins), timestamp(ends)


def _given_again(plan: Plan) -> Ints:
    """Return the numbers that more than one campaign's phone is, sorted."""
    return np.unique(plan.numbers[plan.numbers != places_of(len(plan.numbers))])


def _let_to_several(plan: Plan) -> Ints:
    """Return the accounts that more than one crew rented, sorted."""
    crews = plan.story.campaigns.crews[plan.tenancies.campaigns]
    pairs = np.unique(np.stack([plan.tenancies.accounts, crews], axis=1), axis=0)
    accounts, counts = np.unique(pairs[:, 0], return_counts=True)
    return accounts[counts > 1]


def hub_rows(plan: Plan) -> Iterator[Cells]:
    """Yield public and shared things that are named, and crews' own that many name.

    Masked cards, tails and numbers in which the hand slipped are not counted.
    """
    least = shares()["listed_from"]
    for forms in _CREWS_OWN:
        named, counts = _counted(plan, forms)
        is_shared = _shared(plan, forms[0], named)
        listed = is_shared | (counts >= least)
        columns = (named[listed], counts[listed], is_shared[listed])
        for value, count, shared in zip(*(c.tolist() for c in columns), strict=True):
            yield *true_of(forms[0], value), "shared" if shared else "own", count
    for form in _EVERYBODYS:
        for value, count in zip(*(c.tolist() for c in _counted(plan, (form,))), strict=True):
            yield *true_of(form, value), "hub", count
    yield from _marketplace_rows(plan)


def _shared(plan: Plan, form: Form, named: Ints) -> Flags:
    """Say of every thing of a form whether several crews had it."""
    if form is Form.phone:
        return np.isin(named, _given_again(plan))
    if form in _ACCOUNTS:
        return np.isin(named, _let_to_several(plan))
    return np.zeros(len(named), np.bool_)


def _marketplace_rows(plan: Plan) -> Iterator[Cells]:
    """Yield the marketplaces, named as such or by an advert that lies on them."""
    count = len(marketplaces())
    sites, named = _counted(plan, (Form.marketplace,))
    adverts, mentions = _counted(plan, (Form.advert,))
    totals = np.bincount(
        np.concatenate([sites, adverts % count]), np.concatenate([named, mentions])
    )
    for value in np.flatnonzero(totals).tolist():
        yield *true_of(Form.marketplace, value), "hub", int(totals[value])


def _counted(plan: Plan, forms: tuple[Form, ...]) -> tuple[Ints, Ints]:
    """Return the things that are named in some forms, and how often each."""
    found = [
        slot.values[slot.told & np.isin(slot.forms, forms) & (slot.slips == Slip.none)]
        for slot in plan.slots.values()
    ]
    values, counts = np.unique(np.concatenate(found), return_counts=True)
    return values, counts
