"""What follows a paper is offered by a button: reminders, supplements, a sum put right, notices."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.correspondence.desk import (
    LEAD,
    SUBSCRIBER,
    SUSPENSION,
    accepted,
    drafted,
    running_case,
    sent,
)
from tests.web.pages.visiting import signed_in, text_of

from izdes.adapters.words import say
from izdes.web.correspondence.models import Notice, Request


def _late(cast: Cast) -> Request:
    """Return a request whose answer is late."""
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUBSCRIBER)))
    with cast.acts(LEAD):
        Request.objects.filter(pk=request.pk).update(due_at=now() - timedelta(hours=1))
    return request


def test_a_late_answer_offers_the_reminder_and_drafts_it(cast: Cast) -> None:
    request, lead = _late(cast), signed_in(cast, LEAD)
    page, step = (reverse(name, args=[request.pk]) for name in ("request", "request_step"))
    assert say("measure.request.reminder", "kk") in text_of(lead.get(page))

    lead.post(step, {"step": "follow_up", "measure": "request.reminder"})

    with cast.acts(LEAD):
        reminder = Request.objects.get(related=request)
        assert reminder.measure == "request.reminder"
    assert 'name="measure"' not in text_of(lead.get(page))


def test_a_reminder_that_is_late_offers_the_motion_and_the_representation(cast: Cast) -> None:
    request, lead = _late(cast), signed_in(cast, LEAD)
    step = reverse("request_step", args=[request.pk])
    lead.post(step, {"step": "follow_up", "measure": "request.reminder"})
    with cast.acts(LEAD):
        reminder = Request.objects.select_related("case", "addressee").get(related=request)
    accepted(cast, sent(cast, reminder))
    with cast.acts(LEAD):
        Request.objects.filter(pk=reminder.pk).update(due_at=now() - timedelta(hours=1))

    page = text_of(lead.get(reverse("request", args=[reminder.pk])))

    assert 'value="motion.fine"' in page
    assert 'value="representation.conditions"' in page
    made = lead.post(
        reverse("request_step", args=[reminder.pk]), {"step": "follow_up", "measure": "motion.fine"}
    )
    assert request.number in text_of(lead.get(made["Location"]))


def test_nothing_is_offered_after_a_paper_that_is_in_time(cast: Cast) -> None:
    request = accepted(cast, sent(cast, drafted(cast, running_case(cast), SUBSCRIBER)))

    page = text_of(signed_in(cast, LEAD).get(reverse("request", args=[request.pk])))

    assert say("corr_next_follow_up", "kk") not in page


def test_the_prosecutor_and_the_court_are_never_left_untold(cast: Cast) -> None:
    request, lead = sent(cast, drafted(cast, running_case(cast), SUSPENSION)), signed_in(cast, LEAD)
    with cast.acts(LEAD):
        notice = Notice.objects.filter(request=request, to="court").get()
    assert say("corr_notice_waive", "kk") not in text_of(
        lead.get(reverse("request", args=[request.pk]))
    )

    given = {"norm": "cpc.owner_not_told", "why": "Covert"}
    lead.post(reverse("notice_waive", args=[notice.pk]), given)

    with cast.acts(LEAD):
        assert Notice.objects.get(pk=notice.pk).told_at is None


def test_an_owner_need_not_be_told_by_the_norm_that_says_so(cast: Cast) -> None:
    request = drafted(cast, running_case(cast), "freeze.restriction")
    with cast.acts(LEAD):
        said = [*request.draft["said"], {"name": "urgency", "text": "It leaves now"}]
        kept = {**request.draft, "said": sorted(said, key=lambda one: one["name"])}
        Request.objects.filter(pk=request.pk).update(draft=kept)
    lead = signed_in(cast, LEAD)
    sent(cast, request)
    with cast.acts(LEAD):
        notice = Notice.objects.get(request=request, to="owner")
    page = reverse("request", args=[request.pk])
    assert say("corr_notice_waive", "kk") in text_of(lead.get(page))

    given = {"norm": "cpc.owner_not_told", "why": "A covert action would be seen"}
    lead.post(reverse("notice_waive", args=[notice.pk]), given)

    assert say("corr_notice_waived", "kk") in text_of(lead.get(page))
    with cast.acts(LEAD):
        assert Notice.objects.get(pk=notice.pk).waived_why == "cpc.owner_not_told"
