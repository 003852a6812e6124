"""What the importer adds to the Wagtail admin while it is there."""

from functools import partial

from wagtail import hooks

from importers.desk import hooks as desk_hooks
from importers.parity import desk
from kneeblog.reports.menu import ReportMenuItem

hooks.register("register_admin_urls", desk.urls)
hooks.register("register_reports_menu_item", partial(ReportMenuItem, desk.ParityView, 1260))
desk_hooks.register()
