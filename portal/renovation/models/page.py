"""The page of a renovation project: what is done, where, for how much, how far it is, what residents think of it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.also_known_as import AlsoKnownAs
from portal.blocks import PHONE_VALIDATOR, TextBlocks
from portal.communities.models import Community
from portal.components import Fact
from portal.freshness import bound_freshness
from portal.meta import Crumb
from portal.names import Names
from portal.pages import PortalPage, SearchValues, ShareValues, without_share
from portal.plain_text import text_of_stream
from portal.renovation.addresses import NEEDS, SATISFACTION, THANKS, WORKS, project_url, renovation_url, works_path
from portal.renovation.blocks import BeforeAfterBlock
from portal.renovation.choices import SEARCH_KIND, Stage
from portal.renovation.json_ld import project_json_ld
from portal.renovation.listings import works_links
from portal.renovation.models.project import RenovationProject
from portal.renovation.panels import PROJECT_PANELS
from portal.renovation.pictures import BeforeAfter, pairs_of
from portal.renovation.story import ProjectStory, story_of
from portal.renovation.works_entries import WorksEntry, works_of

#: The same in every language: an editor changes them on the page that is translated from.
COPIED_FIELDS = ["community", "project", "phone"]

#: Addresses below a project that are no pages, by the view that answers them.
SECTIONS = {
    (NEEDS,): "needs",
    (NEEDS, THANKS): "needs_thanks",
    (SATISFACTION,): "satisfaction",
    (SATISFACTION, THANKS): "satisfaction_thanks",
}


class RenovationProjectPage(AlsoKnownAs, PortalPage):
    """`community` is always the index's, `project` the row of the page's key, see `save`."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="renovation_pages", verbose_name=_("community")
    )
    project = models.ForeignKey(
        RenovationProject, on_delete=models.PROTECT, related_name="pages", editable=False, verbose_name=_("project")
    )
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences: what is made better, for whom.")
    )
    work = StreamField(TextBlocks(required=False), blank=True, verbose_name=_("what will be done"))
    budget = models.CharField(_("budget"), max_length=100, blank=True, help_text=_("About 3.2 million yuan, say."))
    budget_source = models.CharField(_("who pays"), max_length=200, blank=True)
    contractor = models.CharField(_("contractor"), max_length=200, blank=True)
    group = models.CharField(
        _("residents’ group that watches the works"), max_length=300, blank=True, help_text=_("As it may be public.")
    )
    contact = models.CharField(_("who to ask"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE_VALIDATOR])
    pictures = StreamField([("pair", BeforeAfterBlock())], blank=True, verbose_name=_("before and after"))

    objects = PageManager.from_queryset(PageQuerySet)()

    search_kind = SEARCH_KIND
    parent_page_types: ClassVar[list[str]] = ["renovation.RenovationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, *PROJECT_PANELS]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in COPIED_FIELDS),
    ]

    class Meta:
        verbose_name = _("renovation project page")
        verbose_name_plural = _("renovation project pages")

    # Whose it is

    def save(self, *args: Any, **kwargs: Any) -> None:
        index = self.get_parent()
        if index:
            self.community_id = index.specific.community_id
        if (
            self.community_id
            and getattr(self.project if self.project_id else None, "key", None) != self.translation_key
        ):
            names = Names({self.language_code: self.title})
            values = {"community_id": self.community_id, "slug": self.slug, "names": names}
            self.project, _created = RenovationProject.objects.get_or_create(key=self.translation_key, defaults=values)
        super().save(*args, **kwargs)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Not below the city's list: it shows those of its communities."""
        return super().can_create_at(parent) and getattr(parent.specific, "community_id", None) is not None

    def can_move_to(self, parent: Page) -> bool:
        """Within its community: survey, works and acceptance stay where they are."""
        return super().can_move_to(parent) and getattr(parent.specific, "community_id", None) == self.community_id

    # Addresses below it

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        rest, share = without_share(path_components)
        if self.live and tuple(rest) in SECTIONS and not share:
            return RouteResult(self, kwargs={"section": SECTIONS[tuple(rest)]})
        if self.live and len(rest) == 2 and rest[0] == WORKS and rest[1].isdecimal() and len(rest[1]) < 10:
            return RouteResult(self, kwargs={"works": int(rest[1]), **share})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from portal.renovation import views  # noqa: PLC0415 - views are built on models

        if section := kwargs.pop("section", ""):
            return views.SECTIONS[section](request, self)
        if notice := kwargs.pop("works", 0):
            return views.show_works(request, self, self.works_notice(notice))
        return super().serve(request, *args, **kwargs)

    def works_notice(self, number: int) -> WorksEntry:
        """Raises Http404 where the project has none of this number."""
        found = next((entry for entry in works_of(self.project_id) if entry.pk == number), None)
        if found is None:
            raise Http404
        return found

    # What it says of itself

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        for moment in self.story.changes_at:
            bound_freshness(request, moment)
        return {
            **super().get_context(request, *args, **kwargs),
            "story": self.story,
            "pairs": self.pairs,
            "badges": self.story.badges,
            "works": works_links([each for each in self.story.works if not each.is_over], request),
        }

    @cached_property
    def story(self) -> ProjectStory:
        return story_of(self.project_id)

    @cached_property
    def pairs(self) -> list[BeforeAfter]:
        return pairs_of(self.pictures)

    def get_description(self) -> str:
        return self.summary

    def get_address(self, request: HttpRequest, language: str) -> str:
        return project_url(self.slug, self.community, request, language=language)

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        return [Crumb(gettext("Renovation"), renovation_url(self.community, request))]

    def get_json_ld(self, request: HttpRequest) -> list[dict[str, Any]]:
        return project_json_ld(self, self.get_canonical(request))

    # What it says in a chat group and on a poster

    def share_values(self, request: HttpRequest, *, works: int = 0, **route: Any) -> ShareValues:
        if not works:
            stage = str(Stage(self.project.stage).label)
            return ShareValues(
                self.title, kind=gettext("Renovation"), where=self.story.place, text=f"{stage}. {self.summary}"
            )
        notice = self.works_notice(works)
        facts = [Fact(gettext("Project"), self.title, "building-works")]
        if notice.contact_text:
            facts.append(Fact(gettext("Who to ask"), notice.contact_text, "phone"))
        return ShareValues(
            notice.title,
            kind=gettext("Works notice"),
            when=notice.when,
            where=notice.place,
            text=notice.text,
            facts=tuple(facts),
            part=notice.pk,
        )

    def share_path(self, part: int) -> str:
        return works_path(part)

    # What search reads of it

    @classmethod
    def search_queryset(cls) -> QuerySet[Self]:
        return cls.objects.select_related("project").prefetch_related("project__works", "project__survey__wishes")

    def search_values(self) -> SearchValues:
        return SearchValues(
            summary=self.summary,
            body="\n".join(line.strip() for line in self._search_lines() if line.strip()),
        )

    def _search_lines(self) -> list[str]:
        """Also what residents could wish for, and the works that are still to come."""
        language = self.language_code
        lines = [
            text_of_stream(self.work),
            text_of_stream(self.pictures),
            self.contractor,
            self.group,
            self.budget_source,
        ]
        survey = getattr(self.project, "survey", None)
        if survey is not None:
            lines += [wish.names.in_language(language) for wish in survey.wishes.all()]
        for notice in self.project.works.all():
            if not notice.is_over:
                lines += [notice.titles.in_language(language), notice.texts.in_language(language)]
        return lines
