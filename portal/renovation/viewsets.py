"""Admin: the projects of the person's communities."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from portal.communities.access.viewsets import CommunityListViewSet
from portal.renovation import admin_answer_views as answers
from portal.renovation import admin_views as desk
from portal.renovation.models import RenovationProject


class ProjectIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[RenovationProject]:
        return super().get_base_queryset().select_related("community", "compound")


#: {rest of the address: (name, view)}, below the project's number.
VIEWS: dict[str, tuple[str, type]] = {
    "": ("desk", desk.DeskView),
    "place/": ("place", desk.PlaceView),
    "dates/": ("dates", desk.DatesView),
    "move/": ("move", desk.MoveView),
    "works/": ("add_works", desk.WorksView),
    "works/<int:part>/": ("works", desk.WorksView),
    "works/<int:part>/delete/": ("delete_works", desk.DeleteWorks),
    "opinions/": ("add_opinion", desk.OpinionView),
    "opinions/<int:part>/": ("opinion", desk.OpinionView),
    "opinions/<int:part>/delete/": ("delete_opinion", desk.DeleteOpinion),
    "survey/": ("survey", desk.SurveyView),
    "survey/outcomes/": ("outcomes", desk.OutcomesView),
    "survey/paper/": ("needs_paper", answers.NeedsPaperView),
    "survey/count/": ("count", answers.CountView),
    "acceptance/ask/": ("ask", answers.AskView),
    "acceptance/paper/": ("satisfaction_paper", answers.SatisfactionPaperView),
    "acceptance/decide/": ("decide", answers.DecideView),
    "acceptance/accept/": ("accept", answers.AcceptView),
}


class ProjectViewSet(CommunityListViewSet):
    """Projects are made by their pages; everything that is no text or picture is done here."""

    model = RenovationProject
    name = "renovation"
    icon = "cogs"
    menu_label = _("Renovation")
    menu_order = 330
    add_to_admin_menu = True
    index_view_class = ProjectIndexView
    list_display = [
        TitleColumn(
            "names",
            label=_("Project"),
            accessor=str,
            get_url=lambda project: reverse("renovation:desk", args=[project.pk]),
        ),
        Column("stage", label=_("Stage"), accessor="get_stage_display"),
        Column("compound", label=_("compound")),
        Column("community", label=_("community")),
    ]
    list_filter = ["stage"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            *(path(f"<int:pk>/{rest}", self.construct_view(view), name=name) for rest, (name, view) in VIEWS.items()),
        ]
