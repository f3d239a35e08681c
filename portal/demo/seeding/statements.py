"""The city's privacy and accessibility statements, and the links to them at the foot of every page."""

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from portal.demo.dates import render_all
from portal.demo.seeding.reading import read
from portal.home.models import CityHomePage, CitySettings, InformationPage, PageKey
from portal.pairs import record_translation


def seed_statements(*, today: date) -> None:
    """Written once; what becomes of them afterwards is their editors' business."""
    known = set(PageKey.objects.values_list("key", flat=True))
    for row in read("statements"):
        if row["key"] not in known:
            _write(row, today)


def _write(row: dict[str, Any], today: date) -> None:
    source, *targets = [
        _page(row, home, today) for home in CityHomePage.objects.select_related("locale").order_by("pk")
    ]
    for target in targets:
        record_translation(source=source, target=target)
    PageKey.objects.create(key=row["key"], translation_key=source.translation_key)
    city = CitySettings.load()
    if getattr(city, row["setting"]) is None:
        setattr(city, row["setting"], source)
        city.save()


def _page(row: dict[str, Any], home: CityHomePage, today: date) -> InformationPage:
    language = home.locale.language_code
    texts = render_all(row["texts"][language], today=today, language=language)
    page = InformationPage(
        title=texts["title"],
        slug=row["slug"],
        summary=texts["summary"],
        body=[_block(row["key"], place, part) for place, part in enumerate(texts["body"])],
        locale=home.locale,
        translation_key=uuid5(NAMESPACE_URL, row["key"]),
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _block(key: str, place: int, part: dict[str, str]) -> dict[str, str]:
    """The same id in all languages, so that each text finds its translation."""
    [(kind, text)] = part.items()
    return {"type": kind, "value": text, "id": str(uuid5(NAMESPACE_URL, f"{key}:{place}"))}
