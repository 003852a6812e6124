"""The importer's exceptions.

    ImportFailure            anything this package raises on purpose; its text is written for the person importing
    ├── SourceError          a path that cannot be opened or is no source at all: the run cannot start
    ├── PageRefused          one page, picture or file that is not read; the run goes on, a finding says why
    └── NotFetched           one address that was not asked, or gave nothing of use; the run goes on likewise

Everything else that escapes is a bug and shows its traceback.
"""

from __future__ import annotations


class ImportFailure(Exception):  # noqa: N818 a failure to import, not an error in code
    """Raised on purpose; `str()` is a sentence for the person importing."""


class SourceError(ImportFailure):
    """The given path cannot be read as a source."""


class PageRefused(ImportFailure):
    """This page is not read.

    Args:
        finding_id: the stable id of the finding it becomes, e.g. `limits.depth`.
        message: what is wrong, naming the place.
        hint: the way out.
    """

    def __init__(self, finding_id: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.finding_id = finding_id
        self.hint = hint

    def __reduce__(self) -> tuple[type[PageRefused], tuple[str, str, str]]:
        """As it crosses to another process."""
        return type(self), (self.finding_id, str(self), self.hint)


class NotFetched(ImportFailure):
    """Nothing was fetched from this address.

    Args:
        finding_id: the stable id of the finding it becomes, e.g. `fetch.gone`.
        message: what happened, naming the address.
        hint: the way out.
        passing: whether the same request may succeed a little later.
        host: of which nothing else can be had in this run either.
        wait: for how many seconds the host asked to be left alone.
    """

    def __init__(
        self,
        finding_id: str,
        message: str,
        hint: str = "",
        *,
        passing: bool = False,
        host: str = "",
        wait: float | None = None,
    ) -> None:
        super().__init__(message)
        self.finding_id = finding_id
        self.hint = hint
        self.passing = passing
        self.host = host
        self.wait = wait
