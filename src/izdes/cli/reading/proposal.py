"""A drafted profile: the draft on standard output, what it lacks on standard error."""

import sys

from izdes.adapters.statements.profiles import Proposal
from izdes.adapters.words import Lang, say
from izdes.cli.frame import print_faults, print_json


def print_proposal(proposal: Proposal, file: str, lang: Lang, *, as_json: bool) -> None:
    """Print a draft so that it can be redirected into a file, and say what to do with it."""
    if as_json:
        print_json(
            {
                "profile": proposal.text,
                "is_complete": proposal.is_complete,
                "reasons": [{"code": r.code, "details": dict(r.details)} for r in proposal.reasons],
                "undecided": [
                    {"path": each.path, "candidates": list(each.candidates)}
                    for each in proposal.undecided
                ],
                "faults": [f.as_json() for f in proposal.faults],
            }
        )
        return
    sys.stdout.write(proposal.text)
    sys.stdout.flush()
    code = "proposal_complete" if proposal.is_complete else "proposal_lacks"
    paths = ", ".join(each.path for each in proposal.undecided)
    sys.stderr.write(say(code, lang, file=file, paths=paths or "—") + "\n")
    print_faults(proposal.faults, lang)
