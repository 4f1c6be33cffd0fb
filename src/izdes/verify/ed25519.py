"""Ed25519 signatures, verified with whole numbers alone (RFC 8032, sections 5.1.3 and 5.1.7).

It only verifies, so nothing here is secret and nothing need take the same time.
"""

import hashlib

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_KEY_BYTES, _SIGNATURE_BYTES = 32, 64

# X, Y, Z, T with x = X/Z, y = Y/Z, x * y = T/Z.
Point = tuple[int, int, int, int]


def is_signed(message: bytes, signature: bytes, public: bytes) -> bool:
    """Say whether a signature of a message was made with the secret half of a key."""
    if len(signature) != _SIGNATURE_BYTES or len(public) != _KEY_BYTES:
        return False
    key, commitment = _point(public), _point(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or answer >= _ORDER:
        return False
    asked = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    return _is_same(_times(answer, _BASE), _sum(commitment, _times(asked % _ORDER, key)))


def _point(data: bytes) -> Point | None:
    """Return the point that 32 bytes name, if they name one and in the only right way."""
    y = int.from_bytes(data, "little")
    is_odd, y = y >> 255, y & (1 << 255) - 1
    x = None if y >= _P else _x(y, is_odd)
    return None if x is None else (x, y, 1, x * y % _P)


def _x(y: int, is_odd: int) -> int | None:
    """Return the other coordinate of a point of the curve."""
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    if square == 0:
        return None if is_odd else 0
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P:
        return None
    return x if x & 1 == is_odd else _P - x


def _sum(one: Point, other: Point) -> Point:
    """Add two points."""
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % _P, (y1 + x1) * (y2 + x2) % _P
    c, d = 2 * t1 * t2 * _D % _P, 2 * z1 * z2 % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: Point) -> Point:
    """Add a point to itself so many times, doubling."""
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _sum(found, point)
        point = _sum(point, point)
        number >>= 1
    return found


def _is_same(one: Point, other: Point) -> bool:
    """Say whether two points are one."""
    x1, y1, z1, _ = one
    x2, y2, z2, _ = other
    return (x1 * z2 - x2 * z1) % _P == 0 and (y1 * z2 - y2 * z1) % _P == 0


def _base() -> Point:
    """Return the point that everybody starts from: y = 4/5, x even."""
    y = 4 * pow(5, -1, _P) % _P
    x = _x(y, 0) or 0
    return x, y, 1, x * y % _P


_BASE = _base()
