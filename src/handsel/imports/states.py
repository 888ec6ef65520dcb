from django.db import models
from django.utils.translation import gettext_lazy as _

from handsel.core.states import StateTable, Transition, named


class RunState(models.TextChoices):
    """Where an import stands."""

    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    REFUSED = "refused", _("Refused")
    INTERRUPTED = "interrupted", _("Interrupted")


RUN = StateTable(
    "Import",
    Transition("finish", named(RunState.RUNNING), RunState.FINISHED, named("system")),
    Transition("refuse", named(RunState.RUNNING), RunState.REFUSED, named("system")),
    Transition("interrupt", named(RunState.RUNNING), RunState.INTERRUPTED, named("system")),
    Transition("resume", named(RunState.RUNNING, RunState.INTERRUPTED), RunState.RUNNING, named("system")),
)
