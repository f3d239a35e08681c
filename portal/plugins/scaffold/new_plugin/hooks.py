from django.urls import reverse
from django.utils.translation import gettext as _
from portal.plugins.api import Card, DashboardItem, MenuLink, home_url, hookimpl, plugin_url

from .apps import SignUpConfig
from .models import SignUp, SignUpPage


@hookimpl
def community_opened(community):
    titles = SignUpConfig.plugin.names
    return SignUpPage.add_in_every_language(community, titles=titles, slug="new-plugin")


@hookimpl
def home_cards(request, community):
    page = SignUpPage.objects.live().in_community(community).in_active_language().first()
    if page is None:
        return []
    template = "new_plugin/_card.html"
    # Its pages stand right below the home page, so the address needs no query.
    context = {"page": page, "url": f"{home_url(request, community)}{page.slug}/"}
    return [Card("new-plugin", page.title, template, context=context)]


@hookimpl
def menu_links(request, community):
    url = plugin_url("new_plugin", "sign_up", community=community, request=request)
    return [MenuLink(_("Sign up"), url, icon="plugin")]


@hookimpl
def dashboard_items(user, communities):
    waiting = SignUp.objects.filter(community__in=communities.order_by().values("pk"), is_done=False).count()
    if not waiting:
        return []
    return [DashboardItem(_("New sign-ups"), reverse("new_plugin_signup:index"), waiting)]
