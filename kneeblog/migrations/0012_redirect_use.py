"""When redirects were used last."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kneeblog", "0011_metadata")]

    operations = [
        migrations.CreateModel(
            name="RedirectUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=255, unique=True, verbose_name="address")),
                ("last_used_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="last used on")),
            ],
            options={"verbose_name": "use of a redirect", "verbose_name_plural": "uses of redirects"},
        ),
    ]
