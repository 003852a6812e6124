"""Addresses of the site: the admin, files for crawlers, and Wagtail's pages (Japanese without a prefix)."""

from functools import partial

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path, re_path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.defaults import page_not_found, server_error
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from kneeblog.seo.indexnow import key_file
from kneeblog.seo.robots import robots_txt
from kneeblog.seo.sitemaps import sitemap_index, sitemap_section
from kneeblog.serving import serve

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:language>-<slug:kind>.xml", sitemap_section, name="sitemap_section"),
    path("robots.txt", robots_txt, name="robots_txt"),
    path("<slug:key>.txt", key_file, name="indexnow_key"),
]

# In production the web server in front serves the media folder; `static` returns nothing unless DEBUG is on.
urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("search/", include("kneeblog.search.urls")),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler404 = partial(page_not_found, template_name="kneeblog/404.html")
handler500 = partial(server_error, template_name="kneeblog/500.html")
