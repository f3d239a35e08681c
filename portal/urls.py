"""Root addresses: the one place besides settings and the demo seed that names every app."""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.api import api
from portal.communities.access.gate import gated
from portal.display import display_settings
from portal.home.dismissing import dismiss_alert
from portal.limits import PerNetwork, counted_by_network
from portal.plugins.admin_gate import without_hidden_pages
from portal.row_numbers import with_possible_numbers
from search.api import router as search_router
from search.beacon import seen

api.add_router("", search_router, throttle=PerNetwork())

handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"

for_residents: list[URLPattern | URLResolver] = [
    path("display/", display_settings, name="display"),
    path("alerts/dismiss/", dismiss_alert, name="dismiss-alert"),
    path("find/", include("portal.communities.urls")),
    path("my/", include("portal.participation.urls")),
    path("search/", include("search.urls")),
    path("volunteers/", include("portal.volunteers.urls")),
    path("", include("portal.home.resident_urls")),
    path("", include("portal.services.urls")),
    path("", include("portal.participation.household_urls")),
    path("", include("portal.plugins.urls")),
]
if apps.is_installed("portal.styleguide"):
    for_residents.append(path("styleguide/", include("portal.styleguide.urls")))

# The later one stands in front.
decorate_urlpatterns(wagtailadmin_urls.urlpatterns, gated)
decorate_urlpatterns(wagtailadmin_urls.urlpatterns, without_hidden_pages)
decorate_urlpatterns(wagtailadmin_urls.urlpatterns, with_possible_numbers)

urlpatterns = [
    path("", include("portal.operations.urls")),
    path("", include("portal.notifications.urls")),
    path("", include("portal.home.urls")),
    path("s/", include("portal.sharing.urls")),
    path("search/seen/", counted_by_network(seen), name="seen"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    *i18n_patterns(*for_residents, path("", include(wagtail_urls))),
]
if apps.is_installed("portal.demo"):
    urlpatterns.insert(0, path("", include("portal.demo.urls")))
