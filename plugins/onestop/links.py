"""Links from the runs of DAGs to what they made: the buttons under the details of a task in Airflow."""

from __future__ import annotations

from typing import Any

from airflow.sdk import BaseOperatorLink

from onestop.config.settings import Settings


class PageLink(BaseOperatorLink):  # type: ignore[misc]  # the types of Airflow are not read, see pyproject.toml
    """A button that opens a page of ours.

    The worker computes the address from its settings when the task ends; Airflow keeps it with the run.
    """

    def __init__(self, label: str, path: str, *, is_internal: bool) -> None:
        """Set the text of the button, and the page that it opens, of the internal or of the public site."""
        self._label, self._path, self._is_internal = label, path, is_internal

    @property
    def name(self) -> str:
        """The text on the button."""
        return self._label

    @property
    def xcom_key(self) -> str:
        """Where Airflow keeps the address: a key for each button."""
        return f"_link_{'internal' if self._is_internal else 'public'}_{self._path or 'index'}".replace("/", "_")

    def get_link(self, operator: object, *, ti_key: object) -> str:
        """Return the address of the page."""
        del operator, ti_key
        settings = Settings.from_env()
        return settings.internal_page_url(self._path) if self._is_internal else settings.page_url(self._path)


RANKINGS = PageLink("Bảng xếp hạng", "", is_internal=False)
ATTENTION = PageLink("Hồ sơ cần xử lý (nội bộ)", "", is_internal=True)
QUALITY = PageLink("Báo cáo chất lượng dữ liệu (nội bộ)", "quality/index.html", is_internal=True)


def add_links(task: Any, *links: PageLink) -> Any:
    """Add links to a task, which Airflow shows as buttons, and return the task."""
    task.operator.operator_extra_links = links
    return task
