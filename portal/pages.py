"""The abstract page type of everything residents read: addresses, language fallback, and what a page says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import checks
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel, TitleFieldPanel
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.components import Fact
from portal.keeping import PAGES, kept
from portal.meta import Crumb, PageMeta
from portal.names import fallback_order
from portal.romanise import slug_from
from portal.translations import is_drafting

#: What lies below the address of every page, {rest of the address: name}; `portal.sharing` answers there.
SHARE_SECTIONS = {"share": "share", "share/card": "card", "share/poster": "poster"}


def absolute_url(request: HttpRequest, path: str) -> str:
    """`path` on the host of the request's site, as canonical and alternate links want it; absolute ones stay."""
    if not path.startswith("/"):
        return path
    site = Site.find_for_request(request)
    return f"{site.root_url if site else ''}{path}"


def path_in_language(path: str, language: str) -> str:
    """The same address under another language's prefix: slugs are equal in all trees."""
    _empty, _current, rest = path.split("/", 2)
    return f"/{language}/{rest}"


def path_below_home(page: Page) -> str:
    """Its address below the city's home page, whose own part of the tree's path is part of no address.

    The same in all languages: `sunshine/guides/`.
    """
    return below_home(page.url_path)


def below_home(url_path: str) -> str:
    _root, _home, rest = url_path.split("/", 2)
    return rest


def without_share(path_components: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """What is left of an address without a section of sharing at its end, and the arguments that section adds to the
    page's RouteResult. For page types that route parts of their own: `["2026-12-01", "share"]`."""
    rest = list(path_components)
    for length in (1, 2):
        if section := SHARE_SECTIONS.get("/".join(rest[-length:])):
            return rest[:-length], {"share": section}
    return rest, {}


def languages_of(versions: Mapping[str, Page]) -> frozenset[str]:
    """Of `{language: live page}` the languages that have a text; an alias shows another's."""
    return frozenset(language for language, page in versions.items() if page.alias_of_id is None)


@kept(PAGES)
def restricted_paths() -> frozenset[str]:
    """Tree paths of the pages whose view is restricted, and of their aliases. Mostly there is none at all."""
    found = dict(PageViewRestriction.objects.values_list("page_id", "page__path"))
    new = set(found)
    while new:
        aliases = dict(Page.objects.filter(alias_of__in=new).values_list("pk", "path"))
        new = aliases.keys() - found.keys()
        found |= aliases
    return frozenset(found.values())


def gone_types() -> list[int]:
    """Content types whose model no installed package has: what refers to their rows breaks where it is looked up."""
    return [each.pk for each in ContentType.objects.all() if each.model_class() is None]


@dataclass(frozen=True, slots=True)
class SearchValues:
    """What search reads of a page besides its title: plain text, and codes instead of labels.

    `kind` replaces the page type's `search_kind` where one type holds several kinds. `hidden_in` are the codes of
    communities that do not show a page of the city.
    """

    kind: str = ""
    keywords: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""
    category: str = ""
    audiences: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    hidden_in: tuple[str, ...] = ()
    popularity: int = 0


@dataclass(frozen=True, slots=True)
class ShareValues:
    """What a page says of itself in a chat group, on a card and on a poster: plain text, one line each.

    `kind` says what sort of thing it is ("Notice"), `text` in a sentence or two what it is about; `facts` are the
    essentials a poster shows besides (what to bring, whom to call). `part` is the number of a part of the page that is
    shared alone, see `PortalPage.share_path`.
    """

    title: str
    kind: str = ""
    when: str = ""
    where: str = ""
    text: str = ""
    facts: tuple[Fact, ...] = ()
    part: int = 0


class PortalPageForm(WagtailAdminPageForm):
    """The address may be left empty: it is made of the title, Chinese in pinyin, which no browser script does.
    Page types with a form of their own derive it from this one.

    What somebody sends goes through the Wagtail hook `check_sent_page` before anything of it is looked up and shown:
    it gets the form, and may raise PermissionDenied.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if self.is_bound and self.for_user:
            for check in hooks.get_hooks("check_sent_page"):
                check(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self._free_slug(slug_from(cleaned.get("title") or ""))
        return cleaned

    def _free_slug(self, base: str) -> str:
        number, slug = 1, base
        while slug and not PortalPage._slug_is_available(slug, self.parent_page, self.instance):
            number += 1
            slug = f"{base}-{number}"
        return slug


class PageTitlePanel(TitleFieldPanel):
    """Leaves the address to the form: Wagtail's script drops what is not ASCII, "3号楼停车" would be at /3/."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        apply_actions: ClassVar[list[str]] = []


class PortalPage(Page):
    """A page that residents read.

    Slugs are ASCII and the same in all languages, so that the same path under another prefix is the same thing. Where
    a page is missing in one language, the address answers with the page of the next language in LANGUAGES that has it.
    """

    base_form_class = PortalPageForm
    content_panels: ClassVar[list[Panel]] = [PageTitlePanel("title")]

    #: The `kind` of this type's search entries, or None for a type that is not searched; each type must decide.
    search_kind: ClassVar[str | None]

    override_translatable_fields: ClassVar[list[SynchronizedField]] = [SynchronizedField("slug", overridable=False)]

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if not cls._meta.abstract and not hasattr(cls, "search_kind"):
            hint = "Set search_kind to the kind its search entries have, or to None."
            errors.append(
                checks.Error(
                    f"{cls.__name__} does not say whether it is searched.", hint=hint, obj=cls, id="portal.E001"
                )
            )
        return errors

    def _set_core_field_defaults(self) -> None:
        slug: str = self.slug  # type: ignore[has-type]  # a field of Page, which has no types
        if not slug.isascii():
            slug = self.slug = ""
        parent_is_known = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if not slug and parent_is_known and (base := slug_from(self.title)):
            self.slug = self._get_autogenerated_slug(base)
        super()._set_core_field_defaults()

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Not those of the sections below every page either."""
        return slug not in SHARE_SECTIONS and Page._slug_is_available(slug, parent_page, page)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A translation's draft never reaches a live page: its words wait in the revision that follows."""
        if is_drafting() and self.live and self.pk and "update_fields" not in kwargs:
            return
        super().save(*args, **kwargs)

    # Routing

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not self.live:
            raise Http404
        if not path_components:
            return RouteResult(self)
        rest, share = without_share(path_components)
        if share and not rest:
            return RouteResult(self, kwargs=share)
        child = self.child_to_route(path_components[0])
        if child is None or child.specific_class is None:  # the latter is of a package that is gone
            raise Http404
        page = child.specific
        if page.locale_id == self.locale_id and Page.locale.is_cached(self):
            page.locale = self.locale
        return page.route(request, path_components[1:])

    def child_to_route(self, slug: str) -> Page | None:
        """The live child of this slug: in this page's language, else in the first other language that has one."""
        own = self.get_children().live().filter(slug=slug).first()
        if own is not None:
            own._cached_parent_obj = self
            return own
        parents = Page.objects.live().filter(translation_key=self.translation_key).exclude(pk=self.pk)
        found = {}
        for parent in parents:
            children = Page.objects.child_of(parent).live().filter(slug=slug).select_related("locale")
            found.update({child.locale.language_code: child for child in children})
        for language in fallback_order():
            if language in found:
                return found[language]
        return None

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Wagtail asks page after page up the tree; it need not where nothing above is restricted."""
        ends = range(self.steplen, len(self.path) + 1, self.steplen)
        if restricted_paths().isdisjoint(self.path[:end] for end in ends):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def answers(self) -> bool:
        """Whether its address shows it, now that it is published. Asked where the address is given away without being
        routed; `route` decides for itself."""
        return True

    # What the page says of itself

    #: Languages this page is live in, where they were found together with it.
    live_languages: frozenset[str] | None = None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["meta"] = self.get_meta(request)
        return context

    def get_meta(self, request: HttpRequest) -> PageMeta:
        return PageMeta(
            title=self.seo_title or self.title,
            description=self.search_description or self.get_description(),
            canonical=self.get_canonical(request),
            alternates=self.get_alternates(request),
            language=self.language_code,
            indexable=self.is_indexable,
            breadcrumbs=tuple(self.get_breadcrumbs(request)),
            json_ld=tuple(self.get_json_ld(request)),
        )

    @property
    def language_code(self) -> str:
        return self.locale.language_code

    @property
    def other_language(self) -> str:
        """The page's language where it is not the reader's, else empty."""
        return "" if self.language_code == get_language() else self.language_code

    def get_description(self) -> str:
        """One sentence for search engines and shared links, where the editor gave none."""
        return ""

    def get_address(self, request: HttpRequest, language: str) -> str:
        """Where this page answers in `language`: a path, or an absolute address on another host."""
        return path_in_language(self.get_url(request) or request.path, language)

    def get_canonical(self, request: HttpRequest) -> str:
        return absolute_url(request, self.get_address(request, self.language_code))

    def get_alternates(self, request: HttpRequest) -> dict[str, str]:
        """{language: absolute address} of all languages this page is live in; empty while it answers for another."""
        if self.language_code != get_language():
            return {}
        languages = self.get_live_languages()
        return {
            code: absolute_url(request, self.get_address(request, code))
            for code, _label in settings.LANGUAGES
            if code in languages
        }

    def get_live_languages(self) -> frozenset[str]:
        if self.live_languages is not None:
            return self.live_languages
        live = Page.objects.live().filter(translation_key=self.translation_key, alias_of__isnull=True)
        return frozenset(live.values_list("locale__language_code", flat=True))

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        """From the home page down to the parent of this page."""
        return []

    # What it says in a chat group and on a poster

    def share_values(self, request: HttpRequest, **route: Any) -> ShareValues:
        """`route` holds the arguments of the page's RouteResult: which part of it is meant. Raises Http404 for a part
        there is not."""
        return ShareValues(self.title, text=self.get_description())

    def share_path(self, part: int) -> str:
        """The address below the page's own of the part that `share_values` gave this number: `2026-12-01/`. The number
        is in short links, so the same one means the same part for good."""
        return ""

    @property
    def is_indexable(self) -> bool:
        """Whether search engines may list it; False marks the page `noindex`."""
        return True

    @classmethod
    def unlisted_pages(cls) -> QuerySet[Page] | None:
        """Those of this type that are not indexable, for the sitemap; None for types without any."""
        return None

    # What search reads of it

    @classmethod
    def search_queryset(cls) -> QuerySet[Self]:
        """Pages with everything `search_values` reads, so that a batch takes a constant number of queries."""
        return cls.objects.all()

    @classmethod
    def prepare_search(cls, pages: Sequence[Self]) -> None:
        """Attach what `search_values` needs and no queryset can join, for the whole batch at once."""

    def search_values(self) -> SearchValues:
        return SearchValues(body=self.get_description())

    def get_json_ld(self, request: HttpRequest) -> list[dict[str, Any]]:
        return []
