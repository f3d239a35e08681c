"""The page of a volunteer team: who they are, what they do, when they meet, how to join."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.also_known_as import AlsoKnownAs
from portal.blocks import PHONE_VALIDATOR, TextBlocks
from portal.communities.models import Community
from portal.hours.fields import HoursField
from portal.meta import Crumb
from portal.names import Names
from portal.pages import PortalPage, SearchValues, ShareValues
from portal.pictures import Picture, pictures_of
from portal.plain_text import text_of_stream
from portal.volunteers.addresses import FIELD, JOIN, field_url, join_url, team_url, teams_url
from portal.volunteers.blocks import PartnerBlock, TasksBlock
from portal.volunteers.choices import SEARCH_KIND
from portal.volunteers.json_ld import team_json_ld
from portal.volunteers.listings import recruiting_badges
from portal.volunteers.models.duty import Shift
from portal.volunteers.models.fields import FieldOfWork
from portal.volunteers.models.team import Team
from portal.volunteers.panels import TEAM_PANELS
from portal.volunteers.shared import team_values

#: How many shifts stand on the page.
SHIFTS = 4
#: The same in every language: an editor changes them on the page that is translated from.
COPIED_FIELDS = [
    "community",
    "field",
    "meets",
    "leader_phone",
    "leader_consented_on",
    "members_on_paper",
    "least_age",
    "is_recruiting",
    "popularity",
]


class VolunteerTeamPage(AlsoKnownAs, PortalPage):
    """`community` is always the index's, see `save`. Members and duties hang on the `Team` row of the same key, which
    is there from the first save on."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="team_pages", verbose_name=_("community")
    )
    field = models.ForeignKey(
        FieldOfWork, on_delete=models.PROTECT, null=True, related_name="pages", verbose_name=_("field of work")
    )
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences: whom the team helps, and how.")
    )
    purpose = StreamField(TextBlocks(required=False), blank=True, verbose_name=_("what the team is for"))
    tasks = StreamField(TasksBlock(required=False), blank=True, verbose_name=_("what members do"))
    meets = HoursField(_("when they meet"), blank=True)
    meeting_place = models.CharField(_("where they meet"), max_length=200, blank=True)
    leader = models.CharField(_("leader"), max_length=100, blank=True, help_text=_("As residents call them."))
    leader_phone = models.CharField(_("leader’s phone"), max_length=30, blank=True, validators=[PHONE_VALIDATOR])
    leader_consented_on = models.DateField(
        _("leader’s consent"),
        null=True,
        blank=True,
        help_text=_("The day the leader agreed in writing that name and phone stand here."),
    )
    members_on_paper = models.PositiveSmallIntegerField(
        _("number of members"),
        null=True,
        blank=True,
        help_text=_("Also those who are on no list here. The page shows the larger of this and the list."),
    )
    least_age = models.PositiveSmallIntegerField(_("least age"), null=True, blank=True)
    is_recruiting = models.BooleanField(
        _("looks for people"), default=True, help_text=_("Residents can ask to join on the site while this is ticked.")
    )
    recruiting_note = models.CharField(
        _("who is looked for"), max_length=300, blank=True, help_text=_("Younger pensioners and students, say.")
    )
    pictures = StreamField([("picture", ImageBlock())], blank=True, verbose_name=_("pictures"))
    partners = StreamField([("partner", PartnerBlock())], blank=True, verbose_name=_("partner organisations"))
    popularity = models.PositiveIntegerField(_("popularity"), default=0, help_text=_("How often it is read."))

    objects = PageManager.from_queryset(PageQuerySet)()

    search_kind = SEARCH_KIND
    parent_page_types: ClassVar[list[str]] = ["volunteers.VolunteerTeamIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, *TEAM_PANELS]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in COPIED_FIELDS),
    ]

    class Meta:
        verbose_name = _("volunteer team")
        verbose_name_plural = _("volunteer teams")

    # Whose it is

    def save(self, *args: Any, **kwargs: Any) -> None:
        index = self.get_parent()
        if index:
            self.community_id = index.specific.community_id
        super().save(*args, **kwargs)
        values = {"community_id": self.community_id, "names": Names({self.language_code: self.title})}
        Team.objects.get_or_create(key=self.translation_key, defaults=values)

    def can_move_to(self, parent: Page) -> bool:
        """Within its community: members and duties stay where they are."""
        return super().can_move_to(parent) and getattr(parent.specific, "community_id", None) == self.community_id

    def clean(self) -> None:
        super().clean()
        if self.slug == FIELD:
            raise ValidationError({"slug": _("“%(slug)s” is an address of the index itself.") % {"slug": self.slug}})
        if (self.leader or self.leader_phone) and not self.leader_consented_on:
            raise ValidationError({"leader_consented_on": _("Name and phone stand here only with consent.")})

    # Addresses below it

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if self.live and path_components == [JOIN]:
            return RouteResult(self, kwargs={"section": JOIN})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if kwargs.pop("section", ""):
            from portal.volunteers.views import joining  # noqa: PLC0415 - views are built on models

            return joining.ask(request, self)
        return super().serve(request, *args, **kwargs)

    # What it says of itself

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "badges": recruiting_badges(self.is_recruiting),
            "member_count": self.member_count,
            "field_url": field_url(self.field.code, self.community, request) if self.field else "",
            "gallery": self.gallery,
            "shifts": self.get_shifts(),
            "join_url": join_url(self.slug, self.community, request),
        }

    @cached_property
    def team(self) -> Team | None:
        """None for a page that was never saved."""
        return Team.objects.filter(key=self.translation_key).with_member_count().first()

    @property
    def member_count(self) -> int:
        listed = self.team.member_count if self.team else 0  # type: ignore[attr-defined]  # annotated
        return max(listed, self.members_on_paper or 0)

    def get_shifts(self) -> list[Shift]:
        """The next ones people are needed for."""
        return list(Shift.objects.filter(duty__team=self.team).ahead()[:SHIFTS]) if self.team else []

    @cached_property
    def gallery(self) -> list[Picture]:
        return pictures_of(self.pictures)

    def get_description(self) -> str:
        return self.summary

    def get_address(self, request: HttpRequest, language: str) -> str:
        return team_url(self.slug, self.community, request, language=language)

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        crumbs = [Crumb(gettext("Volunteer teams"), teams_url(self.community, request))]
        if self.field:
            url = field_url(self.field.code, self.community, request)
            crumbs.append(Crumb(str(self.field), url, self.field.names.other_language))
        return crumbs

    def get_json_ld(self, request: HttpRequest) -> list[dict[str, Any]]:
        return team_json_ld(self, self.get_canonical(request))

    def share_values(self, request: HttpRequest, **route: Any) -> ShareValues:
        return team_values(self)

    # What search reads of it

    @classmethod
    def search_queryset(cls) -> QuerySet[Self]:
        return cls.objects.select_related("field")

    #: Names of its duties that lie ahead; see `prepare_search`.
    duties: tuple[str, ...] = ()

    @classmethod
    def prepare_search(cls, pages: Sequence[Self]) -> None:
        by_key: dict[UUID, list[Names]] = {}
        for key, names in Team.objects.filter(key__in={page.translation_key for page in pages}).duty_names():
            by_key.setdefault(key, []).append(names)
        for page in pages:
            names_of = by_key.get(page.translation_key, [])
            page.duties = tuple(names.in_language(page.locale.language_code) for names in names_of)

    def search_values(self) -> SearchValues:
        lines = [text_of_stream(self.purpose), text_of_stream(self.tasks), text_of_stream(self.partners)]
        lines += [self.meeting_place, self.leader, self.recruiting_note, *self.duties]
        if self.field:
            lines.append(self.field.names.in_language(self.language_code))
        return SearchValues(
            summary=self.summary,
            body="\n".join(line.strip() for line in lines if line.strip()),
            category=SEARCH_KIND,
            popularity=self.popularity,
        )
