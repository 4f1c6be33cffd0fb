"""What can be refused in correspondence; every code has words in three languages."""

from izdes.core.errors import IzdesError


class NotAnInstitution(IzdesError):
    """The addressee is of a kind to which such a measure does not go."""

    code = "not_an_institution"


class RequestExists(IzdesError):
    """A request of this number was drafted already."""

    code = "request_exists"


class RequestStands(IzdesError):
    """The same was written already, and that request still stands."""

    code = "request_stands"


class DrafterMayNot(IzdesError):
    """None of the officer's roles may draft this measure."""

    code = "request_drafter_may_not"


class NotBeforeRegistration(IzdesError):
    """The measure waits until the case is registered."""

    code = "request_not_before_registration"


class SubjectsMissing(IzdesError):
    """A request is about somebody or something."""

    code = "request_subjects_missing"


class DraftWrong(IzdesError):
    """A field of the draft does not hold what it must."""

    code = "request_draft_wrong"


class NamesBeforeSuspicion(IzdesError):
    """What leaves the house calls somebody what he is not yet suspected of."""

    code = "request_names_early"


class RequestMoved(IzdesError):
    """The request is in another state: this step does not lead on from there."""

    code = "request_step_refused"


class RequestLacks(IzdesError):
    """Something is missing before the request may be signed or sent; the first lack is named."""

    code = "request_lacks"


class DecreeOfAnother(IzdesError):
    """The decree recognises the victim of another complaint than the request is about."""

    code = "request_decree_of_another"


class InstructionHere(IzdesError):
    """An instruction goes to the police of another region than that of the case."""

    code = "request_instruction_here"


class ReasonAbsent(IzdesError):
    """A step that needs a reason or an answer in words has none."""

    code = "request_reason_missing"


class SignerMayNot(IzdesError):
    """None of the officer's roles may sign this measure."""

    code = "request_signer_may_not"


class SignerOutside(IzdesError):
    """The officer is not in the group of the case."""

    code = "request_signer_outside"


class CaseNotRunning(IzdesError):
    """The case is interrupted, closed or joined into another."""

    code = "request_case_not_running"


class CasePastTerm(IzdesError):
    """The term of the case has ended."""

    code = "request_case_past_term"


class CaseUnqualified(IzdesError):
    """Nobody has decided under which norm the act falls."""

    code = "request_case_unqualified"


class NumberMissing(IzdesError):
    """A number of identification is not entered: of the officer, or of a body."""

    code = "request_number_missing"


class SignerAbsent(IzdesError):
    """This installation has no provider that signs for the officer."""

    code = "request_no_signer"


class StampAbsent(IzdesError):
    """A time-stamping authority is configured, and it gave no timestamp: nothing is signed."""

    code = "request_no_stamp"


class ReturnUncertain(IzdesError):
    """An answer tells of no such return, or nobody can be sure whose money it is."""

    code = "request_return_uncertain"


class ReturnDismissed(IzdesError):
    """Somebody dismissed this payment of an answer already."""

    code = "request_return_dismissed"


class SignatureRefused(IzdesError):
    """The signature that was made is not good; the first fault is named."""

    code = "request_signature_refused"


class PaperTampered(IzdesError):
    """The kept bytes of an order or a decision, or their signatures, are not what was signed."""

    code = "request_paper_tampered"


class DeciderMayNot(IzdesError):
    """The officer holds no post in which this measure is decided for this body."""

    code = "request_decider_may_not"


class GroundsMissing(IzdesError):
    """A refusal, wholly or in part, names its grounds and says why; a grant names none."""

    code = "request_grounds_missing"


class RefusalUnseen(IzdesError):
    """The matter was refused before by another prosecutor, and this one has not been shown it."""

    code = "request_refusal_unseen"


class PartWrong(IzdesError):
    """What is given is no part of what was asked."""

    code = "request_part_wrong"


class ActIncomplete(IzdesError):
    """A judge's act has a number, a judge, a court and a file; a refusal has words."""

    code = "request_act_incomplete"


class ActDated(IzdesError):
    """A judge's act is dated before its motion was signed, or after today."""

    code = "request_act_dated"


class AmountLower(IzdesError):
    """Less is traced to the account now than the order holds: it is withdrawn and drafted anew."""

    code = "request_amount_lower"


class MessageDiffers(IzdesError):
    """A message of this name was taken with other contents."""

    code = "request_message_differs"


class MessageElsewhere(IzdesError):
    """The message is about another order, another text of it, or speaks for another body."""

    code = "request_message_elsewhere"


class AnswerFilesWrong(IzdesError):
    """The files beside an answer are not those that it names."""

    code = "request_answer_files_wrong"


class AnswerSignatureFails(IzdesError):
    """A signature of the institution over its answer does not hold; the checks are named."""

    code = "answer_signature_fails"


class AnswerUnsigned(IzdesError):
    """Answers of this client must be signed by its institution, and this one is not."""

    code = "request_answer_unsigned"


class AnswerCorrectsNothing(IzdesError):
    """A second answer corrects the latest one and says why."""

    code = "request_answer_corrects_nothing"


class HoldEnded(IzdesError):
    """The money is not held any more, or was never held."""

    code = "request_hold_ended"


class NoticeGiven(IzdesError):
    """Whoever was to be told has been told."""

    code = "request_notice_given"


class NoticeOwed(IzdesError):
    """The law lets nobody off telling this one, or not by the norm that was named."""

    code = "request_notice_owed"


class BlockWrong(IzdesError):
    """What is told of the centre's block does not hold what it must; the field is named."""

    code = "block_wrong"


class BlockStands(IzdesError):
    """A block of this account is entered in this case already."""

    code = "block_stands"


class BlockOver(IzdesError):
    """What was told of this block was put right or taken back before."""

    code = "block_over"


class ScoreNoteWrong(IzdesError):
    """A note on a figure, or a ruling on one, does not hold what it must."""

    code = "score_note_wrong"


class ScoreContested(IzdesError):
    """This figure of this request is contested already, and nobody has ruled on it."""

    code = "score_contested"


class RulingGiven(IzdesError):
    """Somebody ruled on this note already."""

    code = "score_ruling_given"
