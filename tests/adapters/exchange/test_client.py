"""The client asks again until somebody answers, and says the same each time."""

import json
import random
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from izdes.adapters.exchange.client import Call, Reply, Site, multipart
from izdes.adapters.exchange.conduct import Rates, conduct_of, read_rates
from izdes.adapters.exchange.faults import (
    AddressWrong,
    ConductWrong,
    ExchangeRefused,
    ExchangeUnreachable,
)
from izdes.adapters.exchange.network import network

TOKEN = Reply(200, b'{"access_token": "t"}')
EMPTY = Reply(200, b'{"requests": [], "cursor": "0", "more": false}')


@dataclass
class Told:
    """Answers what it was told to, in order; None is a call that was lost."""

    replies: list[Reply | None]
    calls: list[Call] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def __call__(self, call: Call) -> Reply:
        self.calls.append(call)
        reply = self.replies.pop(0)
        if reply is None:
            raise TimeoutError
        return reply

    def site(self, tries: int = 4) -> Site:
        return Site(self, "core", "secret", self.waited.append, random.Random(1), tries)


def test_a_lost_call_is_made_again() -> None:
    told = Told([None, TOKEN, None, None, EMPTY])

    assert told.site().tidings("0")["requests"] == []
    assert [call.path for call in told.calls] == ["/oauth/token"] * 2 + ["/v1/requests?after=0"] * 3
    assert len({call.body for call in told.calls[2:]}) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_whoever_is_busy_is_asked_later(status: int) -> None:
    told = Told([TOKEN, Reply(status, b""), EMPTY])

    told.site().tidings("0")

    assert len(told.waited) == 1


def test_the_waiting_grows_and_is_bounded() -> None:
    told = Told([None] * 12)

    with pytest.raises(ExchangeUnreachable):
        told.site(tries=12).tidings("0")

    assert len(told.waited) == 11
    assert all(2**n / 2 <= seconds <= 2**n for n, seconds in enumerate(told.waited[:6]))
    assert max(told.waited) <= 60


def test_it_waits_as_long_as_the_site_says() -> None:
    told = Told([TOKEN, Reply(429, b"", {"retry-after": "17"}), EMPTY])

    told.site().tidings("0")

    assert told.waited == [17.0]


def test_an_old_token_is_exchanged_once() -> None:
    told = Told([TOKEN, Reply(401, b"{}"), Reply(200, b'{"access_token": "u"}'), EMPTY])

    told.site().tidings("0")

    assert told.calls[-1].headers["Authorization"] == "Bearer u"


def test_a_refusal_is_not_repeated() -> None:
    told = Told([TOKEN, Reply(409, b'{"code": "api_other_bytes"}')])

    with pytest.raises(ExchangeRefused) as refused:
        told.site().tidings("0")

    assert refused.value.details == {"status": "409", "problem": "api_other_bytes"}


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"{", b"1", b"[" * 100_000])
def test_whatever_is_answered_only_our_errors_leave(body: bytes) -> None:
    for status in (200, 400):
        with pytest.raises(ExchangeRefused):
            Told([TOKEN, Reply(status, body)]).site().tidings("0")


def test_a_secret_stands_in_no_repr() -> None:
    assert "secret" not in repr(Told([]).site()).replace("secret=", "")


@given(st.binary(max_size=50), st.dictionaries(st.sampled_from("abc"), st.binary(max_size=50)))
def test_the_same_answer_is_the_same_body(answer: bytes, files: dict[str, bytes]) -> None:
    media, body = multipart(answer, files)

    assert multipart(answer, files) == (media, body)
    boundary = media.partition("boundary=")[2].encode()
    assert body.count(b"--" + boundary) == len(files) + 2


@pytest.mark.parametrize(
    "url", ["", "ftp://a", "http://bank.example", "file:///etc/passwd", "bank.example"]
)
def test_a_token_goes_nowhere_in_the_clear(url: str) -> None:
    with pytest.raises(AddressWrong):
        network(url)


@pytest.mark.parametrize(
    "text", ["partial", "partial=101", "x=1", "partial=-1", "partial=60,wrong=60"]
)
def test_rates_are_percent_of_what_is_known(text: str) -> None:
    with pytest.raises(ConductWrong):
        read_rates(text)


def test_rates_are_read_as_they_are_said() -> None:
    assert read_rates("partial=10, late=5") == Rates(partial=10, late=5)
    assert read_rates("") == Rates()


@given(st.text(max_size=20), st.integers(0, 9))
def test_conduct_follows_from_number_and_seed(number: str, seed: int) -> None:
    rates, delay = Rates(partial=20, wrong=20, late=50, twice=50), timedelta(seconds=3)

    first = conduct_of(number, rates=rates, delay=delay, seed=seed)

    assert first == conduct_of(number, rates=rates, delay=delay, seed=seed)
    assert first.delay in {delay, 10 * delay}
    assert not first.is_early
    calm = conduct_of(number, rates=Rates(), delay=delay, seed=seed)
    assert (calm.manner, calm.times, calm.is_half) == ("right", 1, False)


def test_every_rate_of_a_hundred_happens_always() -> None:
    rates = Rates(wrong=100, late=100, twice=100, early=100, half=100)

    found = conduct_of("a", rates=rates, delay=timedelta(seconds=1), seed=0)

    assert (found.manner, found.times, found.is_early, found.is_half) == ("wrong", 2, True, True)
    assert json.dumps(found.delay.total_seconds()) == "10.0"
