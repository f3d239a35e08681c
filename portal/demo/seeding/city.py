"""The city itself: home pages, footer, offices above the communities, and the lists guides are sorted by."""

from django.conf import settings

from portal.communities.models import District, Street
from portal.demo.seeding.reading import names, read
from portal.home.actions import create_city
from portal.home.models import CityHomePage, CitySettings
from portal.services.models import Audience, Category, LifeEvent


def seed_city(*, hostname: str, port: int) -> None:
    data = read("city")
    create_city(names=names(data["city"]["names"]), hostname=hostname, port=port)
    welcome(data["city"]["welcome"])
    footer(data)
    areas(data)
    labels(data)


def welcome(texts: dict[str, str]) -> None:
    for home in CityHomePage.objects.filter(welcome="").select_related("locale"):
        home.welcome = names(texts).in_language(home.locale.language_code)
        home.save_revision().publish()


def footer(data: dict) -> None:
    city, footer = CitySettings.load(), data["footer"]
    if city.operator:  # seeded before, perhaps edited since
        return
    city.operator = names(footer["operator"])
    city.icp_number = footer["icp"][settings.LANGUAGE_CODE]
    city.police_number = footer["public_security"][settings.LANGUAGE_CODE]
    city.hotline = data["city"]["hotline"]
    city.save()


def areas(data: dict) -> None:
    for row in data["districts"]:
        District.objects.get_or_create(code=row["code"], defaults={"names": names(row["names"])})
    districts = {district.code: district for district in District.objects.all()}
    for row in data["streets"]:
        values = {"names": names(row["names"]), "phone": row["phone"], "district": districts[row["district"]]}
        Street.objects.get_or_create(code=row["code"], defaults=values)


def labels(data: dict) -> None:
    for model, name in ((Category, "categories"), (Audience, "audiences"), (LifeEvent, "life_events")):
        for order, row in enumerate(data[name]):
            values = {"names": names(row["names"]), "order": order}
            if icon := row.get("icon"):
                values["icon"] = icon
            model.objects.get_or_create(code=row["code"], defaults=values)
