"""The address of a page with a table: where the table's links lead, and what its forms carry on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Address:
    """What a page was asked, other tables of it included.

    Attributes:
        prefix: Before the names of this table's own parameters.
    """

    asked: QueryDict
    prefix: str

    def with_(self, **changed: str | int) -> str:
        """Return this address with something changed; another order or filter begins anew."""
        given = self.asked.copy()
        for name in self._own("page", "as", "show"):
            given.pop(name, None)
        for name, value in changed.items():
            given[f"{self.prefix}{name}"] = str(value)
        return f"?{given.urlencode()}"

    @property
    def bare(self) -> str:
        """Return the address without any filter."""
        kept = QueryDict(mutable=True)
        for name, value in self.kept_by_filters:
            kept.appendlist(name, value)
        return f"?{kept.urlencode()}"

    @property
    def kept_by_filters(self) -> list[tuple[str, str]]:
        """Return what the form of filters carries on: everything else that was asked."""
        gone = self._own("page", "as", "show")
        return self._kept(lambda name: not name.startswith(f"{self.prefix}f-") and name not in gone)

    @property
    def kept_by_columns(self) -> list[tuple[str, str]]:
        """Return what the form of columns carries on."""
        gone = self._own("as", "show", "size")
        return self._kept(lambda name: name not in gone)

    def _own(self, *names: str) -> frozenset[str]:
        """Return the names of parameters of this table."""
        return frozenset(f"{self.prefix}{name}" for name in names)

    def _kept(self, is_kept: Callable[[str], bool]) -> list[tuple[str, str]]:
        """Return names and values of the address that stay."""
        lists = self.asked.lists()
        return [(name, one) for name, values in lists if is_kept(name) for one in values]
