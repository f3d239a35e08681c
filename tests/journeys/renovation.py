"""What staff and residents do about a renovation project, in words of the job."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.cities import City
from tests.journeys.editor import fill_names

#: Answers of further households, as if more papers had been entered: (round's number, rating).
RATE = """
from django.contrib.auth.models import User
from portal.renovation.actions.acceptance import answer_satisfaction
from portal.renovation.models import SatisfactionRound
asked = SatisfactionRound.objects.get(project__slug="{slug}", number={number})
for household in asked.matter.households().order_by("-room")[:4]:
    answer_satisfaction(asked, household=household, rating={rating}, by=User.objects.first(), why="paper")
"""
SIGN = """
from datetime import date
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from portal.renovation.models import RenovationProject
project = RenovationProject.objects.get(slug="{slug}")
file = ContentFile(b"signed", name="signed.txt")
document = get_document_model().objects.create(title="Signed", file=file, collection=project.community.collection)
RenovationProject.objects.filter(pk=project.pk).update(professional_on=date.today(), professional_document=document)
"""


@dataclass
class Desk:
    """A project's desk in the admin, in Chinese."""

    city: City
    page: Page
    slug: str

    def open(self) -> None:
        ((number,),) = self.city.rows("SELECT id FROM renovation_renovationproject WHERE slug = ?", self.slug)
        self.page.goto(f"{self.city.url}/admin/renovation/{number}/")

    def go(self, name: str) -> None:
        self.open()
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def press(self, name: str) -> None:
        self.open()
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()

    def save(self, button: str = "保存") -> None:
        """By the keyboard: the picker of the last day may still lie above the button."""
        self.page.get_by_role("button", name=button, exact=True).press("Enter")
        self.page.wait_for_load_state()

    def says(self, text: str) -> None:
        expect(self.page.locator(".messages")).to_contain_text(text)

    def fill(self, **values: str) -> None:
        """Days and times have a picker that opens above what stands below."""
        for name, value in values.items():
            self.page.locator(f"[name={name}]").fill(value)
            self.page.locator(f"[name={name}]").press("Tab")

    def names(self, field: str, chinese: str, english: str) -> None:
        fill_names(self.page, field, {"zh-hans": chinese, "en": english})

    def paper(self, household: str, **values: str) -> None:
        self.page.select_option("[name=household]", label=household)
        for name, value in values.items():
            field = self.page.locator(f"[name={name}]")
            if field.first.get_attribute("type") == "radio":
                self.page.check(f"[name={name}][value='{value}']")
            elif name.startswith("place_"):
                field.select_option(label=value)
            else:
                field.fill(value)
        self.save()

    def letters(self, stairwell: str) -> dict[str, str]:
        """{door: code} of a print run."""
        self.go("带代码的信件")
        self.page.get_by_label(stairwell).check()
        self.page.get_by_role("button", name="制作信件").click()
        sheets = self.page.locator(".letter")
        expect(sheets.first).to_be_visible()
        doors = sheets.locator(".to strong").all_inner_texts()
        return dict(zip(doors, sheets.locator(".code").all_inner_texts(), strict=True))

    def rate(self, number: int, rating: int) -> None:
        self.city.work(RATE.format(slug=self.slug, number=number, rating=rating))

    def sign(self) -> None:
        self.city.work(SIGN.format(slug=self.slug))


def scan(page: Page, city: City, language: str, code: str) -> None:
    """What the letter's picture leads to: the code comes behind the #."""
    page.goto(f"{city.url}/{language}/sunshine/code/#{code}")
    expect(page.locator("[name=code]")).to_have_value(code)
    assert "#" not in page.url
    page.get_by_role("main").locator("form button").click()
    page.wait_for_load_state()


def type_code(page: Page, city: City, language: str, code: str) -> None:
    page.goto(f"{city.url}/{language}/sunshine/code/")
    page.locator("[name=code]").fill(code.lower().replace("-", " "))
    page.get_by_role("main").locator("form button").click()
    page.wait_for_load_state()
