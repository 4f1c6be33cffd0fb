"""Linking: which complaints share a hand, and by which identifier.

First cut: exact equality of identifiers that complaints give as such. A link proves that two
complaints name the same number, not that the same person stands behind it.
"""

from izdes.core.linking.hubs import Hub, packaged_hubs, read_hubs
from izdes.core.linking.series import HubFound, Link, Links, link

__all__ = ["Hub", "HubFound", "Link", "Links", "link", "packaged_hubs", "read_hubs"]
