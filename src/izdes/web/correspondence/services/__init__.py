"""Commands of correspondence: each step of a request is one function and one entry."""

from izdes.web.correspondence.services.amounts import correct_amount
from izdes.web.correspondence.services.answering import ingest_answer, take_answer
from izdes.web.correspondence.services.blocking import (
    correct_block,
    enter_block,
    take_back_block,
)
from izdes.web.correspondence.services.contesting import contest_score, rule_on_score
from izdes.web.correspondence.services.deciding import decide, record_act
from izdes.web.correspondence.services.drafting import change_draft, draft_request, redraft
from izdes.web.correspondence.services.ending import close_request, recall, withdraw
from izdes.web.correspondence.services.following import (
    draft_number_supplement,
    draft_release,
    draft_supplement,
    follow_up,
)
from izdes.web.correspondence.services.holding import clear_hold, lapse_holds, tell, waive
from izdes.web.correspondence.services.receiving import take_receipt, take_signal
from izdes.web.correspondence.services.returning import dismiss_told, record_told, settle_returns
from izdes.web.correspondence.services.sending import send
from izdes.web.correspondence.services.signing import sign_request, sign_requests, submit
from izdes.web.correspondence.services.stating import state_answer
from izdes.web.correspondence.services.talking import clarify, decide_extension

__all__ = [
    "change_draft",
    "clarify",
    "clear_hold",
    "close_request",
    "contest_score",
    "correct_amount",
    "correct_block",
    "decide",
    "decide_extension",
    "dismiss_told",
    "draft_number_supplement",
    "draft_release",
    "draft_request",
    "draft_supplement",
    "enter_block",
    "follow_up",
    "ingest_answer",
    "lapse_holds",
    "recall",
    "record_act",
    "record_told",
    "redraft",
    "rule_on_score",
    "send",
    "settle_returns",
    "sign_request",
    "sign_requests",
    "state_answer",
    "submit",
    "take_answer",
    "take_back_block",
    "take_receipt",
    "take_signal",
    "tell",
    "waive",
    "withdraw",
]
