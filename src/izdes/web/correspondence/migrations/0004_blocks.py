"""Blocks that are entered by hand, enclosures, and the proof beside what is contested."""

from importlib.resources import files

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_SQL = (files("izdes.web.correspondence") / "sql" / "0004_blocks.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_told_visibility"),
        ("correspondence", "0003_score_note"),
        ("files", "0002_visibility"),
        ("officers", "0004_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.TextField()),
                ("incident", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("source", models.TextField()),
                ("entered_at", models.DateTimeField()),
                ("over", models.TextField(blank=True, db_default="", default="")),
                ("over_at", models.DateTimeField(null=True)),
                ("over_why", models.TextField(blank=True, db_default="", default="")),
            ],
            options={
                "db_table": "correspondence_block",
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("number", models.TextField()),
                ("digest", models.TextField()),
                ("size_bytes", models.BigIntegerField()),
                ("enclosed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "correspondence_enclosure",
            },
        ),
        migrations.AddField(
            model_name="scorenote",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.file",
            ),
        ),
        migrations.AddField(
            model_name="scorenote",
            name="file_name",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddConstraint(
            model_name="scorenote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file__isnull", True), ("file_name", "")),
                    models.Q(("file__isnull", False), ("kind", "contested")),
                    _connector="OR",
                ),
                name="proof_lies_beside_what_is_contested",
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="correspondence.block",
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="officers.body"
            ),
        ),
        migrations.AddField(
            model_name="block",
            name="over_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="enclosure",
            name="enclosed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="enclosure",
            name="file",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
            ),
        ),
        migrations.AddField(
            model_name="enclosure",
            name="request",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enclosures",
                to="correspondence.request",
            ),
        ),
        migrations.AddIndex(
            model_name="block",
            index=models.Index(
                condition=models.Q(("over", "")),
                fields=["until"],
                name="correspondence_block_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["telephone", "letter", "portal"])),
                name="source_of_a_block_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(("account__regex", "\\S"), ("incident__regex", "\\S")),
                name="a_block_has_account_and_incident",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("over", ""),
                        ("over_at__isnull", True),
                        ("over_by__isnull", True),
                        ("over_why", ""),
                    ),
                    models.Q(
                        ("over__in", ["corrected", "taken_back"]),
                        ("over_at__isnull", False),
                        ("over_by__isnull", False),
                        ("over_why__regex", "\\S"),
                    ),
                    _connector="OR",
                ),
                name="a_block_that_is_over_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                condition=models.Q(("over", "")),
                fields=("case", "account"),
                name="an_account_of_a_case_is_blocked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="enclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "victim_decree")), name="kind_of_an_enclosure_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="enclosure",
            constraint=models.UniqueConstraint(
                fields=("request", "kind"), name="a_request_encloses_a_kind_once"
            ),
        ),
        migrations.RunSQL(_SQL),
    ]
