"""What staff and residents do about an elevator, in words of the job."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys.cities import City

SHANGHAI = ZoneInfo("Asia/Shanghai")
#: A white dot, as a scanner would send it.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
#: Papers of further owners, as if they had been entered: all agree.
PAPERS = """
from datetime import date
from django.contrib.auth.models import User
from portal.plugins.bundled.elevator_consultations.answering import Paper, enter_paper
from portal.plugins.bundled.elevator_consultations.choices import Signer, Voice
from portal.plugins.bundled.elevator_consultations.models import Case, Question
from portal.plugins.bundled.elevator_consultations.scans import Scan
case = Case.objects.get(path="elevators/{slug}/")
question = Question.objects.get(case=case, kind="{kind}", decided_at=None)
said = question.answers.values("unit")
for unit in case.units.counted().exclude(pk__in=said).select_related("household"):
    scan = Scan(bytes.fromhex("{scan}"), "image/png") if "{kind}" == "consent" else None
    paper = Paper(Signer.OWNER, date.today(), "counter", scan)
    enter_paper(question, unit, Voice.AGREE, paper, by=User.objects.first())
"""


@dataclass
class Desk:
    """A case's pages for staff, in Chinese."""

    city: City
    page: Page
    slug: str

    @property
    def number(self) -> int:
        query = "SELECT id FROM elevator_consultations_case WHERE path = ?"
        ((number,),) = self.city.rows(query, f"elevators/{self.slug}/")
        return number

    @property
    def main(self) -> Any:
        return self.page.get_by_role("main")

    def go(self, rest: str = "") -> None:
        answer = self.page.goto(f"{self.city.url}/zh-hans/sunshine/x/elevators/{self.number}/staff/{rest}")
        assert answer is not None
        assert answer.status == 200, self.page.url

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"[name={name}]").fill(value)

    def tick(self, **values: str) -> None:
        for name, value in values.items():
            self.page.check(f"[name={name}][value='{value}']")

    def names(self, field: str, chinese: str, english: str) -> None:
        self.fill(**{f"{field}_zh_hans": chinese, f"{field}_en": english})

    def send(self, button: str = "") -> None:
        """The only form of the page, or the one with this button."""
        forms = self.main.locator("form")
        if button:
            forms.get_by_role("button", name=button, exact=True).click()
        else:
            forms.locator("button[type=submit], button:not([type])").first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        self.main.get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_load_state()

    def move_to(self, stage: str) -> None:
        self.go(f"stage/{stage}/")
        self.send()
        expect(self.main).to_contain_text("现在进入")

    def attach(self, kind: str, chinese: str, english: str) -> None:
        self.go("documents/")
        self.page.select_option("[name=kind]", kind)
        self.names("titles", chinese, english)
        file = {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": PDF + kind.encode()}
        self.page.set_input_files("[name=upload]", file)
        self.send("添加")
        expect(self.main).to_contain_text(chinese)

    def ask(self, kind: str, chinese: str, english: str) -> None:
        self.go("questions/open/")
        self.tick(kind=kind)
        self.names("texts", chinese, english)
        self.fill(opens_at=moment(hours=-1), closes_at=moment(days=20))
        self.send()

    def letters(self, stairwell: str) -> dict[str, str]:
        """{door: code} of a print run of what is on the screen."""
        self.main.locator("a[href*='/admin/']").first.click()
        self.page.get_by_label(stairwell).check()
        self.page.get_by_role("button", name="制作信件").click()
        sheets = self.page.locator(".letter")
        expect(sheets.first).to_be_visible()
        doors = sheets.locator(".to strong").all_inner_texts()
        return dict(zip(doors, sheets.locator(".code").all_inner_texts(), strict=True))

    def paper(self, question: int, door: int, voice: str, *, scan: bool) -> None:
        self.go(f"questions/{question}/paper/")
        self.page.select_option("[name=unit]", index=door)
        self.tick(voice=voice, signed_by="owner")
        if scan:
            self.page.set_input_files("[name=scan]", {"name": "s.png", "mimeType": "image/png", "buffer": PNG})
        self.fill(why="窗口收到")
        self.send()

    def question(self) -> int:
        """The one that is asked now."""
        query = "SELECT id FROM elevator_consultations_question WHERE case_id = ? AND decided_at IS NULL"
        ((number,),) = self.city.rows(query, self.number)
        return number

    def all_others_agree(self, kind: str) -> None:
        self.city.work(PAPERS.format(slug=self.slug, kind=kind, scan=PNG.hex()))

    def decide(self) -> None:
        self.go(f"questions/{self.question()}/decide/")
        self.fill(why="各户都已答复")
        self.send()


def moment(**later: int) -> str:
    return (datetime.now(SHANGHAI) + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def day(later: int) -> str:
    return (datetime.now(SHANGHAI) + timedelta(days=later)).date().isoformat()
