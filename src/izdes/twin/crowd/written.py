"""Written: each thing that was named as its victim writes it, and as it truly is.

Label and role are those that an officer at the desk gives. A slip changes one digit or swaps two
neighbours; where it fell is drawn from the complaint's own stream.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from izdes.twin.country import country
from izdes.twin.crowd import values
from izdes.twin.crowd.lots import below, happens, one_of
from izdes.twin.crowd.shares import shares
from izdes.twin.crowd.slots import Form, Slip
from izdes.twin.numbers import masked
from izdes.twin.numbers import phone as institution_phone
from izdes.twin.spoken import grouped, handle_as_written, phone_as_written, site_as_written

STATE = ("1414", "102", "109", "112")
_HOTLINES, _EXCHANGES, _COLLECTORS = 500, 10**9, 700
_MARKETPLACES = ("bazarjol.example", "tauarqora.example", "satykelis.example")
_TAIL = 4
# Digits before these places are a country's or an operator's: people know them as words.
_FIXED = {Form.phone: 5, Form.messenger: 5, Form.holder_phone: 5, Form.iban: 4, Form.card: 4}


class Written(NamedTuple):
    """One thing as written.

    Attributes:
        kind: The label it is given with.
        role: Whose it is said to be; of a public thing, the side on which an offender's would be.
        true: Its normal form without the slip; empty where it names nothing in particular.
        text: As written.
        node: The kind of its normal form.
    """

    kind: str
    role: str
    true: str
    text: str
    node: str


@dataclass(frozen=True, slots=True)
class _Sort:
    """How things of one form are written."""

    kind: str
    role: str
    true: Callable[[int], str]
    write: Callable[[Random, str], str]
    node: str = ""


def marketplaces() -> tuple[str, ...]:
    """Return the sites of the country's marketplaces."""
    return (country().marketplace, *_MARKETPLACES)


def written(rng: Random, form: Form, value: int, slip: Slip) -> Written:
    """Return a thing as its victim writes it."""
    sort = _SORTS[form]
    true = sort.true(value)
    text = slipped(rng, true, slip, first=_FIXED[form]) if slip else true
    return Written(sort.kind, sort.role, true, sort.write(rng, text), sort.node or sort.kind)


def true_of(form: Form, value: int) -> tuple[str, str]:
    """Return the node that a thing truly is: kind and normal form."""
    sort = _SORTS[form]
    return sort.node or sort.kind, sort.true(value)


def slipped(rng: Random, text: str, slip: Slip, *, first: int) -> str:
    """Return a number with one digit mistaken, or two unequal neighbours swapped.

    Args:
        first: Places before this one are right.
    """
    if slip is Slip.swap:
        pairs = [n for n in range(first, len(text) - 1) if text[n] != text[n + 1]]
        if pairs:
            n = one_of(rng, pairs)
            return text[:n] + text[n + 1] + text[n] + text[n + 2 :]
    n = one_of(rng, [n for n in range(first, len(text)) if text[n].isdigit()])
    return f"{text[:n]}{(int(text[n]) + 1 + below(rng, 9)) % 10}{text[n + 1 :]}"


def _as_is(_rng: Random, text: str) -> str:
    """Write a thing as it is."""
    return text


def _in_fours(rng: Random, text: str) -> str:
    """Write a number in one piece or in groups of four."""
    return grouped(text) if happens(rng, shares()["spelt"]["in_fours"]) else text


def _whatsapp(rng: Random, text: str) -> str:
    """Write a telephone in WhatsApp."""
    return (
        f"https://wa.me/{text[1:]}"
        if happens(rng, shares()["spelt"]["whatsapp_link"])
        else phone_as_written(rng, text)
    )


def _telegram(rng: Random, text: str) -> str:
    """Write a page in Telegram."""
    return handle_as_written(rng, "telegram", text)


def _instagram(rng: Random, text: str) -> str:
    """Write a page in Instagram."""
    return handle_as_written(rng, "instagram", text)


def _path(value: int) -> str:
    """Return the address of a page on a crew's site."""
    return f"https://{values.site(value)}/kiru/{value % 89 + 10}"


def _advert(value: int) -> str:
    """Return the address of an advert on a marketplace."""
    sites = marketplaces()
    return f"https://{sites[value % len(sites)]}/ad/{value}"


def _tail(value: int) -> str:
    """Return the last digits of a card: they name nobody in particular."""
    return f"*{values.card(value)[-_TAIL:]}"


_BY_FORM = {
    Form.phone: _Sort("phone", "offender_contact", values.phone, phone_as_written),
    Form.messenger: _Sort("whatsapp", "offender_contact", values.phone, _whatsapp, "phone"),
    Form.telegram: _Sort("telegram", "offender_contact", values.page, _telegram),
    Form.instagram: _Sort("instagram", "offender_contact", values.page, _instagram),
    Form.site: _Sort("domain", "offender_site", values.site, site_as_written),
    Form.path: _Sort("url", "offender_site", _path, _as_is),
    Form.advert: _Sort("url", "offender_site", _advert, _as_is),
    Form.iban: _Sort("iban", "recipient", values.account, _in_fours),
    Form.card: _Sort("card", "recipient", values.card, _in_fours),
    Form.masked: _Sort("card", "recipient", lambda v: masked(values.card(v)), _in_fours),
    Form.tail: _Sort("tail", "recipient", _tail, _as_is),
    Form.holder_phone: _Sort("phone", "recipient", values.holder_phone, phone_as_written),
    Form.holder_name: _Sort("name", "recipient", str, _as_is),
    Form.wallet: _Sort("tron", "recipient", values.wallet, _as_is, "wallet"),
    Form.exchange: _Sort(
        "tron", "recipient", lambda v: values.wallet(_EXCHANGES + v), _as_is, "wallet"
    ),
    Form.collector: _Sort(
        "iban", "recipient", lambda v: values.company_account(_COLLECTORS + v), _in_fours
    ),
    Form.hotline: _Sort(
        "phone",
        "offender_contact",
        lambda v: institution_phone(_HOTLINES + v),
        phone_as_written,
    ),
    Form.state: _Sort("phone", "offender_contact", STATE.__getitem__, _as_is),
    Form.marketplace: _Sort(
        "domain", "offender_site", lambda v: marketplaces()[v], site_as_written
    ),
}
# By number: asking a dictionary for a member of an enumeration costs more than the rest.
_SORTS = tuple(_BY_FORM[form] for form in Form)
