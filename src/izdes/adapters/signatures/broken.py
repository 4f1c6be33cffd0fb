"""Broken: what the libraries raise over octets that are no signature, certificate or stamp.

They were written for octets that are in order; over others they raise what comes. Whoever reads a
stranger's octets by them turns all of these into a refusal of ours.
"""

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning

BROKEN = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    OverflowError,
    RecursionError,
    # A kind of key, or a curve, that the library does not know.
    UnsupportedAlgorithm,
    # A certificate of an unknown version, with one extension twice, or with a name of no kind.
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    # A serial number that is none; only where warnings are errors, until the library refuses it.
    CryptographyDeprecationWarning,
)
