"""Guards: policies of sessions, second factors and recoveries, and the counters of attempts."""

from importlib.resources import files

from django.db import migrations

_SQL = (files("izdes.web.signing_in") / "sql" / "0002_guards.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("signing_in", "0001_initial"),
        ("officers", "0002_visibility"),
        ("sessions", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]
    operations = [migrations.RunSQL(_SQL)]
