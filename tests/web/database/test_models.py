"""Models and migrations say the same."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_waits_for_a_migration() -> None:
    # Ends the process with 1 where one does.
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
