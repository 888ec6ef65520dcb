"""The project's settings with three differences: fast password hashing, static files unhashed, media in a folder of its own."""

import tempfile
from pathlib import Path

from handsel.config.settings import *  # noqa: F403 - a settings module is a namespace

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
_media = tempfile.TemporaryDirectory(prefix="handsel-test-")  # of this process alone, gone at its end
MEDIA_ROOT = Path(_media.name)
METRICS = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
