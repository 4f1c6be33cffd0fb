"""Packages that were refused are shown, with the reason, to whoever keeps the office."""

from django.test import Client
from django.urls import reverse
from tests.web.cast import Cast
from tests.web.characters import ADMINISTRATORS
from tests.web.correspondence.desk import LEAD

from izdes.adapters.words import say
from izdes.web.institutions.refusals import OtherBytes
from izdes.web.packages.crossing import CrossingWrong
from izdes.web.packages.sealing import PackageNotOpened
from izdes.web.packages.taking import refuse


def test_what_was_refused_is_shown_with_its_reason_once(cast: Cast) -> None:
    for _ in range(2):
        refuse("ab" * 32, "site-1.izdes", PackageNotOpened())
    refuse("cd" * 32, "site-2.izdes", CrossingWrong(what="records"))
    refuse("ef" * 32, "bank-one-core receipt m-1", OtherBytes(message="m-1"))
    client = Client()
    client.force_login(cast.officer(ADMINISTRATORS[0]))

    page = client.get(reverse("packages_refused")).content.decode()

    assert page.count("site-1.izdes") == 1
    assert say("package_not_opened", "kk") in page
    assert say("crossing_wrong", "kk", what="records") in page
    assert say("api_other_bytes", "kk", message="m-1") in page


def test_nobody_else_is_shown_it(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.officer(LEAD))

    assert client.get(reverse("packages_refused")).status_code == 404
