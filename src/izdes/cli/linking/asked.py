"""An explanation with its sources, as one object for machines."""

from dataclasses import dataclass
from typing import Any

from izdes.adapters.tables.holders import Held
from izdes.cli.linking.inputs import Given
from izdes.core.identifiers.complaint import Complaint, ComplaintId
from izdes.core.linking.explaining.agreements import Agreement
from izdes.core.linking.explaining.explain import Distance, Excluded, Explanation, random_pair_milli
from izdes.core.linking.explaining.sources import Source, sources_of
from izdes.core.linking.holders.persons import KIND as HOLDER
from izdes.core.linking.holders.table import level_code
from izdes.core.linking.judgements import Judgement
from izdes.core.linking.mentions import Mention
from izdes.core.linking.series import Links
from izdes.core.sealing.canonical import canonical_time
from izdes.follow.series import link_json

Json = dict[str, Any]
# A hand that caused ten of a year's complaints: only to show what a prior would be.
EXAMPLE_HAND = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """An explanation with the complaints that it is of, to look its sources up."""

    explanation: Explanation
    given: Given
    links: Links
    held: Held

    def complaint(self, name: ComplaintId) -> Complaint:
        """Return one of the two complaints."""
        return next(c for c in self.given.complaints if c.complaint_id == name)

    def sources(self, mention: Mention) -> tuple[Source, ...]:
        """Return where a complaint names something; nowhere where it was found elsewhere."""
        complaint = self.complaint(mention.complaint_id)
        told = self.given.told[mention.complaint_id]
        return sources_of(complaint, told, mention.node, aliases=self.given.aliases)


def explanation_json(asked: Asked) -> Json:
    """Return an explanation for machines."""
    found = asked.explanation
    hand, population = EXAMPLE_HAND, found.population
    return {
        "complaints": [_complaint(asked, n) for n in (found.complaint_a, found.complaint_b)],
        "agreements": [_agreement_json(asked, a) for a in found.agreements],
        "evidence_milli": found.evidence_milli,
        "excluded": [_excluded_json(e) for e in found.excluded],
        "judgements": [_judgement_json(j) for j in found.judgements],
        "prior": {
            "is_used": False,
            "population": population,
            "example_of_one_hand": hand,
            "example_milli": random_pair_milli(hand, population),
        },
        "is_one_series": found.distance is None,
        "chain": [link_json(link) for link in found.chain],
        "weakest": None if found.weakest is None else link_json(found.weakest),
        "distance": None if found.distance is None else _distance_json(found.distance),
        "money": {
            "service_id": found.service,
            "agreements": [_agreement_json(asked, a) for a in found.money],
            "evidence_milli": found.money_milli,
            "holders": [_holder_json(asked, a) for a in found.money if a.kind == HOLDER],
        },
        "snapshot_digest": asked.links.snapshot.digest,
    }


def _complaint(asked: Asked, name: ComplaintId) -> Json:
    """Return one of the two: where it stands and where it was put."""
    complaint = asked.complaint(name)
    return {
        "complaint_id": name,
        "line": complaint.line,
        "reported_at": canonical_time(complaint.reported_at),
        "series_id": dict(asked.links.series)[name],
        "campaign_id": dict(asked.links.campaigns)[name],
    }


def _agreement_json(asked: Asked, found: Agreement) -> Json:
    """Return one agreement, with its places in both complaints."""
    return {
        "kind": found.kind,
        "value": found.value,
        "reason": found.reason,
        "degree": found.degree,
        "weight_milli": found.whole_milli,
        "silence_seconds": int(found.silence.total_seconds()),
        "kept_permille": found.kept,
        "agreement_milli": found.agreement_milli,
        "already_milli": found.already_milli,
        "counted_milli": found.counted_milli,
        "implied_by": [{"kind": kind, "value": value} for kind, value in found.implied_by],
        "named": [
            {
                "complaint_id": mention.complaint_id,
                "kind": mention.kind,
                "value": mention.value,
                "certainty": mention.certainty,
                "at": canonical_time(mention.at),
                "sources": [
                    {"field": s.field, "start": s.start, "end": s.end}
                    for s in asked.sources(mention)
                ],
            }
            for mention in (found.one, found.other)
        ],
    }


def _holder_json(asked: Asked, found: Agreement) -> Json:
    """Return a holder of accounts: the records of him, and why they are one person."""
    records = [record for value, record in asked.held.shown() if value == found.value]
    return {
        "holder": found.value,
        "name": asked.held.names.get(found.value, ""),
        "records": [
            {"record_id": r.record_id, "kind": r.account[0], "value": r.account[1], "name": r.name}
            for r in records
        ],
        "reasons": [
            {
                "records": [reason.one, reason.other],
                "log10_lr_milli": reason.log10_lr_milli,
                "codes": [level_code(*level) for level in reason.levels],
            }
            for reason in asked.held.reasons(found.value)
        ],
    }


def _excluded_json(found: Excluded) -> Json:
    """Return what was kept out."""
    said = found.verdict
    return {
        "kind": found.kind,
        "value": found.value,
        "degree": found.degree,
        "verdict": said.verdict,
        "reason": said.reason,
        "at": None if said.at is None else canonical_time(said.at),
        "by": said.by,
        "grounds": [{"code": code, "points": points} for code, points in said.grounds],
    }


def _judgement_json(judgement: Judgement) -> Json:
    """Return what an officer said."""
    return {
        "judgement_id": judgement.judgement_id,
        "complaint_a": judgement.complaint_a,
        "complaint_b": judgement.complaint_b,
        "verdict": judgement.verdict,
        "at": canonical_time(judgement.at),
        "by": judgement.by,
        "reason": judgement.reason,
    }


def _distance_json(distance: Distance) -> Json:
    """Return what two series lack."""
    return {
        "series_a": distance.series_a,
        "series_b": distance.series_b,
        "members_a": distance.members_a,
        "members_b": distance.members_b,
        "evidence_milli": distance.evidence_milli,
        "needed_milli": distance.needed_milli,
        "missing_milli": distance.missing_milli,
        "is_too_large": distance.is_too_large,
        "apart": [_judgement_json(j) for j in distance.apart],
    }
