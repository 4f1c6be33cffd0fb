r"""Text as people type it: odd blanks, invisible characters, look-alike letters.

People copy numbers out of messengers, spreadsheets and pictures. What they copy carries
non-breaking blanks, direction marks, full-width digits and Cyrillic letters in Latin words.

Folding a look-alike does not prove that anybody meant to deceive: keyboards are switched by
mistake every day.

>>> plain("\u200eКЗ\u00a0１２"), fold_look_alikes("аdmin_кz")
('КЗ 12', 'admin_kz')
"""

import unicodedata

_CYRILLIC = "авеікмнорстухјѕһԛԝӏАВЕІКМНОРСТУХЈЅҺԚԜ"
_LATIN = "abeikmhopctyxjshqwlABEIKMHOPCTYXJSHQW"
_LOOK_ALIKES = str.maketrans(_CYRILLIC, _LATIN)
_SEPARATORS = str.maketrans("", "", " -.")
_HYPHENS = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212")


def plain(raw: str) -> str:
    """Return the text with compatibility forms, digits and blanks and hyphens made ordinary."""
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    folded = unicodedata.normalize("NFKC", raw)
    return " ".join("".join(map(_ordinary, folded)).split())


def _ordinary(character: str) -> str:
    """Return the character, an ASCII digit for a foreign one, nothing for an invisible one."""
    if character.isascii():
        return character if character.isprintable() else " "
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if character in _HYPHENS:
        return "-"
    if category == "Cf":
        return ""
    return " " if category[0] in "CZ" else character


def compact(raw: str) -> str:
    """Return the plain text without blanks, hyphens and dots, in upper case."""
    return plain(raw).translate(_SEPARATORS).upper()


def fold_look_alikes(text: str) -> str:
    """Return the text with Cyrillic letters replaced by the Latin ones they look like."""
    return text if text.isascii() else text.translate(_LOOK_ALIKES)


def is_repeated(digits: str) -> bool:
    """Say whether one digit fills the whole number: a filler, not an identifier."""
    return len(set(digits)) == 1


def is_digits(text: str) -> bool:
    """Say whether the text is ASCII digits and nothing else."""
    return text.isascii() and text.isdigit()
