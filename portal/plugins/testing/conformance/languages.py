"""Every language of the site is complete, and each page speaks one."""

import re
from gettext import GNUTranslations
from pathlib import Path

from django.test import Client
from django.utils.translation import to_locale

from portal.plugins.app_config import PluginConfig
from portal.plugins.declaration import PUBLIC
from portal.plugins.testing.conformance.addresses import page_paths, view_paths
from portal.plugins.testing.conformance.looking import answer_to, main_text
from portal.plugins.testing.conformance.texts import Text, texts_in
from portal.plugins.testing.conformance.world import HERE, LANGUAGES, NotConforming, World

SOURCE = "en"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
LATIN = re.compile(r"\b[A-Za-z]{3,}\b")


def every_language_is_complete(config: PluginConfig) -> None:
    """The plugin's own catalogue; texts of the source are English. Names are looked at when the portal starts."""
    package = Path(config.path)
    texts = texts_in(package)
    for language in LANGUAGES:
        if texts and language != SOURCE:
            check_catalogue(package, language, texts)


def check_catalogue(package: Path, language: str, texts: list[Text]) -> None:
    path = package / "locale" / to_locale(language) / "LC_MESSAGES" / "django.mo"
    if not path.exists():
        raise NotConforming(f"There is no catalogue for {language}: {path.relative_to(package)}")
    with path.open("rb") as file:
        known = GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # the one way to ask for what is there
    translations = {text: known.get((text.key, 0)) if text.plural else known.get(text.key) for text in texts}
    if missing := [f"{text.text!r} ({text.place})" for text, translation in translations.items() if not translation]:
        raise NotConforming(f"Not translated into {language}: {', '.join(missing)}")
    for text, translation in translations.items():
        if not text.plural and set(PLACEHOLDER.findall(translation)) != set(PLACEHOLDER.findall(text.text)):
            raise NotConforming(f"{text.text!r} has other placeholders in {language}: {translation!r}")


def each_page_speaks_one_language(world: World) -> None:
    """What anybody may read: no English on Chinese pages but what the samples allow, no Chinese on English ones."""
    client = Client()
    for language in LANGUAGES:
        views = [path for path, view in view_paths(world, world.here, language).items() if view.access is PUBLIC]
        pages = [path for path in page_paths(world, world.here) if path.startswith(f"/{language}/")]
        for path in [f"/{language}/{world.here.slug}/", *pages, *views]:
            text = main_text(answer_to(client, path))
            if words := foreign_words(world, text, language):
                raise NotConforming(f"{path} says {' '.join(words)!r}, which is not {language}")


def foreign_words(world: World, text: str, language: str) -> list[str]:
    others = [word for code, word in HERE.items() if code != language and word in text]
    if language.startswith("zh"):
        return others or [word for word in LATIN.findall(text) if word not in world.samples.latin_words]
    if language == "en":
        return others or CHINESE.findall(text)
    return others
