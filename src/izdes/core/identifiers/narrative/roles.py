"""Roles: whose an identifier is, as far as the text itself says.

Each rule has a name, which stands beside the role that it gave, and looks only at words of the same
sentence: what stands directly before ("мой номер", "получатель"), and which doing stands nearest
(called, wrote, paid). The first rule that holds speaks. Where none does, the role stays unknown.

A role is what the victim says. The caller's number may be forged, the payee's card borrowed.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

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
# So many characters hold a name and a label.
_BESIDE = 40
# A lender's name may stand between the word and its number.
_NAMED_WITHIN = 4
_NEW_WITHIN = 8
_PAGE_WITHIN, _PERSON_WITHIN = 3, 4

MONEY = frozenset({"iban", "card", "iin", "bin", "ewallet", *chain.SHAPES})
CONTACTS = frozenset(
    {"phone", "email", "telegram", "whatsapp", "instagram", "vk", "tiktok", "telegram_id", "ip"}
)
SITES = frozenset({"url", "domain", "ad_id"})
NETWORKS = frozenset({"instagram", "vk", "tiktok", "telegram"})
DEVICES = frozenset({"imei", "imsi"})
_NAMES = frozenset({"iin", "bin"})
# A payment's own numbers, and what is no identifier of anybody.
NOBODYS = frozenset({"amount", "moment", "tx_hash", "reference"})
# What stands for the words of an identifier itself: no meaning has this bit.
_INSIDE = 1 << 200
_LISTS = frozenset(
    {"own", "given_away", "the_tellers", "kins", "phone_paid_to", "a_device"}
    | {"an_offenders_device", "listed_with"}
)


class Around(NamedTuple):
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
        earlier: Bits of every word of the text before it.
        is_introduced: Whether its sentence begins with who writes: "Я, Иванова Анна, ИИН …".
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
    earlier: int
    is_introduced: bool

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

    @property
    def steps_to_another(self) -> int:
        """Return how many words before it the nearest other identifier stands."""
        return next((step for step, here in enumerate(self.before) if here == _INSIDE), _FAR)

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


_PAYING = ("pays", "recipient_word", "holder_word")
_REACHING = ("calls", "writes")
_LABELS = (
    *("phone_label", "card_label", "account_label", "iin_label", "bin_label", "imei_label"),
    *("imsi_label", "number_sign", "handle_label", "service", "id_label", "advert_label"),
    *("advert_service", "wallet_service", "wallet_label"),
)


def _is_own(around: Around) -> bool:
    """The text calls it the victim's: "мой номер", "картам", "потерпевшего"."""
    # "Телефоныма 8 701…-ден қоңырау келді": called from it, whatever it rang.
    is_from = around.ends_in("from_ending") or around.trails("from_noun")
    is_caller = around.kind in CONTACTS and is_from and around.has("calls")
    if is_caller or around.kind == "ip":
        return around.kind == "ip" and around.steps_before("own_word") == 0
    if around.kind in SITES:
        return around.steps_before("own_word", "own_noun") <= _LOOSE
    # "Картамды тердім, соңы *1234": a comma stands between.
    own = around.steps_before("own_word", "own_noun")
    is_tail = around.kind == "card" and own <= _NAMED_WITHIN and not around.leads("to_word")
    if is_tail and own < min(around.steps_before(*_PAYING, "to_word"), around.steps_to_another):
        return True
    behind = ("own_noun", "own_word") if around.kind in _NAMES else ("own_noun",)
    return around.leads("own_word", "own_noun", "victim_word") or around.trails(*behind)


def _is_kins(around: Around) -> bool:
    """It is the mother's, the son's: of the family that was deceived."""
    return around.leads("kin_word") and not around.leads("from_word")


def _is_the_tellers(around: Around) -> bool:
    """It stands where a complaint says who complains, before it says what was done."""
    is_heading = bool(around.earlier & _bits("heading_word"))
    doings = (*_REACHING, *_PAYING, "takes", "offender_word", "page_word")
    has_begun = bool(around.earlier & _bits(*doings))
    return (is_heading and not has_begun) or around.is_introduced


def _is_known_to_all(around: Around) -> bool:
    """It stands in the list of what institutions and marketplaces publish."""
    return is_known(around.kind, around.value)


def _is_institutions(around: Around) -> bool:
    """The text calls it a hotline's, official or a lender's."""
    if around.leads("hotline_word"):
        return True
    return around.kind == "bin" and around.steps_before("is_lender") <= _NAMED_WITHIN


def _is_genuine(around: Around) -> bool:
    """The text sets it against the offender's: "настоящий сайт — post.kz"."""
    return around.steps_before("genuine_word") <= _NAMED_WITHIN


def _is_paid_to(around: Around) -> bool:
    """What stands right behind it says: money went there ("шотына", "-ға")."""
    is_target = around.trails("to_noun") or around.ends_in("to_ending")
    # "Нөміріне хабарластым": the victim called there.
    is_reached = around.kind == "phone" and around.steps(*_REACHING) < around.steps(*_PAYING)
    return is_target and not is_reached


def _is_left_by_money(around: Around) -> bool:
    """Money left it: "с карты *1234 списали", "шотынан"."""
    is_source = around.leads("from_word") and not around.leads("to_word")
    is_means = around.kind == "card" and around.leads("by_card") and not around.leads("to_word")
    is_from = around.trails("from_noun") or around.leads("from_noun")
    return is_source or is_means or is_from or around.ends_in("from_ending")


def _is_given_away(around: Around) -> bool:
    """The victim entered or told it."""
    # A Kazakh verb stands behind: "картаны (*1234) жаздым".
    if around.kind == "phone":
        return around.steps_before("leaves") < around.steps(*_PAYING, *_REACHING)
    return around.steps("gives") < around.steps(*_PAYING, *_REACHING)


def _is_asked_for(around: Around) -> bool:
    """Somebody asked for it, and nothing was to be paid to it: "сказала назвать карту *1234"."""
    is_target = around.leads("to_word", "recipient_word") or around.has(*_PAYING)
    return around.steps_before("asks", "knows") <= _NAMED_WITHIN and not is_target


def _is_called_to(around: Around) -> bool:
    """It was called or written to: "на номер 8 701… позвонили", "на почту пришло"."""
    if around.kind == "email":
        return around.leads("to_word") and around.has("arrives")
    steps = around.steps("calls", "arrives")
    return around.leads("to_word") and steps < _FAR and steps <= around.steps(*_PAYING, "asks")


def _is_called_from(around: Around) -> bool:
    """Somebody called or wrote from it: "с номера", "нөмірінен"."""
    is_source = around.leads("from_word") and not around.leads("to_word")
    is_from = is_source or around.trails("from_noun") or around.ends_in("from_ending")
    return is_from and around.has(*_REACHING, "offender_word")


def _is_phone_paid_to(around: Around) -> bool:
    """Money went to an account that is known by this telephone."""
    targets = ("to_word", "to_noun", "recipient_word", "card_label", "account_label")
    is_target = around.leads(*targets) or around.steps_before("pays") == 0
    # "Скинул" is said of money and of messages: where it goes to an account, it is money.
    is_nearer = around.steps(*_PAYING, "takes") <= around.steps(*_REACHING)
    is_means = (around.trails("by_noun") or around.leads("by_word")) and around.has("pays")
    is_paid = is_target and around.has(*_PAYING, "takes") and is_nearer
    return is_paid or is_means


def _is_an_account(around: Around) -> bool:
    """An account that the text does not call the victim's is named to say where money went."""
    return around.kind in _ACCOUNTS


def _is_a_payee(around: Around) -> bool:
    """A person or firm is named where money went, or as whoever deceived."""
    is_taken = around.leads("to_word") and around.has("takes")
    is_paid = around.has(*_PAYING, "asks", "offender_word", "details_word")
    return is_paid or is_taken


def _is_an_offenders_device(around: Around) -> bool:
    """A device that was not the victim's before, or that somebody called from."""
    is_new = around.steps_before("new_word") <= _NEW_WITHIN
    is_caller = around.leads("from_word") and around.has("calls", "writes")
    return is_new or is_caller


def _is_a_device(around: Around) -> bool:
    """A device that the text gives to nobody else is the victim's: stolen or taken over."""
    return around.kind in DEVICES


def _is_a_host(around: Around) -> bool:
    """A machine that the offender's page stands on."""
    return around.has("host_word")


def _is_a_network_page(around: Around) -> bool:
    """A page, group or shop in a network; who writes from it is another question."""
    near = 0 if around.trails("page_word") else around.steps_before("page_word")
    if near <= _PAGE_WITHIN and near < around.steps_before("person_word"):
        return True
    # Telegram is for writing, the others are for showing.
    person = around.steps(*_REACHING, "person_word", "friend_word")
    return around.kind != "telegram" and person > _PERSON_WITHIN


def _is_reached_from(around: Around) -> bool:
    """Somebody called or wrote from it, or it stands with whoever deceived."""
    return around.leads("contact_word") or around.is_wide(
        *_REACHING, "offender_word", "contact_word", "service"
    )


def _is_a_contact(around: Around) -> bool:
    """A messenger's account, an address or a log-in is named in a complaint as the other side's."""
    return around.kind in CONTACTS - {"phone"}


def _is_a_page(around: Around) -> bool:
    """A page named in a complaint, of no known institution, is the one where it happened."""
    return around.kind in SITES


_ACCOUNTS = MONEY - _NAMES
_ALL = MONEY | CONTACTS | SITES | DEVICES
# A rule, the role that it gives, and the kinds that it is asked about; the first that holds speaks.
_RULES: tuple[tuple[Callable[[Around], bool], Role, frozenset[str]], ...] = (
    (_is_known_to_all, "institution", _ALL),
    (_is_own, "victim", _ALL),
    (_is_institutions, "institution", _ALL),
    (_is_genuine, "institution", SITES | {"email", "phone"}),
    (_is_left_by_money, "victim", _ACCOUNTS),
    (_is_paid_to, "recipient", MONEY | {"phone"}),
    (_is_kins, "victim", MONEY | DEVICES | {"phone", "email"}),
    (_is_called_from, "offender_contact", CONTACTS),
    (_is_called_to, "victim", frozenset({"phone", "email"})),
    (_is_the_tellers, "victim", _NAMES | {"phone", "email", "iban", "card"}),
    (_is_asked_for, "victim", frozenset({"card"})),
    (_is_given_away, "victim", frozenset({"iin", "card", "phone"})),
    (_is_phone_paid_to, "recipient", frozenset({"phone"})),
    (_is_an_account, "recipient", _ACCOUNTS),
    (_is_a_payee, "recipient", _NAMES),
    (_is_an_offenders_device, "offender_contact", DEVICES),
    (_is_a_device, "victim", DEVICES),
    (_is_a_host, "offender_site", frozenset({"ip"})),
    (_is_a_network_page, "offender_site", NETWORKS),
    (_is_reached_from, "offender_contact", CONTACTS),
    (_is_a_contact, "offender_contact", CONTACTS - {"phone"}),
    (_is_a_page, "offender_site", SITES),
)
_RULES_OF = {
    kind: tuple(
        (rule, role, rule.__name__.removeprefix("_is_"))
        for rule, role, kinds in _RULES
        if kind in kinds
    )
    for kind in _ALL
}
# Rules that only say what is usual: a list that began with something surer goes before them.
_USUAL = frozenset({"an_account", "a_payee", "a_device", "reached_from", "a_contact", ""})


def roles_of(found: Sequence[Found], tokens: Tokens) -> Iterator[tuple[Role, str]]:
    """Yield role and rule of each identifier, in the order given.

    Args:
        found: Sorted by place, without overlaps.
        tokens: Of the same text.
    """
    given = list(_given(found, tokens))
    for place, (role, rule) in enumerate(given):
        if found[place].kind in _NAMES and not rule and _is_beside_an_account(place, found, given):
            yield "recipient", "beside_an_account"
        else:
            yield role, rule


def _is_beside_an_account(
    place: int, found: Sequence[Found], given: Sequence[tuple[Role, str]]
) -> bool:
    """Say whether the account that money went to is named just before a person, or just behind."""
    for other in (place - 1, place + 1):
        if 0 <= other < len(found) and found[other].kind in _ACCOUNTS:
            gap = max(found[place].start - found[other].end, found[other].start - found[place].end)
            if given[other][0] == "recipient" and gap <= _BESIDE:
                return True
    return False


def _given(found: Sequence[Found], tokens: Tokens) -> Iterator[tuple[Role, str]]:
    """Yield what the words around each identifier say."""
    bits = list(tokens.flags)
    spans = [(tokens.at(one.start), tokens.at(one.end)) for one in found]
    for first, past in spans:
        # Words inside an address say nothing about whose it is, and nothing leads across one.
        bits[first:past] = [_INSIDE] * (past - first)
    last: tuple[Role, str] = ("unknown", "")
    last_past = earlier = until = 0
    for one, (first, past) in zip(found, spans, strict=True):
        if one.kind in NOBODYS:
            yield "unknown", ""
            continue
        earlier, until = earlier | _or(bits[until:first]), first
        around = _around(one, tokens, bits, first=first, past=past, earlier=earlier)
        role = _role(around)
        if last[1] in _LISTS and role[1] in _USUAL and _is_listed(tokens, bits, last_past, first):
            role = (last[0], "listed_with")
        yield role
        last, last_past = role, past


def _role(around: Around) -> tuple[Role, str]:
    """Return what the first rule that holds says."""
    for rule, role, name in _RULES_OF[around.kind]:
        if rule(around):
            return role, name
    return "unknown", ""


def _around(
    one: Found, tokens: Tokens, bits: Sequence[int], *, first: int, past: int, earlier: int
) -> Around:
    """Return what stands around one identifier."""
    before = _words(tokens, bits, range(first - 1, max(first - 1 - _BEFORE, -1), -1))
    after = _words(tokens, bits, range(past, min(past + _AFTER, tokens.count)))
    return Around(
        kind=one.kind,
        value=str(one.value),
        lead=_lead(tokens, bits, first),
        trail=_or(after[: _LOOSE + (one.kind == "card")]),
        ending=_ending(tokens, past),
        wide=bits[max(first - _WIDE, 0) : past + _WIDE],
        near=_or(before) | _or(after),
        before=before,
        after=after,
        earlier=earlier,
        is_introduced=one.kind in _NAMES and _is_introduced(tokens, first),
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
        *("from_noun", "to_noun", "mail_label", "by_word", "is_lender", "kin_word", "by_card"),
        *("tail_word", *_LABELS),
    )
    stopping = _bits("calls", "writes", "pays", "takes", "asks", "borrows")
    found, loose, tail = 0, 0, _bits("tail_word")
    for index in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        here = bits[index]
        if tokens.sorts[index] == SIGN:
            # "С моей карты, которая оканчивается на 1234" is one saying.
            if tokens.texts[index] in ",.\n;!?" and not found & tail:
                break
        elif here == _INSIDE or (here & stopping and not here & leading):
            break
        elif here & leading:
            said = _said(bits, index, first=first, found=found)
            if said is None:
                break
            found |= said
        else:
            loose += 1
            if loose > _LOOSE:
                break
    return found


def _said(bits: Sequence[int], index: int, *, first: int, found: int) -> int | None:
    """Return what a leading word says at its place, None where nothing leads across it."""
    here, before, behind = bits[index], bits[index - 1] if index else 0, bits[index + 1]
    towards = _bits("to_word", "from_word")
    if here & towards and before & _bits("tail_word"):
        # "Оканчивается на 1234" goes nowhere.
        return 0
    if here & towards and found & towards:
        # The nearest preposition is its own: "с карты на 4000…".
        return here & ~towards
    if here & _bits("recipient_word") and before & _bits("buys"):
        # "Сатып алушы" buys, "алушы" receives.
        return _bits("contact_word")
    if here & _bits("own_word", "own_noun"):
        if (before | behind) & _bits("not_word"):
            return 0
        # "Мои сбережения на карту 4000…": hers is not the card, unlike "мой счёт на бирже 4188…".
        is_labelled = behind & _bits(*_LABELS) and not bits[first - 1] & towards
        return here if is_labelled or not found & towards else None
    return here


def _or(bits: Sequence[int]) -> int:
    """Return the bits that any of the words has."""
    found = 0
    for here in bits:
        found |= here
    return found


def _ending(tokens: Tokens, past: int) -> int:
    """Return the bits of an ending behind a hyphen, or glued to the last sign."""
    if past >= tokens.count:
        return 0
    if not tokens.touches(past):
        # "8 701 000 12 34 дан": typed apart it is still an ending.
        return tokens.flags[past] & _bits("from_ending")
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


def _is_introduced(tokens: Tokens, first: int) -> bool:
    """Say whether "я" or "мен" and a comma, or a victim, stand before it in its sentence."""
    i_word, victim = _bits("i_word"), _bits("victim_word")
    for index in range(first - 1, max(first - 1 - _BEFORE, -1), -1):
        if index in tokens.stops:
            return False
        if tokens.flags[index] & victim:
            return True
        if tokens.flags[index] & i_word and tokens.texts[index + 1] == ",":
            return True
    return False
