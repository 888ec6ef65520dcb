"""A folder of files: which file is which format, and in which order they are read (IMPORT-19)."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from handsel.imports.columns import Format
from handsel.imports.formats import FORMATS, in_order

PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp"})
MAX_PICTURE = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds: files in the order of their dependencies, and files that nobody knows."""

    files: tuple[tuple[Format, Path], ...]
    unknown: tuple[Path, ...]


def look_into(folder: Path) -> Folder:
    """Find the files of known formats: `<format>.csv`, or `<format>.<anything>.csv` where one format has several."""
    order = {each.name: place for place, each in enumerate(in_order())}
    known: list[tuple[int, str, Format, Path]] = []
    unknown: list[Path] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() != ".csv" or not path.is_file():
            continue
        name = re.split(r"\.", path.name, maxsplit=1)[0].replace("-", "_")
        if name in FORMATS:
            known.append((order[name], path.name, FORMATS[name], path))
        else:
            unknown.append(path)
    known.sort(key=lambda entry: entry[:2])
    return Folder(tuple((file_format, path) for _, _, file_format, path in known), tuple(unknown))


def copy_pictures(folder: Path) -> int:
    """Copy the pictures below `media` into the media folder; returns how many are new or changed.

    Only regular files with the ending of a picture; links are not followed, so nothing outside the folder is copied.
    """
    source, target = folder / "media", Path(settings.MEDIA_ROOT)
    if not source.is_dir() or source.is_symlink():
        return 0
    copied = 0
    for path in sorted(source.rglob("*")):
        if not _is_picture(path, source):
            continue
        copy = target / path.relative_to(source)
        if copy.exists() and copy.read_bytes() == path.read_bytes():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        copied += 1
    return copied


def _is_picture(path: Path, source: Path) -> bool:
    parts = (path, *(parent for parent in path.parents if parent.is_relative_to(source)))
    if any(part.is_symlink() for part in parts) or not path.is_file():
        return False
    return path.suffix.lower() in PICTURES and path.stat().st_size <= MAX_PICTURE
