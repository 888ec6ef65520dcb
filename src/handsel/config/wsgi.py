"""The WSGI application. On Linux a web process ends when its parent does, so that a killed server frees its port."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handsel.config.settings")

if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

from django.core.wsgi import get_wsgi_application  # noqa: E402 - the settings must be named first

application = get_wsgi_application()
