"""The step of a workflow in which a physician signs a page."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from kneeblog.supervision import people

from .reviews import SupervisionRecord


class SupervisionTask(Task):
    """The physician whom a page names as its supervisor, or a delegate, signs it or sends it back.

    A page that should name a physician and does not goes back to its editor at once. Pages that no physician checks
    (lists, physicians' own) are passed by whoever may publish them.
    """

    class Meta:
        verbose_name = _("supervision by a physician")
        verbose_name_plural = _("supervision by physicians")

    @classmethod
    def get_description(cls) -> str:
        """For the list of kinds of tasks."""
        return gettext("The page's supervising physician, or somebody who may sign in a physician's name, approves it")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begins, unless there is nobody to sign."""
        page = workflow_state.content_object
        nobody = people.is_supervised(page) and people.supervisor_id(page) is None
        if page.locked and (nobody or not self._may_act(page, page.locked_by)):
            page.locked, page.locked_by, page.locked_at = False, None, None
            page.save(update_fields=["locked", "locked_by", "locked_at"])
        task_state = super().start(workflow_state, user=user)
        if nobody:
            reason = gettext("No supervising physician is named. Choose one under “Supervision” and submit it again.")
            task_state.reject(user=user, update=False, comment=reason)
        return task_state

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Signs the page's latest version, which is the one that approval publishes; or sends it back.

        Args:
            kwargs: the fields of the form of this action. The editor hands them back as it pleases, so they are
                checked once more.

        Raises:
            PermissionDenied: the page is not waiting for this user.
        """
        page = task_state.workflow_state.content_object
        if task_state.status != TaskState.STATUS_IN_PROGRESS or not self._may_act(page, user):
            raise PermissionDenied
        if action_name == "approve" and people.is_supervised(page):
            task_state.approve(user=user, comment=self._sign(page, user, kwargs), update=False)
            # At the last step this publishes, which Wagtail refuses to a person who may only sign.
            may_publish = page.permissions_for_user(user).can_publish()
            task_state.workflow_state.update(user=user if may_publish else None)
        elif action_name == "pass" and not people.is_supervised(page):
            task_state.approve(user=user)
        elif action_name == "reject":
            task_state.reject(user=user, comment=str(kwargs.get("comment", "")))

    def _sign(self, page: Page, user: Any, answers: dict[str, Any]) -> str:
        from kneeblog.supervision.forms import SigningForm

        blank = SigningForm()
        initial = {name: blank.get_initial_for_field(field, name) for name, field in blank.fields.items()}
        form = SigningForm({name: answers.get(name) or value for name, value in initial.items()})
        if not form.is_valid():
            raise SuspiciousOperation(form.errors.as_json())
        physician = people.supervisor_of(page)
        return SupervisionRecord.sign(page, physician, user=user, **form.cleaned_data).scope

    def _may_act(self, page: Page, user: Any) -> bool:
        if user is None:
            return False
        if people.is_supervised(page):
            return people.may_sign(user, page)
        return bool(page.permissions_for_user(user).can_publish())

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        """Whoever may sign may look and mend."""
        return self._may_act(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        """Nobody else changes what is being checked."""
        return not self._may_act(obj, user)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        """Sign, or send back; both ask for words."""
        if not self._may_act(obj, user):
            return []
        sign = ("approve", _("Sign"), True)  # the name by which Wagtail knows that this may publish
        return [("reject", _("Send back"), True), sign if people.is_supervised(obj) else ("pass", _("Approve"), False)]

    def get_form_for_action(self, action: str) -> Any:
        """The form of the action, if it asks for anything."""
        from kneeblog.supervision.forms import SendingBackForm, SigningForm

        return {"approve": SigningForm, "reject": SendingBackForm}.get(action)

    def get_template_for_action(self, action: str) -> str:
        """Signing shows what has changed since the last signature."""
        return "kneeblog/admin/sign.html" if action == "approve" else ""

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        """What waits for this user."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        to_publish = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
        supervised = ContentType.objects.get_for_models(*people.supervised_models()).values()
        named = Q(revision__content_type__in=supervised)
        if not people.is_delegate(user):
            named &= Q(revision__content__supervisor__in=people.physician_ids(user))
        others = Q(revision__object_id__in=to_publish.values_list(Cast("pk", models.CharField())))
        return waiting.filter(named | (others & ~Q(revision__content_type__in=supervised)))
