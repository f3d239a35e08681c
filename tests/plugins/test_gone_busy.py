"""An uninstalled package's pages with all that can hang on a page: no address of the admin breaks over them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from tests.factories.gone import vanish
from tests.factories.people import UserFactory
from tests.plugins.busy_pages import make_busy_pages
from tests.plugins.test_off_in_admin import CITYS_LISTS, LISTS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:A specific version of the following object"),
]


def test_lists_work_beside_busy_gone_pages(
    client: Client, django_capture_on_commit_callbacks: Callable, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    busy = make_busy_pages(django_capture_on_commit_callbacks, named=str)
    vanish(busy.community)
    client.raise_request_exception = False
    answers = {}
    for user in (busy.editor, UserFactory(is_superuser=True)):
        client.force_login(user)
        for name, address in (LISTS | CITYS_LISTS).items():
            answer = client.get(address.format(home=busy.home.pk, page=busy.draft.pk))
            answers[f"{user.username} {name}"] = answer.status_code
    for page in (busy.draft.pk, *busy.ids["more pages"][1:]):
        for act in ("", "edit/", "delete/", "copy/", "move/", "history/", "usage/"):
            answers[f"{page} {act}"] = client.get(f"/admin/pages/{page}/{act}").status_code
    ContentType.objects.clear_cache()
    assert {name: status for name, status in answers.items() if status >= 500} == {}
