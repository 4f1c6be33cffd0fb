"""Series, judgements and verdicts of officers, and what officers are told of the machine's."""

from importlib.resources import files

from django.db import migrations

_FOLDER = files("izdes.web.subjects") / "sql"
_FILES = ("0004_series.sql", "0004_judging.sql")


class Migration(migrations.Migration):
    dependencies = [("subjects", "0003_linking"), ("cases", "0004_told_and_outcomes")]
    operations = [
        migrations.RunSQL((_FOLDER / name).read_text(encoding="utf-8")) for name in _FILES
    ]
