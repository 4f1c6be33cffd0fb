"""Profile: how one form of table is to be read, written by whoever knows the form.

A profile is a YAML file. It says by which titles a table is recognised, which column means what,
and how its times and amounts are printed. What it does not say is not guessed: a cell that its
profile leaves open is refused as everywhere. A profile proves nothing about the file: whoever
wrote it says what the columns mean, and every reading names the profile that it followed.

All values are text. A place that takes several takes one as well. Keys of the file:

``profile``
    Version of this contract: ``1``.
``name``
    Small Latin letters, digits and hyphens. The form is reported as ``profile-<name>``.
``kind``
    ``statement`` (movements of accounts) or ``calls`` (an operator's record of connections).
``about``
    Free words for people.
``verified``
    ``no`` where nobody has seen a real file of this form; every reading then says so.
``match``
    ``titles``: titles that all stand in one row, each a text or a list of texts of which one
    stands there; compared without case, punctuation and ё. ``without``: titles that must not stand
    there. ``sheet``: mask of the sheet's name (``*`` any letters). ``file``: mask of the file's
    name, which only decides between two profiles that fit equally well.
``header``
    Row of the titles, from 1, where it is fixed; ``0`` where the table has none. Left out, it is
    found by ``match.titles``.
``columns``
    Meaning -> column. A column is its title, a list of titles of which the first that stands there
    counts, ``{title: …, nth: 2}`` for the second of that title, ``{place: C}`` or ``{place: 3}``,
    or ``{join: [title, title]}`` for several columns in one text. Meanings of both kinds:
    ``moment``, or ``date`` with ``clock``. Of a statement: ``amount``, or ``debit`` with
    ``credit``; ``direction``, ``currency``, ``balance`` (after the row), ``operation``,
    ``purpose``, ``knp``, ``reference``, ``status``, ``network``, ``contract``, ``fee``,
    ``fee_currency``; ``own_account``, ``own_name``; ``far_account far_name far_iin far_bank
    far_residency`` or the same of ``payer_`` and ``payee_``. Of calls: ``a_number b_number``, or
    ``own_number far_number`` with ``direction``; ``direction``, ``type``, ``duration``, ``imei``,
    ``imsi``, ``lac``, ``cell``, ``cell_address``, ``azimuth``.
``constants``
    What holds for every row and has no column: ``currency``, ``fee_currency``, ``network``,
    ``direction`` (``debit`` or ``credit``).
``time``
    ``notation``: one or several (`izdes.adapters.statements.profiles.notation`); left out:
    ``known``. ``zone``: the clock that the form itself is written in, an IANA name or
    ``UTC+06:00``, or ``printed`` where every time carries its offset. ``usual_zone``: the clock
    that is meant where no manifest names another.
``amounts``
    ``mark``: the sign before the fraction, ``","`` or ``"."``; left out, a number that could be
    read in two ways is refused. ``negative``: whether a minus means ``debit`` or ``credit``, where
    the amount is signed and nothing else tells the direction. ``debit_has_minus: yes`` where the
    column of debits prints its amounts with a minus.
``directions``
    Words of the column: ``debit`` and ``credit``; of calls ``outgoing``, ``incoming``,
    ``forwarded``. A cell must be one of them, as a whole.
``status``
    ``booked``: cells that mean that the movement happened (``""``: an empty one). ``failed``:
    beginnings of cells that mean that it did not and its fee was paid all the same. Anything else
    is not booked, and noted.
``kinds``
    Kind of transfer -> words of the operation that mean it (``transfer card_payment cash_out
    cash_in fee crypto_exchange conversion refund interest abroad other``); the longest words that
    stand in the operation count. Left out, the common words decide.
``within``
    Words of operations that move money between parts of one account.
``account``
    Whose table it is. ``of``: ``bank`` (left out), ``chain`` (addresses) or ``exchange`` (its own
    numbers of users). ``issuer``: the bank or exchange by name. ``is``: the account itself, where
    the profile is for one. Where neither this nor a column names it: the heading, the address that
    stands in every row, the sheet's name, the manifest, at last the file's name.
``far``
    ``of``: what the other side is; left out, as the account.
``networks``
    Name of a chain -> words of the column that mean it, beside the usual ones.
``contracts``
    Token -> addresses of the contracts that are meant by it. Where they are given the contract
    decides and not the symbol: a row of any other contract is noted and left out.
``labels``
    What lines around the table are about -> how they begin: ``bank holder iin account currency
    period opening closing``, beside the usual labels.
``order``
    ``oldest_first`` or ``newest_first``, where the times do not tell.
``types``
    Of calls: ``voice``, ``sms``, ``data`` -> words of the column.
``bare_duration``
    Of calls: what a bare number counts, ``seconds`` (left out) or ``minutes``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from izdes.adapters.statements.profiles.notation import Notation
from izdes.adapters.statements.wording import OperationKind
from izdes.core.money.amounts import DecimalMark
from izdes.core.money.statement import Direction
from izdes.core.telecom.call import CallDirection, CallType

ProfileKind = Literal["statement", "calls"]
AccountSort = Literal["bank", "chain", "exchange"]
PROFILE_KINDS: tuple[ProfileKind, ...] = get_args(ProfileKind)
ACCOUNT_SORTS: tuple[AccountSort, ...] = get_args(AccountSort)
SIDES = ("far", "payer", "payee")
PARTS = ("account", "name", "iin", "bank", "residency")


@dataclass(frozen=True, slots=True)
class Column:
    """Where a meaning stands in a table.

    Attributes:
        titles: Folded titles, the first that stands there counts; empty where a place is given.
        place: Number of the column, from 1; 0 where it is found by its title.
        nth: Which of several columns with that title, from 1.
        is_joined: All of the titles are meant, one text of them.
    """

    titles: tuple[str, ...] = ()
    place: int = 0
    nth: int = 1
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """By what a table is recognised; titles folded, each with its alternatives."""

    titles: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()
    sheet: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """How times are printed, and in which clock; empty where the profile leaves it open."""

    notations: tuple[Notation, ...] = (Notation("known"),)
    zone: str = ""
    usual_zone: str = ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How amounts are printed.

    Attributes:
        mark: None where a number that could be read in two ways is refused.
        negative: What a minus means; None where amounts have no sign of their own.
    """

    mark: DecimalMark | None = None
    negative: Direction | None = None
    debit_has_minus: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Whose table it is, as far as the profile says."""

    of: AccountSort = "bank"
    issuer: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """Folded words of the status: what is booked, and what failed and cost its fee."""

    booked: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile without faults. All words are folded.

    Attributes:
        header: Row of the titles, from 1; 0: the table has none; None: they are searched.
        directions: Word -> what it means; likewise ``call_directions`` and ``types``.
        kinds: Words of operations -> what they are.
        labels: What a line is about -> how it begins.
        source: The file that it was read from.
    """

    name: str
    kind: ProfileKind
    columns: Mapping[str, Column]
    match: Matching = Matching()
    header: int | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = Clock()
    amounts: Amounts = Amounts()
    directions: Mapping[str, Direction] = field(default_factory=dict)
    status: Status = Status()
    kinds: Mapping[str, OperationKind] = field(default_factory=dict)
    within: tuple[str, ...] = ()
    account: Account = Account()
    far: AccountSort = "bank"
    networks: Mapping[str, str] = field(default_factory=dict)
    contracts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    newest_first: bool = False
    call_directions: Mapping[str, CallDirection] = field(default_factory=dict)
    types: Mapping[str, CallType] = field(default_factory=dict)
    bare_duration_seconds: int = 1
    about: str = ""
    is_verified: bool = True
    source: str = ""

    @property
    def form(self) -> str:
        """The name under which its readings are reported."""
        return f"profile-{self.name}"

    @property
    def has_two_sides(self) -> bool:
        """Say whether payer and payee stand in columns of their own."""
        return "payer_account" in self.columns
