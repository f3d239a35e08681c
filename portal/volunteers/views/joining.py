"""Asking to join a team."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.meta import Crumb
from portal.participation.views import HandInView
from portal.volunteers.addresses import team_url
from portal.volunteers.forms import JoinForm
from portal.volunteers.models import Member, VolunteerTeamPage


class JoinView(HandInView):
    """`page` is the team's, live. Afterwards comes the private page."""

    form_class = JoinForm
    page: VolunteerTeamPage

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.page = self.kwargs["page"]
        if not self.page.is_recruiting or self.page.team is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_entry(self) -> Member:
        return Member(community=self.page.community, team=self.page.team)

    def get_form_kwargs(self) -> dict[str, object]:
        return super().get_form_kwargs() | {"least_age": self.page.least_age}

    def get_title(self) -> str:
        return _("Join: %(team)s") % {"team": self.page.title}

    def get_lead(self) -> str:
        return _("No account is needed. The community looks at it and tells you on your phone.")

    def get_breadcrumbs(self) -> tuple[Crumb, ...]:
        page = self.page
        own = Crumb(page.title, team_url(page.slug, page.community, self.request), page.other_language)
        return (*page.get_breadcrumbs(self.request), own)


def ask(request: HttpRequest, page: VolunteerTeamPage) -> HttpResponseBase:
    return JoinView.as_view()(request, page=page)
