"""One small case for the tests of `izdes trace`: two victims, a mule, and what lies behind him."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from izdes.cli.main import app

LEDGER = """\
transfer_id,booked_at,amount_minor,currency,payer_account,payee_account,kind,payee_name
w1,2026-05-19T13:00:00+05:00,60000000,KZT,iban:KZ88,iban:KZ22,transfer,Ахметов А.
in,2026-05-19T14:02:00+05:00,250000000,KZT,iban:KZ99,iban:KZ22,transfer,Ахметов А.
on,2026-05-19T14:09:00+05:00,182200000,KZT,iban:KZ22,iban:KZ33,transfer,Серикова Д.
cash,2026-05-19T14:20:00+05:00,50000000,KZT,iban:KZ22,@cash:HSBKKZKX,cash_out,
far,2026-05-19T15:40:00+05:00,30000000,KZT,iban:KZ33,iban:KZ44,transfer,
"""
MULE = "iban:KZ22,KZT,1000000,2026-05-01T00:00:00+05:00,2026-06-01T00:00:00+05:00\n"
SECOND = "iban:KZ33,KZT,0,2026-05-01T00:00:00+05:00,2026-06-01T00:00:00+05:00\n"
ACCOUNTS = "account,currency,opening_minor,covered_from,covered_to\n"
CLAIMS = "claim_id,transfer_id,amount_minor\nA/1,w1,60000000\nB/1,in,250000000\n"
PINS = "credit_transfer_id,debit_transfer_id,amount_minor,evidence\n"
THIN = str.maketrans("\u202f\u00a0", "  ")


def write_books(folder: Path, *, accounts: str = MULE + SECOND) -> None:
    """Write the case's tables."""
    for name, text in (("l", LEDGER), ("a", ACCOUNTS + accounts), ("c", CLAIMS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def run_trace(folder: Path, *more: object, out: str = "out") -> Result:
    """Run `izdes trace` on the case."""
    given = ["--claims", folder / "c.csv", "--accounts", folder / "a.csv", "--out", folder / out]
    arguments = ["trace", folder / "l.csv", *given, *more]
    return CliRunner().invoke(app, [str(a) for a in arguments])


def printed(folder: Path, *more: object, lang: str = "en") -> str:
    """Return what is printed for people, with plain blanks."""
    result = run_trace(folder, *more, "--lang", lang)
    assert result.exit_code == 0, result.stderr
    return result.stdout.translate(THIN)


def summary(folder: Path, *more: object, out: str = "out") -> dict[str, Any]:
    """Return what is printed for machines."""
    result = run_trace(folder, *more, "--json", out=out)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found
