"""The series passport: a proposal to join the cases of one series, with everything it rests on.

A passport goes to a prosecutor and to other regions. It names no victim; it decides nothing. Every
figure in it comes from the complaints, the links and the law pack, so that the same input gives the
same passport, and its digest names all three.
"""

import hashlib
from importlib.metadata import version
from typing import Any

from izdes.core.law.pack import pack_digest
from izdes.core.sealing.canonical import canonical_json, canonical_time
from izdes.follow.passport.episodes import Episodes, episodes_json, regions_json, summary_json
from izdes.follow.passport.given import (
    Money,
    MoneyPlace,
    PassportInput,
    SharedIdentifier,
)
from izdes.follow.passport.grounds import joinder_json
from izdes.follow.passport.leads import leads_json
from izdes.follow.passport.masks import OwnNumbers
from izdes.follow.passport.money import money_json
from izdes.follow.passport.norms import norms_json
from izdes.follow.passport.offence import qualification_json
from izdes.follow.passport.proceedings import lead_json, term_json
from izdes.follow.passport.shared import (
    identifiers_json,
    judgements_json,
    links_json,
    objects_json,
    split_json,
)

Json = dict[str, Any]

__all__ = [
    "Money",
    "MoneyPlace",
    "PassportInput",
    "SharedIdentifier",
    "passport_of",
]


def passport_of(given: PassportInput) -> Json:
    """Return the passport of a series as one canonical value, its digest included."""
    episodes = Episodes.of(given.complaints)
    own = OwnNumbers(given.complaints, given.own_elsewhere)
    found: Json = {
        "format": "izdes.passport/1",
        "kind": "passport",
        "nature": "proposal",
        "number": given.series_id,
        "series_id": given.series_id,
        "as_of": canonical_time(given.as_of),
        "version": version("izdes"),
        "method": {"name": "series", "parameters": dict(given.parameters)},
        "digests": {**given.digests, "law_pack": pack_digest()},
        "summary": summary_json(episodes, given.campaigns.values()),
        "episodes": episodes_json(episodes),
        "identifiers": identifiers_json(given, episodes, own),
        "objects": objects_json(given, episodes, own),
        "links": links_json(given, episodes, own),
        "split": split_json(given, episodes),
        "judgements": judgements_json(given.judgements),
        "contradictions": judgements_json(given.contradictions),
        "money": money_json(given.money, episodes, own),
        "regions": regions_json(episodes),
        "leads": leads_json(given, episodes, own),
        "joinder": joinder_json(given, episodes, own),
        "qualification": qualification_json(episodes),
        "term": term_json(given, episodes),
        "lead_region": lead_json(given, episodes),
    }
    found["norms"] = norms_json(given, episodes, found)
    return {**found, "digest": hashlib.sha256(canonical_json(found)).hexdigest()}
