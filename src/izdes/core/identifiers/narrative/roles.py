"""Roles: whose an identifier is, as far as the text itself says.

Each rule has a name, which stands beside the role that it gave, and looks only at words of the same
sentence: what stands directly before ("мой номер", "получатель"), and which doing stands nearest
(called, wrote, paid). The first rule that holds speaks. Where none does, the role stays unknown.

A role is what the victim says. The caller's number may be forged, the payee's card borrowed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from izdes.core.identifiers import chain
from izdes.core.identifiers.complaint import Role
from izdes.core.identifiers.known import is_known
from izdes.core.identifiers.narrative.found import Found
from izdes.core.identifiers.narrative.lexicon import flags
from izdes.core.identifiers.narrative.tokens import SIGN, Tokens

_BEFORE, _AFTER = 14, 10
_FAR = 1_000
_LOOSE = 2
_WIDE = 60
_LIST = 30
# A lender's name may stand between the word and its number.
_NAMED_WITHIN = 4

MONEY = frozenset({"iban", "card", "iin", "bin", "ewallet", *chain.SHAPES})
CONTACTS = frozenset(
    {"phone", "email", "telegram", "whatsapp", "instagram", "vk", "tiktok", "telegram_id", "ip"}
)
SITES = frozenset({"url", "domain", "ad_id"})
DEVICES = frozenset({"imei", "imsi"})
# A payment's own numbers, and what is no identifier of anybody.
NOBODYS = frozenset({"amount", "moment", "tx_hash", "reference"})
# What stands for the words of an identifier itself: no meaning has this bit.
_INSIDE = 1 << 200
_LISTS = frozenset({"own", "given_away", "listed_with"})


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an identifier in its sentence.

    Attributes:
        kind: The identifier's kind.
        value: Its normal form.
        lead: Bits of the words that lead directly to it: labels, possessives, a name or two.
        trail: Bits of the two words directly behind it.
        ending: Bits of an ending that stands behind it after a hyphen.
        wide: Bits of every word of its sentence and of those beside it.
        near: Bits of all words that ``before`` and ``after`` hold.
        before: Bits of the words before it, the nearest first.
        after: Bits of the words behind it, the nearest first.
    """

    kind: str
    value: str
    lead: int
    trail: int
    ending: int
    wide: Sequence[int]
    near: int
    before: Sequence[int]
    after: Sequence[int]

    def leads(self, *names: str) -> bool:
        """Say whether one of these words leads directly to it."""
        return bool(self.lead & _bits(*names))

    def trails(self, *names: str) -> bool:
        """Say whether one of these words stands directly behind it."""
        return bool(self.trail & _bits(*names))

    def ends_in(self, *names: str) -> bool:
        """Say whether it has one of these endings."""
        return bool(self.ending & _bits(*names))

    def is_wide(self, *names: str) -> bool:
        """Say whether one of these words stands in its sentence or one beside it."""
        bits = _bits(*names)
        return any(here & bits for here in self.wide)

    def steps_before(self, *names: str) -> int:
        """Return how many words before it the nearest of these stands."""
        bits = _bits(*names)
        return next((step for step, here in enumerate(self.before) if here & bits), _FAR)

    def has(self, *names: str) -> bool:
        """Say whether one of these words stands in its sentence, within reach."""
        return bool(self.near & _bits(*names))

    def steps(self, *names: str) -> int:
        """Return how many words away the nearest of these stands."""
        bits = _bits(*names)
        if not self.near & bits:
            return _FAR
        sides = (self.before, self.after)
        return min(step for side in sides for step, here in enumerate(side) if here & bits)


@cache
def _bits(*names: str) -> int:
    """Return the bits of several meanings, remembered."""
    return flags(*names)


_PAYING = ("pays", "recipient_word")
_REACHING = ("calls", "writes")
_LABELS = (
    *("phone_label", "card_label", "account_label", "iin_label", "bin_label", "imei_label"),
    *("imsi_label", "number_sign", "handle_label", "service", "id_label", "advert_label"),
    *("advert_service", "wallet_service", "wallet_label"),
)


def _is_own(around: Around) -> bool:
    """The text calls it the victim's: "мой номер", "картам", "потерпевшего"."""
    return around.leads("own_word", "own_noun", "victim_word") or around.trails("own_noun")


def _is_institutions(around: Around) -> bool:
    """It is known as an institution's, or the text calls it a hotline, official or a lender's."""
    if is_known(around.kind, around.value) or around.leads("hotline_word"):
        return True
    return around.kind == "bin" and around.steps_before("is_lender") <= _NAMED_WITHIN


def _is_paid_to(around: Around) -> bool:
    """What stands right behind it says: money went there ("шотына", "-ға")."""
    return around.kind in _PAYABLE and (around.trails("to_noun") or around.ends_in("to_ending"))


def _is_left_by_money(around: Around) -> bool:
    """Money left it: "с карты *1234 списали", "шотынан"."""
    if around.kind not in MONEY - {"iin", "bin"}:
        return False
    is_source = around.leads("from_word") and not around.leads("to_word")
    return is_source or around.trails("from_noun") or around.ends_in("from_ending")


def _is_given_away(around: Around) -> bool:
    """The victim entered or told it."""
    return around.kind in {"iin", "card", "phone"} and around.steps_before("gives") < around.steps(
        *_PAYING, *_REACHING
    )


def _is_called_to(around: Around) -> bool:
    """It was called: "на номер 8 701… позвонили"."""
    return (
        around.kind == "phone"
        and around.leads("to_word")
        and around.steps("calls") < around.steps(*_PAYING, "asks")
    )


def _is_called_from(around: Around) -> bool:
    """Somebody called or wrote from it: "с номера", "нөмірінен"."""
    is_source = around.leads("from_word") and not around.leads("to_word")
    is_from = is_source or around.trails("from_noun") or around.ends_in("from_ending")
    return around.kind in CONTACTS and is_from and around.has(*_REACHING, "offender_word")


def _is_phone_paid_to(around: Around) -> bool:
    """Money went to an account that is known by this telephone."""
    is_target = around.leads("to_word", "recipient_word", "card_label", "account_label")
    # "Скинул" is said of money and of messages: where it goes to an account, it is money.
    is_nearer = around.steps(*_PAYING) <= around.steps(*_REACHING)
    return around.kind == "phone" and is_target and around.has(*_PAYING) and is_nearer


def _is_an_account(around: Around) -> bool:
    """An account that the text does not call the victim's is named to say where money went."""
    return around.kind in MONEY - {"iin", "bin"}


def _is_a_payee(around: Around) -> bool:
    """A person or firm is named where money went, or as whoever deceived."""
    return around.kind in {"iin", "bin"} and around.has(*_PAYING, "asks", "offender_word")


def _is_an_offenders_device(around: Around) -> bool:
    """A device that somebody called, wrote or was deceived from."""
    return around.kind in DEVICES and around.has("calls", "writes", "offender_word")


def _is_a_device(around: Around) -> bool:
    """A device that the text gives to nobody else is the victim's: stolen or taken over."""
    return around.kind in DEVICES


def _is_reached_from(around: Around) -> bool:
    """Somebody called or wrote from it, or it stands with whoever deceived."""
    return around.kind in CONTACTS and around.is_wide(
        *_REACHING, "offender_word", "contact_word", "service"
    )


def _is_a_contact(around: Around) -> bool:
    """A messenger's account, an address or a log-in is named in a complaint as the other side's."""
    return around.kind in CONTACTS - {"phone"}


def _is_a_page(around: Around) -> bool:
    """A page named in a complaint, of no known institution, is the one where it happened."""
    return around.kind in SITES


_PAYABLE = MONEY | {"phone"}
_RULES: tuple[tuple[Callable[[Around], bool], Role], ...] = (
    (_is_own, "victim"),
    (_is_institutions, "institution"),
    (_is_left_by_money, "victim"),
    (_is_paid_to, "recipient"),
    (_is_given_away, "victim"),
    (_is_called_from, "offender_contact"),
    (_is_called_to, "victim"),
    (_is_phone_paid_to, "recipient"),
    (_is_an_account, "recipient"),
    (_is_a_payee, "recipient"),
    (_is_an_offenders_device, "offender_contact"),
    (_is_a_device, "victim"),
    (_is_reached_from, "offender_contact"),
    (_is_a_contact, "offender_contact"),
    (_is_a_page, "offender_site"),
)
# Rules that only say what is usual: a list that began with something surer goes before them.
_USUAL = frozenset(
    {"phone_paid_to", "an_account", "a_payee", "a_device", "reached_from", "a_contact", ""}
)


def roles_of(found: Sequence[Found], tokens: Tokens) -> Iterator[tuple[Role, str]]:
    """Yield role and rule of each identifier, in the order given.

    Args:
        found: Sorted by place, without overlaps.
        tokens: Of the same text.
    """
    bits = list(tokens.flags)
    spans = [(tokens.at(one.start), tokens.at(one.end)) for one in found]
    for first, past in spans:
        # Words inside an address say nothing about whose it is, and nothing leads across one.
        bits[first:past] = [_INSIDE] * (past - first)
    last: tuple[Role, str] = ("unknown", "")
    last_past = 0
    for one, (first, past) in zip(found, spans, strict=True):
        if one.kind in NOBODYS:
            yield "unknown", ""
            continue
        around = _around(one, tokens, bits, first=first, past=past)
        role = _role(around)
        if last[1] in _LISTS and role[1] in _USUAL and _is_listed(tokens, bits, last_past, first):
            role = (last[0], "listed_with")
        yield role
        last, last_past = role, past


def _role(around: Around) -> tuple[Role, str]:
    """Return what the first rule that holds says."""
    for rule, role in _RULES:
        if rule(around):
            return role, rule.__name__.removeprefix("_is_")
    return "unknown", ""


def _around(one: Found, tokens: Tokens, bits: Sequence[int], *, first: int, past: int) -> Around:
    """Return what stands around one identifier."""
    before = _words(tokens, bits, range(first - 1, max(first - 1 - _BEFORE, -1), -1))
    after = _words(tokens, bits, range(past, min(past + _AFTER, tokens.count)))
    return Around(
        kind=one.kind,
        value=str(one.value),
        lead=_lead(tokens, bits, first),
        trail=_or(after[:_LOOSE]),
        ending=_ending(tokens, past),
        wide=bits[max(first - _WIDE, 0) : past + _WIDE],
        near=_or(before) | _or(after),
        before=before,
        after=after,
    )


def _words(tokens: Tokens, bits: Sequence[int], places: range) -> list[int]:
    """Return the bits of words up to the end of the sentence; signs are no steps."""
    found: list[int] = []
    for index in places:
        if tokens.sorts[index] != SIGN:
            found.append(bits[index])
        elif index in tokens.stops:
            break
    return found


def _lead(tokens: Tokens, bits: Sequence[int], first: int) -> int:
    """Return the bits of the words that lead directly to an identifier.

    Labels, possessives and prepositions lead, and up to two words that mean nothing here (a bank's
    name, an adjective); a comma or a doing does not.
    """
    leading = _bits(
        *("own_word", "own_noun", "victim_word", "hotline_word", "from_word", "to_word"),
        *("contact_word", "site_word", "institution_word", "recipient_word", "offender_word"),
        *("is_lender", *_LABELS),
    )
    stopping = _bits("calls", "writes", "pays", "takes", "asks", "borrows")
    found = loose = 0
    for index in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        here = bits[index]
        if tokens.sorts[index] == SIGN:
            if tokens.texts[index] in ",.\n;!?":
                break
        elif here == _INSIDE or (here & stopping and not here & leading):
            break
        elif here & leading:
            found |= here
        else:
            loose += 1
            if loose > _LOOSE:
                break
    return found


def _or(bits: Sequence[int]) -> int:
    """Return the bits that any of the words has."""
    found = 0
    for here in bits:
        found |= here
    return found


def _ending(tokens: Tokens, past: int) -> int:
    """Return the bits of an ending behind a hyphen, or glued to the last sign."""
    if past >= tokens.count or not tokens.touches(past):
        return 0
    if tokens.texts[past] == "-" and past + 1 < tokens.count and tokens.touches(past + 1):
        return tokens.flags[past + 1]
    return tokens.flags[past]


def _is_listed(tokens: Tokens, bits: Sequence[int], after: int, before: int) -> bool:
    """Say whether nothing but labels, commas and "and" stands between two identifiers."""
    if before - after > _LIST:
        return False
    listing = _bits(*_LABELS, "and_word")
    return all(
        (tokens.sorts[i] == SIGN and tokens.texts[i] not in ".\n;!?") or bits[i] & listing
        for i in range(after, before)
    )
