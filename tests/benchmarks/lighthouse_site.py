"""The site with its media folder, which in production the web server in front would serve."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kneeblog.site.settings")

from django.conf import settings
from whitenoise import WhiteNoise

from kneeblog.site.wsgi import application as site

application = WhiteNoise(site, root=settings.MEDIA_ROOT, prefix="media", max_age=31_536_000)
