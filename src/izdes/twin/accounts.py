"""Opening accounts, and everybody money goes to that is no account of the country's banks."""

from dataclasses import dataclass, field
from random import Random

from izdes.twin.bank import Account, Purpose, Side
from izdes.twin.books import Books
from izdes.twin.chance import chosen
from izdes.twin.country import Institution, country, material, shop_key
from izdes.twin.numbers import NumbersExhausted, account_part, card, company_number, iban
from izdes.twin.people import Person

_TENGE = 100
_FIRST_COMPANY = 1_000
_PRODUCTS = {"person": "T", "company": "K"}
_LARGE_MINOR = 5_000_000_000 * _TENGE


@dataclass(slots=True)
class Branches:
    """Opens accounts at the country's banks, in the books, one serial after another."""

    books: Books
    rng: Random
    accounts: list[Account] = field(default_factory=list)
    _cards: dict[str, int] = field(default_factory=dict)

    def open_for(self, person: Person, *, role: str, opening_minor: int) -> Account:
        """Open a person's account at a bank drawn by chance."""
        bank = self._some_bank()
        side = Side(
            key="",
            name=person.name,
            number=person.number,
            card=self._new_card(bank),
            phone=person.phone,
        )
        return self._open(
            side, bank, role=role, opening_minor=opening_minor, short_name=person.short_name
        )

    def open_company(
        self, name: str, *, role: str = "service", bank: Institution | None = None, bin_: str = ""
    ) -> Account:
        """Open a company's account, with money enough for everything it will pay."""
        number = bin_ or company_number(_FIRST_COMPANY + len(self.accounts))
        at_bank = bank or self._some_bank()
        side = Side(key="", name=name, number=number)
        return self._open(side, at_bank, role=role, opening_minor=_LARGE_MINOR, short_name=name)

    def _open(
        self, side: Side, bank: Institution, *, role: str, opening_minor: int, short_name: str
    ) -> Account:
        """Give the account its IBAN and enter it in the books."""
        serial = len(self.accounts)
        product = _PRODUCTS["company" if role == "service" else "person"]
        printed = iban(bank.code, account_part(product, serial + 1))
        whole = Side(
            key=f"iban:{printed}",
            name=side.name,
            number=side.number,
            bank=bank.institution_id,
            printed=printed,
            card=side.card,
            phone=side.phone,
        )
        account = Account(whole, serial, opening_minor, role, short_name)
        self.accounts.append(account)
        self.books.open(account)
        return account

    def _some_bank(self) -> Institution:
        """Return a bank, as likely as people have their accounts there."""
        return chosen(self.rng, {bank: bank.share for bank in country().banks})

    def _new_card(self, bank: Institution) -> str:
        """Return the bank's next card; beyond its ten thousandth people go without."""
        serial = self._cards.get(bank.code, 0)
        self._cards[bank.code] = serial + 1
        try:
            return card(bank.code, serial)
        except NumbersExhausted:
            return ""


def purpose(rng: Random, topic: str) -> Purpose:
    """Return what a payment of this sort is said to be for."""
    entry = material("purposes.yaml")[topic]
    return Purpose(rng.choice(entry["texts"]), entry["code"])


def cash_at(bank: str) -> Side:
    """Return cash paid in or out by a bank."""
    return Side(key=f"@cash:{bank}", name="", bank=bank)


def own_funds_of(bank: str) -> Side:
    """Return the bank itself, paying interest."""
    name = next(i.name_ru for i in country().banks if i.institution_id == bank)
    return Side(key=f"@bank:{bank}", name=name, bank=bank)


def small_shop(rng: Random) -> Side:
    """Return a shop that is only a name on a receipt."""
    name = rng.choice(country().small_shops)
    return Side(key=shop_key(name), name=name)


def wallet(person: Person, serial: int) -> Side:
    """Return a wallet at the country's wallet operator."""
    operator = country().institution("payment").institution_id
    number = f"QJ{serial:08d}"
    return Side(key=f"wallet:{operator}:{number}", name=person.name, bank=operator, printed=number)


def abroad(rng: Random, person: Person) -> Side:
    """Return somebody's account in another country."""
    land, bank = rng.choice(country().abroad)
    return Side(key=f"@abroad:{land}", name=person.name, bank=bank, country=land)


def opening_balance(rng: Random) -> int:
    """Return an opening balance above zero: most people have little, a few have much."""
    span = chosen(rng, {(1_000, 30_000): 45, (30_000, 150_000): 40, (150_000, 900_000): 15})
    return rng.randint(*span) * _TENGE + rng.randrange(_TENGE)
