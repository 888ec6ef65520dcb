"""Files are kept under their digest, so that an import that broke off can be resumed (IMPORT-15)."""

import os
import shutil
from pathlib import Path

from django.conf import settings


def kept_path(digest: str) -> Path:
    """Where the file with this digest is kept."""
    return Path(settings.IMPORT_ROOT) / digest[:2] / f"{digest}.csv"


def reject_path(run_id: str) -> Path:
    """Where the refused rows of a run are written."""
    return Path(settings.IMPORT_ROOT) / "rejected" / f"{run_id}.csv"


def keep(path: Path, digest: str) -> Path:
    """Keep a copy of the file; the same file is kept once."""
    target = kept_path(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(f".{os.getpid()}.part")
        shutil.copyfile(path, partial)
        partial.replace(target)
    return target
