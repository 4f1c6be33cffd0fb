"""Receipts: what is the same of their codes in the office and in the window."""

import hashlib

# Without signs that are mistaken for each other when a code is read aloud.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_SIGNS = 8


def code_digest(number: str, code: str) -> bytes:
    """Return the digest by which the code of a receipt is known."""
    return hashlib.sha256(f"{number}\n{code}".encode()).digest()
