"""The site's own settings, as tests use them."""

import os

os.environ["KNEEBLOG_ENV"] = "test"

from kneeblog.site.settings import *  # noqa: F403
