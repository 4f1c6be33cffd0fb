"""Comparisons: what each shared identifier says about a common hand.

The first sentence of each function is the reason that officers are shown, in three languages, under
the code that is the function's name. Its value is the weight of the agreement in thousandths of
log10, see `izdes.core.linking.evidence`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from izdes.core.identifiers import chain
from izdes.core.linking.evidence import Shared, weight_milli

Comparison = Callable[[Shared], int]


def same_iban(shared: Shared) -> int:
    """Both complaints name the same bank account.

    A mule's account serves several crews: it is strong evidence of one laundering service.
    """
    return weight_milli(shared)


def same_card(shared: Shared) -> int:
    """Both complaints name the same payment card.

    As with an account, the holder is seldom the one who deceived.
    """
    return weight_milli(shared)


def same_phone(shared: Shared) -> int:
    """Both complaints name the same telephone number.

    A displayed number can be forged, and a number is given to another person in time.
    """
    return weight_milli(shared)


def same_account(shared: Shared) -> int:
    """Both complaints name the same account number.

    The number is of a form without check digits, so a mistyped one is not noticed.
    """
    return weight_milli(shared)


def same_iin(shared: Shared) -> int:
    """Both complaints name the same person by individual identification number.

    It is usually the holder of a receiving account.
    """
    return weight_milli(shared)


def same_bin(shared: Shared) -> int:
    """Both complaints name the same business by business identification number.

    A business may have been impersonated by others.
    """
    return weight_milli(shared)


def same_email(shared: Shared) -> int:
    """Both complaints name the same e-mail address.

    The sender that a letter displays can be forged.
    """
    return weight_milli(shared)


def same_domain(shared: Shared) -> int:
    """Both complaints name the same site.

    One site may be let to several crews.
    """
    return weight_milli(shared)


def same_url(shared: Shared) -> int:
    """Both complaints name the same web address.

    Path and query are compared as they were written.
    """
    return weight_milli(shared)


def same_telegram(shared: Shared) -> int:
    """Both complaints name the same Telegram account.

    A name can be given up and taken by another person.
    """
    return weight_milli(shared)


def same_telegram_id(shared: Shared) -> int:
    """Both complaints name the same Telegram account by its number.

    The number stays when the name is changed.
    """
    return weight_milli(shared)


def same_whatsapp(shared: Shared) -> int:
    """Both complaints name the same WhatsApp account.

    The account goes with the telephone number.
    """
    return weight_milli(shared)


def same_instagram(shared: Shared) -> int:
    """Both complaints name the same Instagram account.

    A name can be given up and taken by another person.
    """
    return weight_milli(shared)


def same_vk(shared: Shared) -> int:
    """Both complaints name the same VK account.

    A name can be given up and taken by another person.
    """
    return weight_milli(shared)


def same_tiktok(shared: Shared) -> int:
    """Both complaints name the same TikTok account.

    A name can be given up and taken by another person.
    """
    return weight_milli(shared)


def same_wallet(shared: Shared) -> int:
    """Both complaints name the same crypto address.

    An exchange may give one address to many of its clients.
    """
    return weight_milli(Shared("wallet", shared.degree, shared.complaints))


def same_imei(shared: Shared) -> int:
    """Both complaints name the same handset.

    Cheap handsets share numbers, and a number can be rewritten.
    """
    return weight_milli(shared)


def same_imsi(shared: Shared) -> int:
    """Both complaints name the same SIM subscription.

    The subscription stays when the telephone changes; its user need not be its holder.
    """
    return weight_milli(shared)


def same_ip(shared: Shared) -> int:
    """Both complaints name the same IP address.

    Without its moment an address may be that of thousands behind one gateway.
    """
    return weight_milli(shared)


def same_ewallet(shared: Shared) -> int:
    """Both complaints name the same e-wallet or exchange account.

    As with a bank account, the holder is seldom the one who deceived.
    """
    return weight_milli(shared)


def same_advert(shared: Shared) -> int:
    """Both complaints name the same advert.

    Adverts are copied: the same pictures under another number are another advert.
    """
    return weight_milli(shared)


def same_transaction(shared: Shared) -> int:
    """Both complaints name the same transaction on a chain.

    One of them then speaks of the other's payment.
    """
    return weight_milli(shared)


def same_reference(shared: Shared) -> int:
    """Both complaints name the same bank reference of a payment.

    References repeat from bank to bank and from year to year.
    """
    return weight_milli(shared)


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
    }
    | dict.fromkeys(chain.SHAPES, same_wallet)
)


def code_of(comparison: Comparison) -> str:
    """Return the code under which the comparison's reason is worded."""
    return comparison.__name__
