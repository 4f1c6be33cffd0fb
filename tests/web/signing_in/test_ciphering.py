"""Second factors outlive a change of the key that they are enciphered under."""

from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken

from izdes.web.acting import acting
from izdes.web.config import Configuration, configuration
from izdes.web.officers.models import Officer
from izdes.web.officers.services.founding import first_administrator
from izdes.web.signing_in import ciphering
from izdes.web.signing_in.ciphering import cipher, rewrap_factors
from izdes.web.signing_in.services.proofs import add_totp

_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - it guards nothing


def _configured(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    changed: Configuration = replace(configuration(), **given)  # type: ignore[arg-type]
    monkeypatch.setattr(ciphering, "configuration", lambda: changed)


def _opened(officer: Officer) -> str:
    with acting(officer.pk):
        kept = Authenticator.objects.get(type="totp").data["secret"]
    return cipher().decrypt(kept.encode()).decode()


@pytest.mark.usefixtures("committed_db")
def test_an_earlier_key_opens_until_factors_are_enciphered_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer = first_administrator(login="a", full_name="A", password="x").officer  # noqa: S106
    with acting(officer.pk):
        add_totp(officer=officer, secret=_SECRET)
    earlier, new = configuration().files_key, "ab" * 32

    _configured(monkeypatch, files_key=new, files_old_keys=earlier)
    assert _opened(officer) == _SECRET
    assert rewrap_factors() == 2

    _configured(monkeypatch, files_key=new)
    assert _opened(officer) == _SECRET
    _configured(monkeypatch, files_key=earlier)
    with pytest.raises(InvalidToken):
        _opened(officer)
