"""The last comparison of each old page with the new one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("importers", "0004_trail")]

    operations = [
        migrations.CreateModel(
            name="ParityResult",
            fields=[
                (
                    "imported",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="parity",
                        serialize=False,
                        to="importers.importedpage",
                        verbose_name="imported page",
                    ),
                ),
                ("compared_at", models.DateTimeField(auto_now=True, verbose_name="compared")),
                ("is_live", models.BooleanField(verbose_name="live")),
                ("new_url", models.URLField(blank=True, max_length=2000, verbose_name="new address")),
                ("differences", models.JSONField(blank=True, default=list, verbose_name="differences")),
            ],
            options={
                "verbose_name": "comparison with the old page",
                "verbose_name_plural": "comparisons with old pages",
            },
        ),
    ]
