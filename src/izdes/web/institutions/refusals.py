"""What the site refuses: each a code with words in three languages, and a status of HTTP."""

from collections.abc import Mapping

from izdes.core.errors import Fault, IzdesError


class TokenMissing(IzdesError):
    """No token was shown, or it holds no more."""

    code = "api_token_missing"


class Unknown(IzdesError):
    """Nothing of this name was sent to this institution."""

    code = "api_unknown"


class NoSuchAddress(IzdesError):
    """There is no such address."""

    code = "api_no_such_address"


class TooMany(IzdesError):
    """More was asked for than anybody needs."""

    code = "api_too_many"


class TooLarge(IzdesError):
    """A message is larger than the site takes."""

    code = "api_too_large"


class FormWrong(IzdesError):
    """The body of the request is not in the form that is asked for."""

    code = "api_form_wrong"


class OtherBytes(IzdesError):
    """A message of this name was received already, with other contents."""

    code = "api_other_bytes"


class OtherRequest(IzdesError):
    """The message is about another request, or about other bytes of it."""

    code = "api_other_request"


class OtherBody(IzdesError):
    """The message speaks for another institution than the one that was signed in."""

    code = "api_other_body"


class FileRefused(IzdesError):
    """A file is of a kind that no answer holds: it could be a program."""

    code = "api_file_refused"


class FilesWrong(IzdesError):
    """The files that came are not those that the answer names.

    Attributes:
        faults: One for each difference.
    """

    code = "api_files_wrong"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


class AnswerUnusable(IzdesError):
    """An answer is none to this request: it tells of whom or of what nobody asked.

    Attributes:
        faults: One for each thing that is none of it.
    """

    code = "api_answer_unusable"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(count=len(faults))
        self.faults = faults


class AnswerUnsigned(IzdesError):
    """Answers of this client must be signed by its institution, and this one is not."""

    code = "api_answer_unsigned"


class EnclosureDiffers(IzdesError):
    """The paper that goes with a request is kept with other bytes than the order names."""

    code = "api_enclosure_differs"


class NameUnknown(IzdesError):
    """A thing in a folder has a name that nothing has which is taken."""

    code = "exchange_name_unknown"


class MessageUnknown(IzdesError):
    """There is no such message, or it was taken."""

    code = "exchange_message_unknown"


class NoDirectory(IzdesError):
    """The office has not made a directory yet."""

    code = "api_no_directory"


class MethodWrong(IzdesError):
    """The address does not take this method."""

    code = "api_method_wrong"


class Failed(IzdesError):
    """The fault is ours: nothing was kept, and sending the same again is harmless."""

    code = "api_failed"


# Whatever is not named here is a message that could not be read: 422.
STATUSES: Mapping[str, int] = {
    TokenMissing.code: 401,
    Unknown.code: 404,
    NoDirectory.code: 404,
    NoSuchAddress.code: 404,
    MethodWrong.code: 405,
    OtherBytes.code: 409,
    TooLarge.code: 413,
    "upload_too_large": 413,
    FormWrong.code: 415,
    FileRefused.code: 415,
    TooMany.code: 429,
    Failed.code: 500,
    EnclosureDiffers.code: 500,
    # A paper that goes with a request is not where it must be, or does not open.
    "file_bytes_missing": 500,
    "files_key_unknown": 500,
    "not_opened": 500,
    "configuration_missing": 500,
}
UNREADABLE = 422
