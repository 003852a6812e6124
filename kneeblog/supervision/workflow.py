"""The workflow by which pages reach their physicians."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from kneeblog.models import SupervisionTask


@transaction.atomic
def ensure_workflow(page: Page, name: str = "監修") -> Workflow:
    """A workflow of that name with a task of supervision, for a page and all below it; made if it is not there yet.

    A page has one workflow: another one that was assigned to this page is taken off it.
    """
    workflow, _ = Workflow.objects.get_or_create(name=name)
    if not SupervisionTask.objects.filter(workflow_tasks__workflow=workflow).exists():
        task, _ = SupervisionTask.objects.get_or_create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    return workflow
