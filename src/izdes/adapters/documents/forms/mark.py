"""The mark of a paper: a QR code with its number, the digest of its content, and where to check.

Whoever scans it learns what to ask for; the answer comes from the office and not from the paper. A
code that is copied onto another paper confirms the first one, so what is confirmed is compared with
what is read: body, date, number, and the digest of the content.

Source: ISO/IEC 18004, through the library qrcode; error correction M.
"""

from urllib.parse import urlencode

import qrcode
from qrcode.constants import ERROR_CORRECT_M

_GROUP, _SHOWN = 4, 16
_QUIET = 4


def told(number: str, digest: str, *, body: str, check_at: str) -> str:
    """Return what the code says: an address, or without one the number and the digest.

    Args:
        body: БИН of the body that issued it; empty where it is not known.

    >>> told("26-1.3", "ab", body="050540000122", check_at="https://check.example/")
    'https://check.example/?number=26-1.3&body=050540000122&digest=ab'
    >>> told("26-1.3", "ab", body="", check_at="")
    'izdes.paper.1 26-1.3 ab'
    """
    if not check_at:
        return " ".join(filter(None, ("izdes.paper.1", number, body, digest)))
    divider = "&" if "?" in check_at else "?"
    asked = {"number": number, "body": body, "digest": digest}
    return f"{check_at}{divider}{urlencode({name: text for name, text in asked.items() if text})}"


def short(digest: str) -> str:
    """Return the short code at the foot: the first sixteen digits, in groups of four.

    >>> short("0123456789abcdef" * 4)
    '0123 4567 89ab cdef'
    """
    shown = digest[:_SHOWN]
    return " ".join(shown[i : i + _GROUP] for i in range(0, len(shown), _GROUP))


def drawn(text: str) -> str:
    """Return the code as SVG, one path of unit squares, with its quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    squares = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="M0 0h{side}v{side}h-{side}z" fill="#fff"/><path d="{squares}"/></svg>'
    )
