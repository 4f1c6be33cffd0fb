"""Comparisons: what each shared identifier says about a common hand.

The first sentence of each function is the reason that officers are shown, in three languages, under
the code that is the function's name. Its value is the weight of the agreement in thousandths of
log10, before time takes its share: see `izdes.core.linking.evidence`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from izdes.core.identifiers import chain
from izdes.core.linking.kinds import CHECKED, JOINT, NEAR
from izdes.core.linking.mentions import Node
from izdes.core.linking.snapshot import Snapshot

Comparison = Callable[[Node, Snapshot], int]


def same_iban(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same bank account.

    A mule's account serves several crews: it is strong evidence of one laundering service.
    """
    return snapshot.weight(node)


def same_card(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same payment card.

    As with an account, the holder is seldom the one who deceived.
    """
    return snapshot.weight(node)


def same_phone(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same telephone number.

    A displayed number can be forged, and a number is given to another person in time.
    """
    return snapshot.weight(node)


def same_account(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same account number.

    The number is of a form without check digits, so a mistyped one is not noticed.
    """
    return snapshot.weight(node)


def same_iin(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same person by individual identification number.

    It is usually the holder of a receiving account.
    """
    return snapshot.weight(node)


def same_bin(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same business by business identification number.

    A business may have been impersonated by others.
    """
    return snapshot.weight(node)


def same_email(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same e-mail address.

    The sender that a letter displays can be forged.
    """
    return snapshot.weight(node)


def same_domain(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same site.

    One site may be let to several crews.
    """
    return snapshot.weight(node)


def same_url(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same web address.

    Path and query are compared as they were written.
    """
    return snapshot.weight(node)


def same_telegram(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same Telegram account.

    A name can be given up and taken by another person.
    """
    return snapshot.weight(node)


def same_telegram_id(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same Telegram account by its number.

    The number stays when the name is changed.
    """
    return snapshot.weight(node)


def same_whatsapp(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same WhatsApp account.

    The account goes with the telephone number.
    """
    return snapshot.weight(node)


def same_instagram(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same Instagram account.

    A name can be given up and taken by another person.
    """
    return snapshot.weight(node)


def same_vk(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same VK account.

    A name can be given up and taken by another person.
    """
    return snapshot.weight(node)


def same_tiktok(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same TikTok account.

    A name can be given up and taken by another person.
    """
    return snapshot.weight(node)


def same_wallet(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same crypto address.

    An exchange may give one address to many of its clients.
    """
    return snapshot.weight(node)


def same_imei(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same handset.

    Cheap handsets share numbers, and a number can be rewritten.
    """
    return snapshot.weight(node)


def same_imsi(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same SIM subscription.

    The subscription stays when the telephone changes; its user need not be its holder.
    """
    return snapshot.weight(node)


def same_ip(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same IP address.

    Without its moment an address may be that of thousands behind one gateway.
    """
    return snapshot.weight(node)


def same_ewallet(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same e-wallet or exchange account.

    As with a bank account, the holder is seldom the one who deceived.
    """
    return snapshot.weight(node)


def same_advert(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same advert.

    Adverts are copied: the same pictures under another number are another advert.
    """
    return snapshot.weight(node)


def same_transaction(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same transaction on a chain.

    One of them then speaks of the other's payment.
    """
    return snapshot.weight(node)


def same_reference(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name the same bank reference of a payment.

    References repeat from bank to bank and from year to year.
    """
    return snapshot.weight(node)


def same_masked_card(node: Node, snapshot: Snapshot) -> int:
    """Both complaints name a card with the same first six and last four digits.

    One such pattern is shared by up to a million cards of the bank, of which few are in use.
    """
    return snapshot.weight(node)


def one_slip_apart(node: Node, snapshot: Snapshot) -> int:
    """One complaint names a number, the other the same number with one slip of the pen.

    A check digit shows that the number is wrong; which one was meant, only the source can say.
    """
    return snapshot.weight(node)


def same_holder(node: Node, snapshot: Snapshot) -> int:
    """Money of both complaints came to accounts of the same holder.

    Names are shared by many people; only a number of a document tells them apart.
    """
    return snapshot.weight(node)


def same_login_device(node: Node, snapshot: Snapshot) -> int:
    """The accounts that the money of both complaints came to were opened from one device.

    Whoever holds the device need not be whose accounts they are, nor who deceived.
    """
    return snapshot.weight(node)


def same_login_ip(node: Node, snapshot: Snapshot) -> int:
    """The accounts that the money of both complaints came to were opened from one IP address.

    One address may be that of thousands behind one gateway, or of the bank itself.
    """
    return snapshot.weight(node)


def stated_together(node: Node, snapshot: Snapshot) -> int:
    """Answers name several of these things together, and together they count once.

    It weighs nothing by itself: it takes away what was counted twice.
    """
    return snapshot.weight(node)


def same_next_account(node: Node, snapshot: Snapshot) -> int:
    """Money of both complaints met in the same account further on.

    Whoever launders serves several crews: it says more of the service than of the deception.
    """
    return snapshot.weight(node)


def same_host(node: Node, snapshot: Snapshot) -> int:
    """Sites of both complaints lie on the same host.

    Thousands of sites may share one.
    """
    return snapshot.weight(node)


def same_registrant(node: Node, snapshot: Snapshot) -> int:
    """Sites of both complaints were registered by the same person.

    Registration data may be invented or hidden.
    """
    return snapshot.weight(node)


COMPARISONS: Mapping[str, Comparison] = MappingProxyType(
    {
        "iban": same_iban,
        "card": same_card,
        "phone": same_phone,
        "account": same_account,
        "iin": same_iin,
        "bin": same_bin,
        "email": same_email,
        "domain": same_domain,
        "url": same_url,
        "telegram": same_telegram,
        "telegram_id": same_telegram_id,
        "whatsapp": same_whatsapp,
        "instagram": same_instagram,
        "vk": same_vk,
        "tiktok": same_tiktok,
        "imei": same_imei,
        "imsi": same_imsi,
        "ip": same_ip,
        "ewallet": same_ewallet,
        "ad_id": same_advert,
        "tx_hash": same_transaction,
        "reference": same_reference,
        "card_masked": same_masked_card,
        "holder": same_holder,
        "login_device": same_login_device,
        "login_ip": same_login_ip,
        JOINT: stated_together,
        "next_account": same_next_account,
        "host": same_host,
        "registrant": same_registrant,
    }
    | {f"{kind}{NEAR}": one_slip_apart for kind in CHECKED}
    | dict.fromkeys(chain.SHAPES, same_wallet)
)


def code_of(comparison: Comparison) -> str:
    """Return the code under which the comparison's reason is worded."""
    return comparison.__name__
