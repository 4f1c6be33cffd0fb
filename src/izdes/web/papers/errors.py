"""What can be refused about papers; every code has words in three languages."""

from typing import ClassVar

from izdes.core.errors import IzdesError


class PaperMoved(IzdesError):
    """In this state that is not done with a paper: it was made, signed or annulled meanwhile."""

    code: ClassVar[str] = "paper_moved"


class SignerNot(IzdesError):
    """None of the officer's posts lets him make papers of this form."""

    code: ClassVar[str] = "paper_signer_may_not"


class NotItsMaker(IzdesError):
    """A paper is signed by whoever made it: his name stands on it."""

    code: ClassVar[str] = "paper_not_its_maker"


class OriginalNotMade(IzdesError):
    """Only a paper that was made, and is no translation itself, is translated."""

    code: ClassVar[str] = "paper_original_not_made"


class LanguageSame(IzdesError):
    """The language is the same already, of the proceedings or of the original."""

    code: ClassVar[str] = "paper_language_same"


class DecreeMissing(IzdesError):
    """The language of proceedings changes by a signed decree of this case alone, the latest."""

    code: ClassVar[str] = "paper_decree_missing"


class ReasonMissing(IzdesError):
    """Nothing is annulled, and nothing translated, without saying why or by whom."""

    code: ClassVar[str] = "paper_reason_missing"


class NotOfThisCase(IzdesError):
    """The complaint or the request belongs to another case."""

    code: ClassVar[str] = "paper_of_another_case"


class SignatureNotGood(IzdesError):
    """The signature that was just made is not one that would be accepted."""

    code: ClassVar[str] = "paper_signature_not_good"


class DecreeUnsigned(IzdesError):
    """A decree goes to a lender only where it is signed and not annulled."""

    code: ClassVar[str] = "paper_decree_unsigned"
