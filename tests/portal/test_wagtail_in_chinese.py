"""The catalogue that completes Wagtail's Chinese: exactly what the installed packages leave untranslated.

After an upgrade these tests name what is to be added to `portal/locale_wagtail` and what can go.
"""

import json
import re
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation
from django.views.i18n import JSONCatalog

CATALOGUE = Path(settings.PACKAGE_DIR) / "locale_wagtail" / "zh_Hans" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
Key = tuple[str | None, str]
#: The same thing in better Chinese; ours is read before theirs, so the whole admin says it.
BETTER = {
    "Actions", "All", "Approve", "Approve with comment", "English", "For search engines", "Request changes", "active",
    "finished at",
}  # fmt: skip
both_domains = pytest.mark.parametrize("domain", ["django", "djangojs"])


def foreign_locale_dirs() -> list[Path]:
    """Of Django and of every installed app that is neither ours nor a plugin of the tests."""
    tests = Path(settings.PACKAGE_DIR).parent / "tests"
    apps_of_others = [
        app
        for app in apps.get_app_configs()
        if not app.name.startswith(("portal", "search")) and not Path(app.path).is_relative_to(tests)
    ]
    return [Path(django.__file__).parent / "conf" / "locale", *(Path(app.path) / "locale" for app in apps_of_others)]


def messages_of_wagtail(domain: str) -> dict[Key, polib.POEntry]:
    wagtails = [app for app in apps.get_app_configs() if app.name.startswith("wagtail")]
    files = [Path(app.path) / "locale/en/LC_MESSAGES" / f"{domain}.po" for app in wagtails]
    return {
        (entry.msgctxt, entry.msgid): entry
        for file in files
        if file.exists()
        for entry in polib.pofile(str(file))
        if not entry.obsolete
    }


def translated_by_others(domain: str) -> dict[Key, list[list[str]]]:
    """Every translation there is of a message: one a package that has it."""
    files = [folder / "zh_Hans/LC_MESSAGES" / f"{domain}.mo" for folder in foreign_locale_dirs()]
    found: dict[Key, list[list[str]]] = {}
    for entry in (entry for file in files if file.exists() for entry in polib.mofile(str(file))):
        if entry.msgstr or entry.msgstr_plural:
            found.setdefault((entry.msgctxt, entry.msgid), []).append(forms(entry))
    return found


def our_entries(domain: str) -> dict[Key, polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(CATALOGUE / f"{domain}.po"))}


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@both_domains
def test_exactly_the_missing_messages_are_there(domain: str) -> None:
    missing = messages_of_wagtail(domain).keys() - translated_by_others(domain).keys()
    assert set(our_entries(domain)) == missing


@both_domains
def test_plurals_are_those_of_wagtail(domain: str) -> None:
    originals = messages_of_wagtail(domain)
    for key, entry in our_entries(domain).items():
        assert entry.msgid_plural == originals[key].msgid_plural
        assert len(forms(entry)) == 1


@both_domains
def test_every_message_is_translated_into_chinese(domain: str) -> None:
    entries = our_entries(domain).values()
    assert [entry.msgid for entry in entries if entry.fuzzy or not all(forms(entry))] == []
    plain = [
        entry.msgid
        for entry in entries
        if not re.search(r"[\u4e00-\u9fff]", PLACEHOLDER.sub("", "".join(forms(entry))))
    ]
    # A product's name; placeholders with Chinese punctuation.
    assert set(plain) <= {
        "Wagtail API v3",
        "%(field_label)s:",
        "%(time)s by %(user_display_name)s",
        "%(action)s by <b>%(who)s</b>",
        "%(related_model_name)s %(field_label)s",
        "%(status_display)s %(task_name)s %(started_at)s",
        "%(time_zone_option)s: %(localized_time_zone_label)s",
    }


@both_domains
def test_placeholders_and_markup_are_kept(domain: str) -> None:
    for entry in our_entries(domain).values():
        original = entry.msgid_plural or entry.msgid
        for text in forms(entry):
            assert set(PLACEHOLDER.findall(text)) >= set(PLACEHOLDER.findall(entry.msgid)), text
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(original)), text
            assert sorted(TAG.findall(text)) == sorted(TAG.findall(original)), text


def test_our_pages_words_leave_wagtails_alone() -> None:
    """A word of ours that means something else there wants a context: "Pages" of results are no pages of the tree."""
    others = translated_by_others("django")
    ours = [Path(app.path) for app in apps.get_app_configs() if app.name.split(".")[0] in ("portal", "search")]
    rooms = [path / "locale/zh_Hans/LC_MESSAGES/django.po" for path in ours]
    replaced = {
        entry.msgid: (forms(entry), others[entry.msgctxt, entry.msgid])
        for entry in (entry for room in rooms if room.exists() for entry in polib.pofile(str(room)))
        if forms(entry) not in others.get((entry.msgctxt, entry.msgid), [forms(entry)])
    }
    assert {word: texts for word, texts in replaced.items() if word not in BETTER} == {}
    assert replaced.keys() >= BETTER


def test_admin_shows_our_words_and_keeps_wagtails() -> None:
    with translation.override("zh-hans"):
        assert translation.gettext("Autosave is paused") == "自动保存已暂停"
        assert translation.ngettext("Moved up 1 place.", "Moved up %(counter)s places.", 3) == "已上移 %(counter)s 位。"
        assert translation.gettext("Keyboard shortcuts") == "键盘快捷键"
    with translation.override("en"):
        assert translation.gettext("Autosave is paused") == "Autosave is paused"


def test_scripts_of_the_admin_get_them_too(rf) -> None:
    with translation.override("zh-hans"):
        response = JSONCatalog.as_view(packages=["wagtail.admin"])(rf.get("/"))
    assert json.loads(response.content)["catalog"]["Split block"] == "拆分区块"


def test_menu_speaks_each_editors_language(client: Client, admin_user: User) -> None:
    """Also where somebody with another one opened it first."""
    client.force_login(admin_user)
    said = []
    for language in ("en", "zh-hans"):
        page = client.get("/admin/", headers={"Accept-Language": language}).content.decode()
        labels = {json.loads(f'"{label}"') for label in re.findall(r'"label": "(.*?)"', page)}
        said.append({label for label in labels if label in ("Translations", "翻译") or "Wagtail" in label})
    assert said == [{"Translations"}, {"翻译"}]
