"""The sandbox of the demo: some of its banks answer by themselves, over the real protocol.

They are never the bank at which somebody signs in: what is sent there waits for him. When the demo
is made, each gets a program and the books of its accounts; each start runs the site and them.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from izdes.adapters.words import Lang
from izdes.cli.demo_banks import enter_program
from izdes.cli.demo_story import DemoStory
from izdes.twin.country import Institution, country
from izdes.web.acting import acting
from izdes.web.correspondence.models import Request
from izdes.web.officers.models import Officer
from izdes.web.officers.roles import Role
from izdes.web.signing_in.selectors import officer_with_login

# Each reads all the books at every start, beside the pages.
_MOST = 3
_LEDGER, _SECRETS, _STATE = "ledger", "secrets", "state"


def make_sandbox(folder: Path, story: DemoStory) -> None:
    """Enter the programs of banks, and keep their secrets and books in a folder that is not yet."""
    for name in (_LEDGER, _SECRETS):
        (folder / name).mkdir(parents=True, mode=0o700)
    story.write_books(folder / _LEDGER)
    first, second = _officer("administrator"), _officer("administrator2")
    for serial, bank in enumerate(_asked_most(), start=1):
        name, secret = enter_program(bank.institution_id, serial, first=first, second=second)
        place = folder / _SECRETS / name
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secret)


def sandbox_words(folder: Path, address: str, *, delay: float) -> Sequence[str]:
    """Return the words of the command that runs a sandbox.

    Args:
        address: Of the site of institutions, which is on this machine.
        delay: Seconds to an answer.
    """
    url = f"http://127.0.0.1:{address.rpartition(':')[2]}"
    words = ["sandbox", "--ledger", str(folder / _LEDGER), "--state", str(folder / _STATE)]
    words += ["--url", url, "--delay", str(delay)]
    for institution, secret in programs_of(folder).items():
        words += ["--institution", institution.institution_id]
        words += ["--client", f"{secret.name}:{secret}"]
    return words


def banks_of(folder: Path, lang: Lang) -> str:
    """Return how the banks of a sandbox are called."""
    return ", ".join(str(getattr(one, f"name_{lang}")) for one in programs_of(folder))


def programs_of(folder: Path) -> Mapping[Institution, Path]:
    """Return the banks of a sandbox, each with the file of its program's secret."""
    kept = {one.name.partition("-")[0]: one for one in (folder / _SECRETS).iterdir()}
    banks = ((bank, kept.get(bank.institution_id.lower())) for bank in country().banks)
    return {bank: secret for bank, secret in banks if secret is not None}


def _asked_most() -> list[Institution]:
    """Return the banks to which most letters are still to go, less the one that a person is at."""
    bank, investigator = _officer(Role.INSTITUTION_RESPONDER), _officer(Role.INVESTIGATOR)
    with acting(bank.pk):
        own = bank.posts.get().body.institution
    with acting(investigator.pk):
        waiting = Request.objects.filter(sent_at__isnull=True)
        asked = Counter(waiting.values_list("addressee__institution", flat=True))
    banks = [one for one in country().banks if one.institution_id != own]
    return sorted(banks, key=lambda one: -asked[one.institution_id])[:_MOST]


def _officer(login: str) -> Officer:
    """Return somebody of the demo."""
    found = officer_with_login(login)
    if found is None:
        raise LookupError(login)
    return found
