"""Linking: which complaints share a hand, by what, and how strongly.

A link proves that complaints have something in common, and says how rare that is; not that the same
person stands behind it. The arithmetic is that of ``docs/reference/linking.md``.
"""

from izdes.core.linking.grouping import Limits
from izdes.core.linking.hubs.known import Hub, packaged_hubs, read_hubs
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.series import HubFound, Link, Links, link
from izdes.core.linking.taking import Knowledge

__all__ = [
    "Hub",
    "HubFound",
    "Judgement",
    "Knowledge",
    "Limits",
    "Link",
    "Links",
    "link",
    "packaged_hubs",
    "read_hubs",
]
