"""The remarks on translations, kept for the report."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ('kneeblog', '0015_translations'),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckedTranslation',
            fields=[
                ('translation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='kneeblog_check', serialize=False, to='wagtail_localize.stringtranslation', verbose_name='translation')),
                ('kinds', models.CharField(blank=True, max_length=100, verbose_name='remarks')),
                ('glossary', models.CharField(max_length=32)),
                ('checked_at', models.DateTimeField(verbose_name='checked at')),
            ],
            options={
                'verbose_name': 'checked translation',
                'verbose_name_plural': 'checked translations',
            },
        ),
    ]
