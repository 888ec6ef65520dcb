from typing import ClassVar

from django.db import models

from handsel.core.ids import public_id
from handsel.imports.querysets import ImportRunQuerySet
from handsel.imports.states import RunState


def new_run_id() -> str:
    return public_id("imp")


class ImportRun(models.Model):
    """One file read in: what it was, who brought it, how far it came, what became of its rows (IMPORT-12, IMPORT-15).

    `mark_line` of part `mark_part` is the last line applied; everything before it is applied, nothing behind it.
    """

    public_id = models.CharField(max_length=40, unique=True, default=new_run_id, editable=False)
    format = models.CharField(max_length=60)
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=10)
    is_strict = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.RUNNING)
    failure = models.TextField(default="", blank=True)
    actor_user_id = models.BigIntegerField(null=True)
    actor_organization_id = models.BigIntegerField(null=True)
    rows = models.BigIntegerField(default=0)
    new_rows = models.BigIntegerField(default=0)
    changed_rows = models.BigIntegerField(default=0)
    unchanged_rows = models.BigIntegerField(default=0)
    rejected_rows = models.BigIntegerField(default=0)
    mark_part = models.PositiveSmallIntegerField(default=0)
    mark_line = models.BigIntegerField(default=0)
    notices = models.JSONField(default=list)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["ImportRun"]] = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RunState.values), name="import_run_state_known"),
        ]
        indexes = [
            models.Index(fields=["-started_at"], name="import_run_by_time"),
            models.Index(fields=["actor_organization_id", "-started_at"], name="import_run_by_organization"),
            models.Index(fields=["format", "digest"], name="import_run_by_file"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def accepted_rows(self) -> int:
        return self.new_rows + self.changed_rows + self.unchanged_rows


class ImportProblem(models.Model):
    """One thing wrong with one row of an import: line, column, value, code; the words need `fact` and `suggestion`."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    line = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    column = models.CharField(max_length=255)
    code = models.CharField(max_length=60)
    value = models.TextField(default="", blank=True)
    fact = models.TextField(default="", blank=True)
    suggestion = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["run", "line", "position"], name="import_problem_by_line")]
