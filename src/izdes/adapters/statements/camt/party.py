"""Parties of a camt transaction: who paid and who was paid, in every version's places.

Until version 06 a party stands directly under its role; later under ``Pty``, or under ``Agt``
where the party is itself a bank.

Source: ISO 20022, TransactionParties and TransactionAgents in versions 02 to 13.
"""

from izdes.adapters.statements.containers.xml import Element, child, children, said
from izdes.adapters.statements.parties import Printed

_BANK = ("BICFI", "BIC", "Nm")
_ACCOUNT = ("Id/IBAN", "Id/Othr/Id", "Prxy/Id")
_NUMBER_PLACES = 12


def side_of(detail: Element, role: str) -> Printed:
    """Return the debtor (``Dbtr``) or the creditor (``Cdtr``) of a transaction."""
    named = child(detail, f"RltdPties/{role}")
    party = child(named, "Pty")
    if party is None:
        itself = child(named, "Agt/FinInstnId")
        party = named if itself is None else itself
    return Printed(
        name=said(party, "Nm"),
        iin=person_number_of(party),
        residency=said(party, "CtryOfRes", "PstlAdr/Ctry"),
        bank=bank_of(child(detail, f"RltdAgts/{role}Agt")),
        account=account_of(child(detail, f"RltdPties/{role}Acct")),
    )


def account_of(account: Element | None) -> str:
    """Return an account as printed."""
    return said(account, *_ACCOUNT)


def bank_of(agent: Element | None) -> str:
    """Return a bank as printed: by its BIC, else by its name."""
    return said(child(agent, "FinInstnId"), *_BANK)


def person_number_of(party: Element | None) -> str:
    """Return the ИИН or БИН of a party; where none has twelve places, the first number."""
    every = (child(party, path) for path in ("Id/PrvtId", "Id/OrgId"))
    numbers = [n for each in every for o in children(each, "Othr") if (n := said(o, "Id"))]
    twelve = (n for n in numbers if len(n) == _NUMBER_PLACES and n.isdigit())
    return next(twelve, numbers[0] if numbers else "")
