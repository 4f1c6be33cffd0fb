"""Office hours may be overridden too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("law", "0002_visibility")]
    operations = [
        migrations.RemoveConstraint(model_name="override", name="only_some_files_are_overridden"),
        migrations.AddConstraint(
            model_name="override",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "file__in",
                        [
                            "clocks/cut_offs.csv",
                            "clocks/days.csv",
                            "clocks/office_hours.csv",
                            "indexes.yaml",
                            "institutions.csv",
                            "thresholds.yaml",
                        ],
                    )
                ),
                name="only_some_files_are_overridden",
            ),
        ),
    ]
