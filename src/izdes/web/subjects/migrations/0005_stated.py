"""What answers state of accounts: a table, who sees it, and to which complaints it goes."""

from importlib.resources import files

import django.db.models.deletion
from django.db import migrations, models

_FOLDER = files("izdes.web.subjects") / "sql"
_STATED = (_FOLDER / "0005_stated.sql").read_text(encoding="utf-8")
_KNOWN = (_FOLDER / "0005_known.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("subjects", "0004_series"),
        ("cases", "0005_told_visibility"),
        ("correspondence", "0001_initial"),
        ("files", "0002_visibility"),
        ("funds", "0002_visibility"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stated",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record", models.PositiveIntegerField()),
                ("account", models.TextField()),
                ("role", models.TextField()),
                ("kind", models.TextField()),
                ("value", models.TextField()),
                ("raw", models.TextField()),
                ("certainty", models.TextField()),
                ("at", models.DateTimeField(null=True)),
                ("kept_at", models.DateTimeField()),
                ("retracted_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stated",
                        to="correspondence.answer",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stated",
                        to="cases.case",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stated",
                        to="files.file",
                    ),
                ),
            ],
            options={
                "db_table": "subjects_stated",
                "indexes": [models.Index(fields=["kind", "value"], name="subjects_stated_value")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer", "file", "record", "account", "role", "kind", "value"),
                        name="a_row_of_an_answer_states_a_thing_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["holder", "contact", "login"])),
                        name="stated_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty__in", ["certain", "doubtful"])),
                        name="stated_certainty_is_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_STATED),
        migrations.RunSQL(_KNOWN),
    ]
