"""Counting: whole numbers in words, as a sum is read back to whoever told it.

Only so far as people tell sums, below a thousand thousand million; beyond that a number is read by
its digits in groups. Russian counts thousands in the feminine, and its scales change with number.

>>> in_words(250_000, "kk"), in_words(2_001, "ru"), in_words(115, "en")
('екі жүз елу мың', 'две тысячи один', 'one hundred fifteen')
"""

# A line of words reads as it is said.
# ruff: noqa: SIM905

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

_Lang = Literal["kk", "ru", "en"]
_THOUSAND, _HUNDRED, _TEN, _TWENTY = 1000, 100, 10, 20
_MOST = 10**15
_FEW = (2, 3, 4)

_ONES: Mapping[_Lang, Sequence[str]] = {
    "kk": ("", *"бір екі үш төрт бес алты жеті сегіз тоғыз".split()),
    "ru": (
        "",
        *"один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
        "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать "
        "девятнадцать".split(),
    ),
    "en": (
        "",
        *"one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split(),
    ),
}
_TENS: Mapping[_Lang, Sequence[str]] = {
    "kk": ("", *"он жиырма отыз қырық елу алпыс жетпіс сексен тоқсан".split()),
    "ru": (
        "",
        *"десять двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят "
        "девяносто".split(),
    ),
    "en": ("", *"ten twenty thirty forty fifty sixty seventy eighty ninety".split()),
}
_HUNDREDS_RU = (
    "",
    *"сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split(),
)
# One, few and many of a scale; only Russian tells them apart.
_SCALES: Mapping[_Lang, Sequence[tuple[str, str, str]]] = {
    "kk": (("мың",) * 3, ("миллион",) * 3, ("миллиард",) * 3, ("триллион",) * 3),
    "ru": (
        ("тысяча", "тысячи", "тысяч"),
        ("миллион", "миллиона", "миллионов"),
        ("миллиард", "миллиарда", "миллиардов"),
        ("триллион", "триллиона", "триллионов"),
    ),
    "en": (("thousand",) * 3, ("million",) * 3, ("billion",) * 3, ("trillion",) * 3),
}
_NOTHING: Mapping[_Lang, str] = {"kk": "нөл", "ru": "ноль", "en": "zero"}
_FEMININE = {"один": "одна", "два": "две"}


def in_words(number: int, lang: _Lang) -> str:
    """Return a whole number in words; one that is negative or too large by its digits."""
    if not 0 <= number < _MOST:
        return grouped(str(number))
    return " ".join(_parts(number, lang)) or _NOTHING[lang]


def grouped(signs: str, size: int = 4) -> str:
    """Return signs in groups, as a long number is read aloud.

    >>> grouped("KZ876010000000000000")
    'KZ87 6010 0000 0000 0000'
    """
    return " ".join(signs[at : at + size] for at in range(0, len(signs), size))


def _parts(number: int, lang: _Lang) -> Iterator[str]:
    """Yield the words of a number, its largest scale first."""
    for power in range(len(_SCALES[lang]), 0, -1):
        count = number // _THOUSAND**power % _THOUSAND
        if count:
            words = list(_below_thousand(count, lang))
            if lang == "ru" and power == 1:
                words[-1] = _FEMININE.get(words[-1], words[-1])
            yield from words
            yield _form(count, _SCALES[lang][power - 1])
    yield from _below_thousand(number % _THOUSAND, lang)


def _below_thousand(number: int, lang: _Lang) -> Iterator[str]:
    """Yield the words of a number below a thousand; nothing for zero."""
    hundreds, rest = divmod(number, _HUNDRED)
    if hundreds and lang == "ru":
        yield _HUNDREDS_RU[hundreds]
    elif hundreds:
        yield _ONES[lang][hundreds]
        yield "жүз" if lang == "kk" else "hundred"
    if 0 < rest < len(_ONES[lang]):
        yield _ONES[lang][rest]
        return
    tens, ones = divmod(rest, _TEN)
    if tens:
        yield _TENS[lang][tens]
    if ones:
        yield _ONES[lang][ones]


def _form(count: int, forms: tuple[str, str, str]) -> str:
    """Return the form of a scale that goes with a count."""
    if count % _HUNDRED in range(_TEN + 1, _TWENTY):
        return forms[2]
    last = count % _TEN
    return forms[0] if last == 1 else forms[1] if last in _FEW else forms[2]
