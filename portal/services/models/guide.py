"""A service guide: what a resident must know to get a thing done. Of the city, or of one community."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.also_known_as import AlsoKnownAs
from portal.blocks import (
    PHONE_VALIDATOR,
    RICH_TEXT_FEATURES,
    FeeBlock,
    ItemBlock,
    MaterialBlock,
    QuestionBlock,
    StepBlock,
)
from portal.communities.models import Community
from portal.communities.wording import words_for
from portal.components import LinkItem
from portal.meta import Crumb
from portal.pages import PortalPage, SearchValues, ShareValues, absolute_url
from portal.plugins.calling import call
from portal.plugins.contracts import GuideAction
from portal.services.addresses import feedback_url, guide_url, guides_url, label_url
from portal.services.answers import GuideAnswer, answer_for
from portal.services.blocks import ChannelsBlock, LegalBasisBlock
from portal.services.catalogue import guides_related_to
from portal.services.choices import GuideKind, MustCome, Proxy
from portal.services.details import days_text, fees_of, papers_of
from portal.services.forms import GuideForm
from portal.services.json_ld import guide_json_ld
from portal.services.listings import badges_of, guide_links
from portal.services.models.labels import Audience, Category, LifeEvent
from portal.services.models.overlay import GuideOverlay
from portal.services.panels import GUIDE_PANELS
from portal.services.plain_text import channels_of, text_of
from portal.services.querysets import GuideQuerySet
from portal.services.shared import guide_values

#: The same in every language: an editor changes them on the page that is translated from.
COPIED_FIELDS = [
    "community",
    "kind",
    "category",
    "must_come",
    "visits",
    "proxy",
    "days_by_rule",
    "days_promised",
    "phone",
    "item_code",
    "checked_on",
    "review_by",
    "valid_from",
    "popularity",
]

#: Addresses below a guide that are no pages.
FEEDBACK_SECTIONS = ("helpful", "helpful/thanks")


class GuidePage(AlsoKnownAs, PortalPage):
    """`community` is the owner, None the city; it always follows from the index above, see `save`."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="guides", verbose_name=_("community")
    )
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences: what it is, and for whom.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=GuideKind, default=GuideKind.GUIDE)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, related_name="guides", verbose_name=_("category")
    )

    must_come = models.CharField(_("must one come?"), max_length=10, choices=MustCome, blank=True)
    visits = models.PositiveSmallIntegerField(_("how many times"), null=True, blank=True)
    must_come_note = models.CharField(
        _("in other words"), max_length=500, blank=True, help_text=_("When one must come, and when not.")
    )
    proxy = models.CharField(_("may somebody else go?"), max_length=10, choices=Proxy, blank=True)
    proxy_note = models.CharField(
        _("who, and with what paper"), max_length=500, blank=True, help_text=_("A child with a signed letter, say.")
    )
    conditions = StreamField([("condition", ItemBlock(label=_("condition")))], blank=True, verbose_name=_("conditions"))
    materials = StreamField([("material", MaterialBlock())], blank=True, verbose_name=_("what to bring"))
    channels = StreamField(ChannelsBlock(required=False), blank=True, verbose_name=_("ways of doing it"))
    valid_where = models.CharField(
        _("valid where"), max_length=200, blank=True, help_text=_("Whether any counter in the city or country will do.")
    )
    steps = StreamField([("step", StepBlock())], blank=True, verbose_name=_("steps"))
    days_by_rule = models.PositiveSmallIntegerField(_("working days by rule"), null=True, blank=True)
    days_promised = models.PositiveSmallIntegerField(
        _("working days promised"), null=True, blank=True, help_text=_("0: on the spot.")
    )
    fees = StreamField([("fee", FeeBlock())], blank=True, verbose_name=_("fees"))
    body = RichTextField(_("text"), blank=True, features=RICH_TEXT_FEATURES)
    questions = StreamField([("question", QuestionBlock())], blank=True, verbose_name=_("questions and answers"))

    office = models.CharField(_("office in charge"), max_length=200, blank=True)
    contact = models.CharField(_("who to ask"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE_VALIDATOR])
    item_code = models.CharField(
        _("item code"), max_length=60, blank=True, help_text=_("Of the official list of service items.")
    )
    legal_basis = StreamField([("law", LegalBasisBlock())], blank=True, verbose_name=_("legal basis"))
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    review_by = models.DateField(_("check again by"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    popularity = models.PositiveIntegerField(_("popularity"), default=0, help_text=_("How often it is read."))

    objects = PageManager.from_queryset(GuideQuerySet)()

    search_kind = GuideKind.GUIDE.value
    #: A page of the city that answers below every community too.
    shown_in_communities = True
    parent_page_types: ClassVar[list[str]] = ["services.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = GuideForm
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, *GUIDE_PANELS]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in COPIED_FIELDS),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    # Set by the index while a request is routed: who shows it, with what of its own.
    shown_by: Community | None = None
    overlay: GuideOverlay | None = None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The owner is the index's. Moves do not save: see `portal.services.moves`."""
        index = self.get_parent()
        self.community_id = index.specific.community_id if index else None
        super().save(*args, **kwargs)

    # Addresses below it

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if self.live and "/".join(path_components) in FEEDBACK_SECTIONS:
            return RouteResult(self, kwargs={"section": "/".join(path_components)})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        section = kwargs.pop("section", "")
        if section:
            from portal.services import views  # noqa: PLC0415 - views are built on models

            return views.ask_feedback(request, self) if section == "helpful" else views.thank(request, self)
        return super().serve(request, *args, **kwargs)

    # Whose it is, and where it is shown

    def show_in(self, community: Community | None, overlay: GuideOverlay | None) -> None:
        """Answer as the page of this community; of a guide of its own nothing changes."""
        self.shown_by, self.overlay = community, overlay
        self.__dict__.pop("answer", None)

    @property
    def shown_community(self) -> Community | None:
        return self.community if self.community_id else self.shown_by

    # What it says of itself

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        community = self.shown_community
        return {
            **super().get_context(request, *args, **kwargs),
            "answer": self.answer,
            "actions": self.get_actions(request),
            "papers": papers_of(self.materials),
            "fees": fees_of(self.fees),
            "days_by_rule": days_text(self.days_by_rule),
            "days_promised": days_text(self.days_promised),
            "badges": badges_of(self.kind, owner=self.community),
            "words": words_for(community.kind) if community else None,
            "life_events": [
                LinkItem(
                    str(event),
                    label_url("life-event", event.code, community, request),
                    language=event.names.other_language,
                )
                for event in self.life_event_labels
            ],
            "related": self.get_related(request),
            "feedback_url": feedback_url(self, community, request),
        }

    def get_actions(self, request: HttpRequest) -> list[LinkItem]:
        """What plugins let a resident do here about the guide's subject."""

        def plain(action: GuideAction) -> LinkItem:
            return LinkItem(str(action.label), str(action.url), icon=str(action.icon))

        return call("guide_actions", use=plain, request=request, community=self.shown_community, guide=self)

    @cached_property
    def answer(self) -> GuideAnswer:
        return answer_for(self, self.shown_community, self.overlay)

    def get_description(self) -> str:
        return self.summary

    def get_address(self, request: HttpRequest, language: str) -> str:
        return guide_url(self, self.shown_community, request, language=language)

    @property
    def is_canonical_here(self) -> bool:
        """A community's page of a city guide is worth an address of its own once it says something of its own."""
        return self.shown_by is None or bool(self.overlay and self.overlay.has_text)

    def get_alternates(self, request: HttpRequest) -> dict[str, str]:
        return super().get_alternates(request) if self.is_canonical_here else {}

    def get_canonical(self, request: HttpRequest) -> str:
        community = self.shown_community if self.is_canonical_here else None
        return absolute_url(request, guide_url(self, community, request, language=self.language_code))

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        community = self.shown_community
        crumbs = [Crumb(gettext("Guides"), guides_url(community, request))]
        if self.category:
            url = label_url("category", self.category.code, community, request)
            crumbs.append(Crumb(str(self.category), url, self.category.names.other_language))
        return crumbs

    def get_json_ld(self, request: HttpRequest) -> list[dict[str, Any]]:
        return guide_json_ld(self, self.answer, request)

    def share_values(self, request: HttpRequest, **route: Any) -> ShareValues:
        return guide_values(self)

    @cached_property
    def audience_labels(self) -> list[Audience]:
        return [row.audience for row in self._rows_with("audience_rows", "audience")]

    @cached_property
    def life_event_labels(self) -> list[LifeEvent]:
        return [row.life_event for row in self._rows_with("life_event_rows", "life_event")]

    def _rows_with(self, relation: str, label: str) -> Iterable[Any]:
        """The rows with their labels in one query, or as `search_queryset` has fetched them."""
        rows = getattr(self, relation)
        fetched = relation in getattr(self, "_prefetched_objects_cache", {})
        return rows.all() if fetched else rows.select_related(label)

    def get_related(self, request: HttpRequest) -> list[LinkItem]:
        """A preview shows what is published."""
        return guide_links(guides_related_to(self.pk, self.shown_community), self.shown_community, request)

    # What search reads of it

    @classmethod
    def search_queryset(cls) -> QuerySet[Self]:
        return cls.objects.select_related("category").prefetch_related("audience_rows__audience")

    #: Codes of the communities that do not show this guide; see `prepare_search`.
    hidden_in: tuple[str, ...] = ()

    @classmethod
    def prepare_search(cls, pages: Sequence[Self]) -> None:
        hidden: dict[UUID, list[str]] = {}
        keys = [page.translation_key for page in pages if page.community_id is None]
        overlays = GuideOverlay.objects.filter(guide_key__in=keys, hidden=True).order_by("community__code")
        for key, code in overlays.values_list("guide_key", "community__code"):
            hidden.setdefault(key, []).append(code)
        for page in pages:
            page.hidden_in = tuple(hidden.get(page.translation_key, ()))

    def search_values(self) -> SearchValues:
        return SearchValues(
            kind=self.kind,
            summary=self.summary,
            body=text_of(self),
            category=self.category.code if self.category else "",
            audiences=tuple(label.code for label in self.audience_labels),
            channels=tuple(channels_of(self)),
            hidden_in=self.hidden_in,
            popularity=self.popularity,
        )


# Ticks are rows, because wagtail-localize copies child relations to the other languages and leaves many-to-many
# fields behind.


class GuideAudience(models.Model):
    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="audience_rows")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="guide_rows")

    class Meta:
        ordering = ("audience__order", "audience__code")
        constraints = [models.UniqueConstraint(fields=["page", "audience"], name="services_audience_once")]

    def __str__(self) -> str:
        return str(self.audience)


class GuideLifeEvent(models.Model):
    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="life_event_rows")
    life_event = models.ForeignKey(LifeEvent, on_delete=models.PROTECT, related_name="guide_rows")

    class Meta:
        ordering = ("life_event__order", "life_event__code")
        constraints = [models.UniqueConstraint(fields=["page", "life_event"], name="services_life_event_once")]

    def __str__(self) -> str:
        return str(self.life_event)


class RelatedGuide(Orderable):
    """`target` is the page the editor chose, in any language: readers get the guide in theirs."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="related_rows")
    target = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("guide"))
