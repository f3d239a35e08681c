"""WSGI entry point for gunicorn."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.operations.sockets import bound_sockets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
application = get_wsgi_application()

if settings.REFUSE_DEMO_LOGINS:
    from portal.operations.demo_logins import refuse_demo_logins  # the apps are loaded only now

    refuse_demo_logins()

bound_sockets()
