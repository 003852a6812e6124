"""The mail that says to a physician that a page waits for a signature."""

from __future__ import annotations

from typing import Any

from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier, Notifier
from wagtail.models import TaskState

from kneeblog.models import SupervisionTask

from . import people


class SubmissionNotice(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Wagtail's own mail of a submission, to the physician; to the delegates where the physician has no account."""

    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        """For pages that wait for a physician."""
        return (
            Notifier.can_handle(self, instance, **kwargs)
            and isinstance(instance.task.specific, SupervisionTask)
            and people.supervisor_id(instance.workflow_state.content_object) is not None
        )

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> Any:
        """Accounts to write to, without the one who submitted the page."""
        physician = people.supervisor_of(task_state.workflow_state.content_object)
        return people.to_tell(physician).exclude(pk=getattr(kwargs.get("user"), "pk", None))
