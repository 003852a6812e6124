"""A real browser for the tests in this folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core.signals import request_finished, request_started

# Playwright's synchronous interface runs an event loop in this thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Not everything that a policy stops is an error on the console.
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.effectiveDirective} stopped ${event.blockedURI}`));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Any]:
    """One Chromium for all tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def all_answered(live_server: Any) -> Iterator[None]:
    """Waits at the end until the server has answered whatever a page asked last.

    The editor saves by itself: a request that is still at work would write while the database is emptied.
    """
    at_work: list[int] = []

    def begin(**kwargs: Any) -> None:
        at_work.append(1)

    def end(**kwargs: Any) -> None:
        if at_work:  # the first may have begun before this did
            at_work.pop()

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    until = time.monotonic() + 60
    while at_work and time.monotonic() < until:
        time.sleep(0.05)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def open_page(browser: Any, live_server: Any, all_answered: None) -> Iterator[Any]:
    """A function that opens an address of the site at a width.

    Fails on script errors, on requests to other servers, and on whatever the pages' security policy has stopped.
    """
    contexts, problems = [], []

    def watch(request: Any) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            problems.append(f"asked another server: {request.url}")

    def complain(message: Any, status: int) -> None:
        if message.type == "error" and (status == 200 or "status of" not in message.text):
            problems.append(message.text)

    def visit(
        path: str,
        width: int = 360,
        dark: bool = False,
        cookies: list[Any] | None = None,
        status: int = 200,
        scripts: bool = True,
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            locale="ja",
            java_script_enabled=scripts,
        )
        context.add_init_script(REPORT_VIOLATIONS)
        contexts.append(context)
        if cookies:
            context.add_cookies(cookies)
        page = context.new_page()
        page.on("request", watch)
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on("console", lambda message: complain(message, status))
        response = page.goto(live_server.url + path)
        assert response.status == status
        return page

    yield visit
    for context in contexts:
        for page in context.pages:
            with suppress(Exception):
                page.wait_for_load_state("networkidle", timeout=5000)
        context.close()
    assert problems == []
