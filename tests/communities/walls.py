"""Two communities side by side, and a walk over every admin address with what belongs to the other one."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Comment,
    Locale,
    Page,
    PageViewRestriction,
    Task,
    Workflow,
)
from wagtail.permissions import policy_registry
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from portal.communities.access.gate import admission_for
from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.communities.models import Community
from portal.home.models import CommunityHomePage
from search.models import SearchDecision, SearchDocument, SearchRule
from tests.communities.neighbour_rows import PHONE, SAMPLES, SECRET, secret
from tests.factories.home import opened_community
from tests.factories.people import staff
from tests.gardens.models import Bed


@dataclass
class Neighbour:
    """A community with one of everything, nothing of which may show elsewhere."""

    community: Community
    home: CommunityHomePage
    draft: Page
    translated: Page
    editor: Any
    contributor: Any
    ids: dict[str, list[Any]] = field(default_factory=dict)
    volunteers: dict[str, Any] = field(default_factory=dict)


def make_neighbour(commit: Callable[..., Any]) -> Neighbour:
    """`commit` is the fixture that runs what waits for the end of the transaction: publishing, the search index."""
    with commit(execute=True):
        community = opened_community(slug="neighbour")
        home = community.home_pages.get(locale__language_code="zh-hans")
        people = {
            role: staff(community, role, username=f"{SECRET}{role}", email=f"{SECRET}{role}@example.org")
            for role in (Role.EDITOR, Role.CONTRIBUTOR)
        }
        editor, contributor = people[Role.EDITOR], people[Role.CONTRIBUTOR]
        draft = Page(title=secret("draft"), slug="draft", live=False, locale=home.locale, owner=contributor)
        home.add_child(instance=draft)
        first = draft.save_revision(user=contributor, log_action=True)
        translate_object(draft, [Locale.objects.get(language_code="en")])
        b = Neighbour(
            community, home, draft, draft.get_translation(Locale.objects.get(language_code="en")), editor, contributor
        )
    with commit(execute=True):
        Comment.objects.create(page=draft, user=contributor, text=secret("comment"), contentpath="title")
        state = draft.get_workflow().start(draft, contributor)
        locked = home.add_child(
            instance=Page(
                title=secret("locked"),
                slug="locked",
                live=False,
                locale=home.locale,
                locked=True,
                locked_by=editor,
                locked_at=timezone.now(),
                owner=editor,
            )
        )
        second = locked.save_revision(user=editor, approved_go_live_at=timezone.now() + timezone.timedelta(days=9))
        published = home.add_child(instance=Page(title="Public", slug="public", locale=home.locale, owner=editor))
        published.save_revision(user=editor).publish(user=editor)
        published.title = secret("change")
        published.save_revision(user=editor)
        alias = locked.create_alias(parent=home, update_slug="locked-alias")
        PageViewRestriction.objects.create(page=published, restriction_type="password", password=SECRET)
        redirect = Redirect.objects.create(old_path=f"/{SECRET}", redirect_page=draft)
        image = get_image_model().objects.create(
            title=secret("image"), file=get_test_image_file(), collection=community.collection, uploaded_by_user=editor
        )
        image.tags.add(f"{SECRET}-tag")
        document = get_document_model().objects.create(
            title=secret("document"), file=ContentFile(b"x", name="x.txt"), collection=community.collection
        )
        document.tags.add(f"{SECRET}-tag")
    rows = {label: make(b) for label, make in SAMPLES.items()}
    Bed.objects.create(garden=rows["gardens.Garden"], plant=secret("plant"))
    rule = SearchRule.objects.create(community=community.code, kind="equal", words=secret("words, of others"))
    entry, _is_new = SearchDocument.objects.get_or_create(
        entry_id=f"page:{draft.translation_key}", language="zh-hans", defaults={"title": secret("entry")}
    )
    decision = SearchDecision.objects.create(community=community.code, query=secret("question"), key="x")
    source = TranslationSource.objects.get(object_id=draft.translation_key)
    translation = source.translations.get()
    b.ids = {
        "works": [rows["renovation.RenovationProject"].works.get().pk],
        "page": [draft.pk, published.pk],
        "parent": [home.pk, draft.pk],
        "more pages": [home.pk, locked.pk, alias.pk, b.translated.pk],
        "image": [image.pk],
        "document": [document.pk],
        "user": [editor.pk],
        "group": [editor.groups.get().pk],
        "collection": [community.collection.pk],
        "redirect": [redirect.pk],
        "revision": [first.pk, second.pk],
        "task_state": [state.current_task_state.pk],
        "workflow_state": [state.pk],
        "workflow": [Workflow.objects.first().pk],
        "task": [Task.objects.last().pk],
        "source": [source.pk],
        "translation": [translation.pk],
        "segment": [source.stringsegment_set.first().pk],
        "locale": [home.locale_id],
        "code": [community.code],
        "plugin": ["tools"],
        "key": [draft.translation_key],
        "search.SearchRule": [rule.pk],
        "entry": [entry.pk],
        "search.SearchDecision": [decision.pk],
        **{label: [row.pk] for label, row in rows.items()},
    }
    return b


def scoped_models() -> set[str]:
    """Labels of all models whose rows belong to communities, as the admin knows them."""
    return {
        model._meta.label
        for model, policy in policy_registry.values_by_class.items()
        if isinstance(policy, CommunityPermissionPolicy)
    } | {
        model._meta.label
        for model, policy in policy_registry.values_by_exact_class.items()
        if isinstance(policy, CommunityPermissionPolicy)
    }


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    pattern: URLPattern

    def __str__(self) -> str:
        return f"{self.name} ({self.route})"


def admin_addresses() -> list[Address]:
    return [address for address in _walk(get_resolver().url_patterns) if address.route.startswith("admin/")]


def _walk(patterns: list[Any], prefix: str = "", namespace: str = "") -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, route, inner)
        else:
            name = f"{namespace}{pattern.name}" if pattern.name else pattern.lookup_str
            yield Address(name, route, pattern)


# What an argument of an address is, by its name; `pk` and others by the namespace first.
ARGUMENTS = {
    "page_id": "page", "parent_page_id": "parent", "page_to_move_id": "page", "destination_id": "page",
    "page_pk": "page",
    "revision_id": "revision", "revision_id_a": "revision", "revision_id_b": "revision",
    "task_state_id": "task_state", "workflow_state_id": "workflow_state", "task_id": "task", "workflow_pk": "workflow",
    "collection_id": "collection", "image_id": "image", "document_id": "document", "doc_id": "document",
    "redirect_id": "redirect", "translation_source_id": "source", "translation_id": "translation",
    "code": "code", "guide_key": "key", "entry_pk": "entry", "plugin": "plugin", "part": "works",
    "string_segment_id": "segment", "overridable_segment_id": "segment",
}  # fmt: skip
BY_NAMESPACE = {
    "wagtailadmin_api:pages": "page", "wagtailadmin_api:images": "image", "wagtailadmin_api:documents": "document",
    "wagtailadmin_pages": "page", "wagtailadmin_collections": "collection", "wagtailadmin_workflows": "workflow",
    "wagtailimages_chooser": "image", "wagtaildocs_chooser": "document",
    "wagtailusers_users": "user", "wagtailusers_groups": "group", "wagtaillocales": "locale", "wagtailsites": "locale",
    "wagtailsettings": "locale",
}  # fmt: skip
PAGE_TYPES = [("home", "communityhomepage"), ("wagtailcore", "page")]
WORDS = {
    "action_name": ["approve", "publish", "copy"],
    "action": ["delete", "move", "publish", "unpublish", "add_tags", "add_to_collection", "assign_role"],
    "filter_spec": ["max-100x100"],
    "mode": [""],
    "session_id": [0],
    "uploaded_file_id": [1],
    "uidb64": ["MQ"],
    "token": ["x-y"],
}


def arguments(address: Address, b: Neighbour) -> list[dict[str, Any]]:
    """All ways to fill the address' arguments with what is the neighbour's.

    An open address with an argument nobody has heard of yet raises LookupError: say above what it is. Behind a shut
    gate anything will do.
    """
    names = list(address.pattern.pattern.converters) or re.findall(r"\(\?P<(\w+)>", address.route)
    filled = []
    for pair in _models(address, names):
        rest = [name for name in names if name not in pair]
        choices = [_values(address, name, pair, b) for name in rest]
        filled += [{**pair, **dict(zip(rest, combination, strict=True))} for combination in product(*choices)]
    return filled


def _values(address: Address, name: str, pair: dict[str, str], b: Neighbour) -> list[Any]:
    if name in WORDS:
        return WORDS[name]
    model = getattr(address.pattern.callback, "view_initkwargs", {}).get("model")
    label = getattr(getattr(model, "_meta", None), "label", "")
    kind = ARGUMENTS.get(name)
    if name in ("pk", "object_id"):
        of_pair = {"image": "image", "document": "document"}.get(list(pair.values())[-1], "page") if pair else None
        kind = of_pair or (label if label in b.ids else BY_NAMESPACE.get(address.name.rpartition(":")[0]))
    if kind is None and admission_for(address.name):
        raise LookupError(f"{address}: what is {name}?")
    return b.ids[kind] if kind else [1]


def _models(address: Address, names: list[str]) -> list[dict[str, str]]:
    app = next((name for name in names if name in ("app_label", "app_name", "content_type_app_name")), None)
    if app is None:
        return [{}]
    model = next(name for name in names if name.endswith("model_name"))
    others = {
        "wagtail_bulk_action": [("wagtailcore", "page"), ("wagtailimages", "image"), ("wagtaildocs", "document"),
                                ("auth", "user")],
        "wagtailsettings:edit": [("home", "citysettings")],
        "wagtailsettings:preview_on_edit": [("home", "citysettings")],
        "wagtailadmin_tag_model_autocomplete": [("taggit", "tag")],
        "wagtailadmin_workflows:add_task": [("wagtailcore", "groupapprovaltask")],
    }  # fmt: skip
    return [{app: a, model: m} for a, m in others.get(address.name, [*PAGE_TYPES, ("gardens", "garden")])]


def requests(b: Neighbour) -> list[tuple[str, dict[str, Any]]]:
    """(method, data): bare, with everything that addresses are known to take, as an export, and as a forged form."""
    page, others = b.draft.pk, [*b.ids["page"], *b.ids["more pages"], *b.ids["image"]]
    every = {
        "q": SECRET[:6], "term": SECRET[:6], "id": page, "childOf": b.home.pk, "child_of": b.home.pk, "fields": "*",
        "target_pages[]": page, "multiple": "1",
    }  # fmt: skip
    forged = {
        "new_parent_page": page, "parent_page": page, "chooser": page, "page": page, "title": "x", "new_title": "x",
        "new_slug": "x", "community": b.community.pk, "garden": b.ids["gardens.Garden"][0], "name": "x", "keeper": "x",
        "collection": b.community.collection.pk, "role": "lead", "phone": PHONE,
        "publish_translations": "on", "locales": b.ids["locale"], "wagtailadmin-comment": "x",
        "external-link-chooser-url": f"http://localhost/zh-hans/{b.community.slug}/draft/",
        "external-link-chooser-link_text": "x",
    }  # fmt: skip
    return [
        ("get", {}),
        ("get", every),
        ("get", {"id": others, "page_type": "wagtailcore.Page,home.CommunityHomePage"}),
        ("get", {"export": "csv"}),
        ("post", forged),
    ]


def text_of(response: Any) -> str:
    """Everything the answer tells: its text, where it leads, and what Wagtail will say there."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    said = [str(message) for message in get_messages(response.wsgi_request)]
    return " ".join([content.decode(errors="replace"), response.headers.get("Location", ""), *said])


def leaks(user: Any, b: Neighbour, *, only: Iterable[str] = (), prefixes: tuple[str, ...] = ("",)) -> dict[str, str]:
    """{address' name: request} of the first answer of each address that contains a secret of the neighbour.

    An answer that broke off (500) is found as well: nobody knows what it would have shown.
    """
    found: dict[str, str] = {}
    for address in admin_addresses():
        if (only and address.name not in only) or not address.name.startswith(prefixes):
            continue
        client = Client(raise_request_exception=False)
        client.force_login(user)
        for method, url, data in _requests(address, b):
            response = getattr(client, method)(url, data)
            if response.status_code == 500 or SECRET in text_of(response):
                found.setdefault(address.name, f"{response.status_code} {method.upper()} {url} {data}")
    return found


def _requests(address: Address, b: Neighbour) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Where the gate is shut, it does not matter what is asked for: one look and one push will do.

    So they do for the second and further rows of the same kind.
    """
    everything = requests(b)
    if address.name == "wagtail_bulk_action":
        everything.append(("get", {"id": "all", "childOf": b.home.pk}))
    bare = [everything[0], next(request for request in everything if request[0] == "post")]
    for number, kwargs in enumerate(arguments(address, b)):
        for method, data in everything if admission_for(address.name) and not number else bare:
            yield method, _url(address, kwargs), data


def _url(address: Address, kwargs: dict[str, Any]) -> str:
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda match: f"<{match[1]}>", address.route)
    route = route.replace("^", "").replace("$", "").replace("\\", "").replace(".*", "nothing-here")
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(kwargs[match[1]]), route)
