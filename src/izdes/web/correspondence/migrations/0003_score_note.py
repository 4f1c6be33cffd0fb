"""What is wrong with an answer and who signed it; what of a figure is contested."""

from importlib.resources import files

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_SQL = (files("izdes.web.correspondence") / "sql" / "0003_score_note.sql").read_text(
    encoding="utf-8"
)


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="faults",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name="answer",
            name="signatures",
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.CreateModel(
            name="ScoreNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("figure", models.TextField()),
                ("text", models.TextField()),
                ("lost_minutes", models.PositiveIntegerField(db_default=0, default=0)),
                ("at", models.DateTimeField()),
                (
                    "note",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ruling",
                        to="correspondence.scorenote",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_notes",
                        to="correspondence.request",
                    ),
                ),
            ],
            options={
                "db_table": "correspondence_score_note",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "contested"), ("note__isnull", True)),
                            models.Q(
                                ("kind__in", ["taken_out", "lost_time", "refused"]),
                                ("note__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_ruling_is_about_a_note",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("figure__in", ["time", "overdue", "refused", "wrong", "hits"])
                        ),
                        name="contested_figure_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("figure__in", ["time", "overdue"]),
                                ("kind", "lost_time"),
                                ("lost_minutes__gt", 0),
                            ),
                            models.Q(
                                models.Q(("kind", "lost_time"), _negated=True), ("lost_minutes", 0)
                            ),
                            _connector="OR",
                        ),
                        name="lost_time_has_a_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "\\S")), name="a_score_note_has_words"
                    ),
                ],
            },
        ),
        migrations.RunSQL(_SQL),
    ]
