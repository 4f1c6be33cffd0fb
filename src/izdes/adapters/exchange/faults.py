"""What the exchange refuses, as an institution sees it."""

from typing import ClassVar

from izdes.core.errors import IzdesError


class ExchangeUnreachable(IzdesError):
    """Nobody answers, however often one asks."""

    code: ClassVar[str] = "exchange_unreachable"


class ExchangeRefused(IzdesError):
    """The site refuses; sending the same again will not help."""

    code: ClassVar[str] = "exchange_refused"


class FolderWrong(IzdesError):
    """A folder of what an institution keeps cannot be read or written."""

    code: ClassVar[str] = "exchange_folder_wrong"


class AddressWrong(IzdesError):
    """An address is neither ``https`` nor this machine's own ``http``."""

    code: ClassVar[str] = "exchange_address_wrong"


class ConductWrong(IzdesError):
    """A rate of errors has a name that is none, or is no number from 0 to 100."""

    code: ClassVar[str] = "exchange_conduct_wrong"


class DirectoryUnsigned(IzdesError):
    """A directory was changed, or is signed with another key than the one that is believed."""

    code = "directory_signature_fails"
