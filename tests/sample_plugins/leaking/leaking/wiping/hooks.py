from leaking.wiping.models import Wiped
from portal.plugins.api import hookimpl


@hookimpl
def plugin_disabled(community):
    Wiped.objects.filter(community=community).delete()
