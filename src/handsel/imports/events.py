from dataclasses import dataclass
from typing import ClassVar

from handsel.core.outbox import Event


@dataclass(frozen=True)
class ImportFinished(Event):
    """An import came to its end; its rows are applied."""

    kind: ClassVar[str] = "import.finished"
    run_id: str
    format: str
    new_rows: int
    changed_rows: int
    rejected_rows: int
