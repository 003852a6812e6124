"""Addresses of the search; include them below a language's prefix, before Wagtail's own."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.results, name="kneeblog_search"),
    path("suggest/", views.suggestions, name="kneeblog_search_suggestions"),
]
