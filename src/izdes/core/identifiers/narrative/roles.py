"""Roles: whose an identifier is, as far as the text itself says.

Each rule has a name, which stands beside the role that it gave, and looks only at words of the same
sentence: what stands directly before ("мой номер", "получатель"), and which doing stands nearest
(called, wrote, paid). The first rule that holds speaks. Where none does, the role stays unknown.

A role is what the victim says. The caller's number may be forged, the payee's card borrowed.
"""

from collections.abc import Callable, Iterator, Sequence

from izdes.core.identifiers import chain
from izdes.core.identifiers.complaint import Role
from izdes.core.identifiers.known import is_known
from izdes.core.identifiers.narrative.around import (
    FAR,
    INSIDE,
    LABELS,
    LOOSE,
    NAMES,
    Around,
    all_bits,
    around_of,
    bits_of,
)
from izdes.core.identifiers.narrative.found import Found
from izdes.core.identifiers.narrative.tokens import SIGN, Tokens

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
# A payment's own numbers, and what is no identifier of anybody.
NOBODYS = frozenset({"amount", "moment", "tx_hash", "reference"})
_LISTS = frozenset(
    {"own", "given_away", "the_tellers", "kins", "phone_paid_to", "a_device"}
    | {"an_offenders_device", "listed_with"}
)


_PAYING = ("pays", "recipient_word", "holder_word")
_REACHING = ("calls", "writes")


def _is_own(around: Around) -> bool:
    """The text calls it the victim's: "мой номер", "картам", "потерпевшего"."""
    # "Телефоныма 8 701…-ден қоңырау келді": called from it, whatever it rang.
    is_from = around.ends_in("from_ending") or around.trails("from_noun")
    is_caller = around.kind in CONTACTS and is_from and around.has("calls")
    if is_caller or around.kind == "ip":
        return around.kind == "ip" and around.steps_before("own_word") == 0
    if around.kind in SITES:
        return around.steps_before("own_word", "own_noun") <= LOOSE
    # "Картамды тердім, соңы *1234": a comma stands between.
    own = around.steps_before("own_word", "own_noun")
    is_tail = around.kind == "card" and own <= _NAMED_WITHIN and not around.leads("to_word")
    if is_tail and own < min(around.steps_before(*_PAYING, "to_word"), around.steps_to_another):
        return True
    behind = ("own_noun", "own_word") if around.kind in NAMES else ("own_noun",)
    return around.leads("own_word", "own_noun", "victim_word") or around.trails(*behind)


def _is_kins(around: Around) -> bool:
    """It is the mother's, the son's: of the family that was deceived."""
    return around.leads("kin_word") and not around.leads("from_word")


def _is_the_tellers(around: Around) -> bool:
    """It stands where a complaint says who complains, before it says what was done."""
    is_heading = bool(around.earlier & bits_of("heading_word"))
    doings = (*_REACHING, *_PAYING, "takes", "offender_word", "page_word")
    has_begun = bool(around.earlier & bits_of(*doings))
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
    return around.leads("to_word") and steps < FAR and steps <= around.steps(*_PAYING, "asks")


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
    return around.leads("contact_word") or around.is_told


def _is_a_contact(around: Around) -> bool:
    """A messenger's account, an address or a log-in is named in a complaint as the other side's."""
    return around.kind in CONTACTS - {"phone"}


def _is_a_page(around: Around) -> bool:
    """A page named in a complaint, of no known institution, is the one where it happened."""
    return around.kind in SITES


_ACCOUNTS = MONEY - NAMES
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
    (_is_the_tellers, "victim", NAMES | {"phone", "email", "iban", "card"}),
    (_is_asked_for, "victim", frozenset({"card"})),
    (_is_given_away, "victim", frozenset({"iin", "card", "phone"})),
    (_is_phone_paid_to, "recipient", frozenset({"phone"})),
    (_is_an_account, "recipient", _ACCOUNTS),
    (_is_a_payee, "recipient", NAMES),
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
        if found[place].kind in NAMES and not rule and _is_beside_an_account(place, found, given):
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
        bits[first:past] = [INSIDE] * (past - first)
    told = bits_of(*_REACHING, "offender_word", "contact_word", "service")
    telling = [index for index in tokens.telling if bits[index] & told]
    last: tuple[Role, str] = ("unknown", "")
    last_past = earlier = until = 0
    # Only a heading asks what stands before everything.
    is_headed = bool(tokens.said & bits_of("heading_word"))
    for one, (first, past) in zip(found, spans, strict=True):
        if one.kind in NOBODYS:
            yield "unknown", ""
            continue
        if is_headed:
            earlier, until = earlier | all_bits(bits[until:first]), first
        around = around_of(
            one, tokens, bits, first=first, past=past, earlier=earlier, telling=telling
        )
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


def _is_listed(tokens: Tokens, bits: Sequence[int], after: int, before: int) -> bool:
    """Say whether nothing but labels, commas and "and" stands between two identifiers."""
    if before - after > _LIST:
        return False
    listing = bits_of(*LABELS, "and_word")
    return all(
        (tokens.sorts[i] == SIGN and tokens.texts[i] not in ".\n;!?") or bits[i] & listing
        for i in range(after, before)
    )
