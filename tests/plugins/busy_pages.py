"""Pages of a plugin with everything that can hang on a page, and a walk over the admin that looks for their titles."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from tool_library.models import Loan, Tool, ToolLibraryPage
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Comment, Locale, PageViewRestriction, Task, Workflow
from wagtail_localize.models import TranslationSource
from wagtail_localize.operations import translate_object

from portal.communities.choices import Role
from portal.communities.models import Community
from tests.communities.walls import Neighbour, secret
from tests.factories.people import staff
from tests.factories.plugins import community_with


def make_busy_pages(commit: Callable[..., Any], *, named: Callable[[str], str] = secret) -> Neighbour:
    """In a community in which the plugin is on. `commit` is the fixture that runs what waits for the end of the
    transaction. Nothing but the plugin's pages and rows is secret, unless they are `named` otherwise."""
    with commit(execute=True):
        community = community_with("tools", slug="neighbour")
        home = community.home_pages.get(locale__language_code="zh-hans")
        editor = staff(community, Role.LEAD, username="lead")
        draft = _page(home, "draft", named, owner=editor)
        first = draft.save_revision(user=editor, log_action=True)
        translate_object(draft, [Locale.objects.get(language_code="en")])
        translated = draft.get_translation(Locale.objects.get(language_code="en"))
    with commit(execute=True):
        Comment.objects.create(page=draft, user=editor, text=named("comment"), contentpath="title")
        state = draft.get_workflow().start(draft, editor)
        locked = _page(home, "locked", named, locked=True, locked_by=editor, locked_at=timezone.now(), owner=editor)
        second = locked.save_revision(user=editor, approved_go_live_at=timezone.now() + timezone.timedelta(days=9))
        published = _page(home, "published", named, owner=editor)
        published.save_revision(user=editor).publish(user=editor)
        alias = locked.create_alias(parent=home, update_slug="locked-alias")
        PageViewRestriction.objects.create(page=published, restriction_type="login")
        redirect = Redirect.objects.create(old_path="/old", redirect_page=published)
        image = get_image_model().objects.create(
            title="Picture", file=get_test_image_file(), collection=community.collection, uploaded_by_user=editor
        )
    source = TranslationSource.objects.get(object_id=draft.translation_key)
    b = Neighbour(community, home, draft, translated, editor, editor)
    b.ids = {
        "page": [draft.pk, published.pk],
        "parent": [home.pk, draft.pk],
        "more pages": [home.pk, locked.pk, alias.pk, translated.pk],
        "image": [image.pk],
        "document": [1],
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
        "translation": [source.translations.get().pk],
        "segment": [source.stringsegment_set.first().pk],
        "locale": [home.locale_id],
        "code": [community.code],
        "key": [draft.translation_key],
        "tool_library.Tool": [make_tool(community, named).pk],
        "tool_library.Loan": [Loan.objects.create(tool=make_tool(community, named), name=named("borrower")).pk],
    }
    return b


def _page(home: Any, what: str, named: Callable[[str], str], **values: Any) -> ToolLibraryPage:
    page = ToolLibraryPage(title=named(what), slug=what, live=False, locale=home.locale, **values)
    return home.add_child(instance=page)


def make_tool(community: Community, named: Callable[[str], str]) -> Tool:
    return Tool.objects.create(community=community, names={"zh-hans": named("tool"), "en": named("tool")})
