"""Strategies of invented identifiers: valid check digits, ranges that nobody is given."""

from hypothesis import strategies as st
from stdnum import iban, luhn

from izdes.core.identifiers.iin import check_digit


def _digits(size: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=size, max_size=size)


def _with_check_digit(payload: str) -> str | None:
    digit = check_digit(payload)
    return None if digit is None else f"{payload}{digit}"


def _numbers(payloads: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return payloads.map(_with_check_digit).filter(bool).map(str)


def iins() -> st.SearchStrategy[str]:
    """Return ИИН whose seventh digit no person has."""
    payload = st.builds(
        lambda day, mark, serial: f"0101{day:02d}{mark}{serial}",
        st.integers(1, 28),
        st.sampled_from("89"),
        _digits(4),
    )
    return _numbers(payload)


def bins() -> st.SearchStrategy[str]:
    """Return БИН registered in a thirteenth month."""
    return _numbers(st.builds("9913{}0{}".format, st.sampled_from("456"), _digits(5)))


def ibans() -> st.SearchStrategy[str]:
    """Return accounts of banks that do not exist."""
    bban = st.builds("{}{}".format, st.integers(101, 109), _digits(13))
    return bban.map(lambda text: f"KZ{iban.calc_check_digits('KZ00' + text)}{text}")


def cards() -> st.SearchStrategy[str]:
    """Return cards on a prefix that no issuer has."""
    return _digits(11).map(lambda tail: f"9398{tail}{luhn.calc_check_digit('9398' + tail)}")


def phones() -> st.SearchStrategy[str]:
    """Return mobile numbers of a block kept for inventions."""
    return st.builds("+7701000{}".format, _digits(4))
