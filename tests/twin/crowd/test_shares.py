"""Shares: what happens in a crowd is near what ``shares.yaml`` says."""

import numpy as np
import pytest

from izdes.twin.country import country, material
from izdes.twin.crowd.crews import keepings
from izdes.twin.crowd.episodes import LANGUAGES
from izdes.twin.crowd.payees import busy_campaigns
from izdes.twin.crowd.plan import Plan
from izdes.twin.crowd.shares import begins, moment, schemes, shares, timestamp
from izdes.twin.crowd.slots import Form, Slip, Whose

NEAR = 0.012


def test_a_timestamp_is_the_moment_in_the_countrys_time() -> None:
    for seconds in (0, 59, 86_399, 86_400, 60_000_123):
        assert timestamp(seconds) == moment(seconds).isoformat()
    assert begins().utcoffset() == moment(10**7).utcoffset()


def test_the_tables_name_what_the_country_has() -> None:
    table = shares()

    assert set(table["regions"]) == set(country().regions)
    assert set(table["told"]) == set(schemes())
    assert set(table["hub_roles"]) == {"institution", "unknown", "offender"}
    assert sum(table["regions"].values()) == 1_000
    assert sum(table["keeps"].values()) == 1_000
    assert sum(table["wait_days"].values()) == 1_000


def test_crews_do_and_keep_what_the_shares_say(large: Plan) -> None:
    crews = large.story.crews
    weights = {name: row["weight"] for name, row in material("schemes.yaml").items()}
    count = len(crews.sizes)

    done = np.bincount(crews.schemes) / count
    kept = np.bincount(crews.keeps) / count
    renting = (crews.herders >= 0).mean()

    assert done == pytest.approx(np.array(list(weights.values())) / sum(weights.values()), abs=0.02)
    assert kept == pytest.approx([shares()["keeps"][k] / 1_000 for k in keepings()], abs=0.02)
    assert renting == pytest.approx(shares()["rent"]["crews"] / 1_000, abs=0.02)


def test_a_crew_works_longer_the_more_victims_it_has(large: Plan) -> None:
    crews = large.story.crews

    days = crews.seconds / 86_400

    assert days.max() <= shares()["span"]["longest"]
    assert np.median(days[crews.sizes > 100]) > 4 * np.median(days[crews.sizes == 1])


def test_victims_live_and_write_as_the_shares_say(large: Plan) -> None:
    episodes = large.story.episodes
    expected = np.array(list(shares()["regions"].values())) / 1_000

    regions = np.bincount(episodes.regions, minlength=len(expected)) / len(episodes)
    languages = np.bincount(episodes.languages) / len(episodes)

    # Crews of one region move the shares a little.
    assert regions == pytest.approx(expected, abs=0.05)
    assert languages[LANGUAGES.index("mixed")] == pytest.approx(0.15, abs=NEAR)
    assert languages[0] == pytest.approx(0.85 * 0.58, abs=NEAR)


def test_some_crews_work_in_one_region_only(large: Plan) -> None:
    crews, episodes = large.story.crews, large.story.episodes
    local = crews.regions[episodes.crews]

    assert (episodes.regions[local >= 0] == local[local >= 0]).all()
    assert (crews.regions >= 0).mean() == pytest.approx(shares()["local"] / 1_000, abs=0.02)


@pytest.mark.parametrize("name", ["phone", "messenger", "page", "site", "account"])
def test_victims_name_things_as_often_as_their_scheme_says(large: Plan, name: str) -> None:
    told, episodes = large.slots[name].told, large.story.episodes

    for number, scheme in enumerate(schemes()):
        expected = shares()["told"][scheme].get(name, 0) / 1_000
        assert told[episodes.schemes == number].mean() == pytest.approx(expected, abs=0.04)


def test_accounts_are_given_in_the_usual_ways(large: Plan) -> None:
    slot = large.slots["account"]
    forms = slot.forms[slot.told]
    names = {"phone": Form.holder_phone, "name": Form.holder_name}

    for way, share in shares()["ways"].items():
        form = names.get(way) or Form[way]
        assert (forms == form).mean() == pytest.approx(share / 1_000, abs=NEAR)


def test_errors_are_as_frequent_as_the_shares_say(large: Plan) -> None:
    slots = [large.slots[name] for name in ("phone", "messenger", "account")]
    wrong = sum(int((slot.whose == Whose.wrong)[slot.told].sum()) for slot in slots)
    own = sum(int(np.isin(slot.whose, [Whose.own, Whose.wrong])[slot.told].sum()) for slot in slots)
    numbers = [Form.phone, Form.messenger, Form.iban, Form.card, Form.holder_phone]
    slips = np.concatenate([s.slips[s.told & np.isin(s.forms, numbers)] for s in slots])

    assert wrong / own == pytest.approx(shares()["wrong"] / 1_000, abs=0.003)
    assert (slips == Slip.digit).mean() == pytest.approx(0.016, abs=0.002)
    assert (slips == Slip.swap).mean() == pytest.approx(0.004, abs=0.001)


def test_the_busy_account_takes_most_of_a_busy_campaigns_payments(large: Plan) -> None:
    campaigns = large.story.episodes.campaigns
    slot = large.slots["account"]
    own = slot.told & (slot.whose == Whose.own)
    busy = np.flatnonzero(busy_campaigns(large.story)).tolist()

    for campaign in busy:
        values = slot.values[own & (campaigns == campaign)]
        assert np.bincount(values).max() > 0.6 * len(values)
    assert len(busy) > 3


def test_hubs_are_entered_with_the_roles_that_desks_give(large: Plan) -> None:
    expected = np.array(list(shares()["hub_roles"].values())) / 1_000

    assert np.bincount(large.roles) / len(large.roles) == pytest.approx(expected, abs=NEAR)


def test_a_script_is_copied_as_often_as_the_shares_say(large: Plan) -> None:
    scripts = large.story.crews.scripts

    copied = (scripts != np.arange(len(scripts))).mean()

    assert copied == pytest.approx(shares()["copied_script"] / 1_000, abs=0.02)
