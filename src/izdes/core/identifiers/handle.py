"""Handles: names of accounts in Telegram, WhatsApp, Instagram, VK and TikTok.

Lower case, without ``@``; a link to the page is the same handle. WhatsApp knows people by their
telephone number, so its handle is the digits of E.164. Cyrillic look-alikes cannot be part of a
handle: they are folded and noted.

A handle can be given up and taken by another person; it names an account at a time.

Source: the services' own rules of user names as published in their help pages.

>>> read_handle("telegram", "https://t.me/Bonus_Desk").value
'bonus_desk'
>>> read_handle("whatsapp", "8 701 000 12 34").value
'77010001234'
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from izdes.core.identifiers.phone import read_phone
from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.url import parts_of, read_url
from izdes.core.identifiers.written import fold_look_alikes, is_digits, plain

HOSTS: Mapping[str, str] = MappingProxyType(
    {
        "t.me": "telegram",
        "telegram.me": "telegram",
        "telegram.dog": "telegram",
        "wa.me": "whatsapp",
        "api.whatsapp.com": "whatsapp",
        "instagram.com": "instagram",
        "vk.com": "vk",
        "vk.ru": "vk",
        "tiktok.com": "tiktok",
    }
)
_SHAPES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "telegram": re.compile(r"[a-z][a-z0-9_]{3,31}"),
        "instagram": re.compile(r"[a-z0-9_][a-z0-9._]{0,29}"),
        "vk": re.compile(r"[a-z][a-z0-9_.]{2,31}"),
        "tiktok": re.compile(r"[a-z0-9_][a-z0-9_.]{1,23}"),
    }
)
KINDS = ("telegram", "whatsapp", "instagram", "vk", "tiktok")
# Pages of the services themselves, which stand where a handle would.
_PAGES = frozenset(
    {
        *("p", "reel", "reels", "stories", "explore", "joinchat", "share", "s", "c"),
        *("addstickers", "message", "video", "wall"),
    }
)
_DEEP_LINK = re.compile(
    r"tg://(?:user\?id=|resolve\?(?:[a-z]+=[^&]{0,40}&){0,3}domain=)(\w{4,40})", re.IGNORECASE
)
_TELEGRAM_ID = re.compile(r"[1-9][0-9]{4,12}", re.ASCII)
_PHONE_IN_QUERY = re.compile(r"[?&]phone=\+?([0-9]{7,15})", re.ASCII)


def read_handle(kind: str, raw: str) -> Reading:
    """Read a handle or a link to its page; a link to anything else is a ``url``."""
    parts = parts_of(raw)
    if _DEEP_LINK.match(raw.strip()) or (parts is not None and _service_of(parts[1])):
        return read_link(raw)
    if kind == "whatsapp":
        return _whatsapp(raw, raw)
    if kind == "telegram" and (numeric := _telegram_number(raw)):
        return numeric
    return _named(kind, raw, plain(raw))


def read_link(raw: str) -> Reading:
    """Read a web address; one to a person's page in a messenger is that person's handle."""
    if deep := _DEEP_LINK.match(raw.strip()):
        number = _TELEGRAM_ID.fullmatch(deep[1])
        return Reading(raw, "telegram_id", deep[1]) if number else _named("telegram", raw, deep[1])
    parts = parts_of(raw)
    kind = _service_of(parts[1]) if parts else None
    if parts is None or kind is None:
        return read_url(raw)
    path = parts[2].partition("?")[0].strip("/").split("/")[0]
    if kind == "whatsapp":
        asked = _PHONE_IN_QUERY.search(parts[2])
        found = _whatsapp(raw, f"+{asked[1] if asked else path.lstrip('+')}")
    else:
        found = _named(kind, raw, path)
    is_page = path.lower() in _PAGES or found.value is None
    return read_url(raw) if is_page else found


def _service_of(host: str) -> str | None:
    """Return the service whose pages lie on a host."""
    return HOSTS.get(host.removeprefix("www.").removeprefix("m."))


def _whatsapp(raw: str, number: str) -> Reading:
    """Read the telephone number that WhatsApp knows a person by."""
    phone = read_phone(number)
    if phone.value is None or phone.code == "short_number":
        return shapeless(raw, "whatsapp")
    return Reading(raw, "whatsapp", phone.value.lstrip("+"), phone.code)


def _telegram_number(raw: str) -> Reading | None:
    """Read what is no name: a telephone shown in a profile, or an account's numeric id."""
    text = plain(raw)
    if _TELEGRAM_ID.fullmatch(text) and not text.startswith(("77", "87")):
        return Reading(raw, "telegram_id", text)
    if is_digits("".join(c for c in text if c not in "+()- ")):
        return read_phone(raw)
    return None


def _named(kind: str, raw: str, text: str) -> Reading:
    """Fold and check the name itself."""
    written = text.strip().removeprefix("@").lower()
    name = fold_look_alikes(written)
    if not _SHAPES[kind].fullmatch(name):
        return shapeless(raw, kind)
    return Reading(raw, kind, name, None if name == written else "look_alike_letters")
