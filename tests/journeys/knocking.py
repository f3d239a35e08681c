"""The doors of Sunshine's part of the admin, and somebody who types their addresses and forges their forms."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from playwright.sync_api import APIResponse, Page

from tests.journeys.cities import City

#: Of what `furnish` makes; nobody else leans on it.
TITLE, SLUG, PICTURE, PASSERBY = "四点半课堂的邻居", "after-school-next-door", "阳光花园的银杏树", "sunshine-passerby"
GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")


@dataclass
class Visitor:
    """Asks with the cookies of the browser, in Chinese."""

    page: Page
    admin: str

    def get(self, path: str) -> APIResponse:
        return self.page.request.get(self.admin + path, headers={"Accept-Language": "zh-CN"})

    def post(self, path: str, form: dict[str, str], **files: dict) -> APIResponse:
        token = next(cookie["value"] for cookie in self.page.context.cookies() if cookie["name"] == "csrftoken")
        fields = {"csrfmiddlewaretoken": token, **form}
        body = {"multipart": fields | files} if files else {"form": fields}
        return self.page.request.post(self.admin + path, headers={"Referer": self.admin}, **body)

    def is_refused(self, answer: APIResponse) -> bool:
        """Sent back to where the admin begins."""
        return answer.url == self.admin


def furnish(city: City, lead: Visitor) -> None:
    """A guide without a translation, a picture and an editor of Sunshine, for others to get at."""
    original, index = (city.page_number(f"sunshine/guides{path}") for path in ("/visitor-parking-sunshine", ""))
    copy = {"new_title": TITLE, "new_slug": SLUG, "new_parent_page": str(index), "publish_copies": "on"}
    lead.post(f"pages/{original}/copy/", copy)
    ((community, collection),) = city.rows(
        "SELECT id, collection_id FROM communities_community WHERE slug = 'sunshine'"
    )
    picture = {"name": "ginkgo.gif", "mimeType": "image/gif", "buffer": GIF}
    lead.post("images/add/", {"title": PICTURE, "collection": str(collection)}, file=picture)
    person = {"community": str(community), "person": PASSERBY, "role": "editor", "new_account": "on"}
    lead.post("editors/new/", person)


@dataclass(frozen=True)
class Doors:
    """Numbers and keys that stand in addresses."""

    community: int
    code: str
    key: UUID  # of a city guide with a note
    index: int
    guide: int
    source: int  # of a translated guide
    role: int
    image: int
    venue: int
    alert: int
    notice: int

    @property
    def screens(self) -> dict[str, str]:
        """{address: words that stand there}"""
        of_the_guide = ("edit", "history", "delete", "copy", "move", "unpublish", "usage", "workflow_history")
        return {
            f"pages/{self.index}/": TITLE,
            **{f"pages/{self.guide}/{screen}/": TITLE for screen in (*of_the_guide, "view_draft")},
            f"pages/add/services/guidepage/{self.index}/": "阳光社区",
            f"bulk/wagtailcore/page/delete/?id={self.guide}": TITLE,
            f"choose-page/{self.index}/": SLUG,
            f"localize/submit/page/{self.guide}/": TITLE,
            f"localize/update/{self.source}/": "长者食堂",
            f"city-guides/{self.code}/": "阳光社区",
            f"city-guides/{self.code}/{self.key}/": "望湖公寓的租户",
            **{f"editors/{screen}/{self.role}/": PASSERBY for screen in ("edit", "delete", "password-link")},
            **{f"venue/{screen}/{self.venue}/": "阳光邻里活动中心" for screen in ("edit", "delete", "history")},
            **{f"images/{self.image}/{screen}": PICTURE for screen in ("", "delete/")},
            f"images/usage/{self.image}/": PICTURE,
            **{f"alert/{screen}/{self.alert}/": "阳光新苑3号楼电梯检修" for screen in ("edit", "delete", "history")},
            **{f"pages/{self.notice}/{screen}/": "阳光新苑车位调整" for screen in ("edit", "history", "view_draft")},
        }

    @property
    def forms(self) -> list[tuple[str, dict[str, str]]]:
        """Addresses and what is posted to them, in an order in which each finds what it is about."""
        guide, note = f"pages/{self.guide}", f"city-guides/{self.code}/{self.key}/"
        return [
            (f"{guide}/copy/", {"new_title": "x", "new_slug": "x", "new_parent_page": str(self.index)}),
            (f"localize/submit/page/{self.guide}/", {"locales": "2"}),
            (f"{guide}/unpublish/", {}),
            (note, {"note_zh_hans": "请走北门"}),
            (f"{note}hide/", {"hidden": "yes"}),
            (f"editors/edit/{self.role}/", {"role": "lead"}),
            (f"images/{self.image}/", {"title": "x"}),
            (f"images/{self.image}/delete/", {}),
            (f"editors/delete/{self.role}/", {}),
            (f"venue/delete/{self.venue}/", {}),
            (f"{guide}/delete/", {}),
        ]


def doors_of(city: City) -> Doors:
    def one(query: str, *values: object) -> Any:
        ((found,),) = city.rows(query, *values)
        return found

    def key_of(path: str) -> str:
        return one("SELECT translation_key FROM wagtailcore_page WHERE id = ?", city.page_number(path))

    community, code = city.rows("SELECT id, code FROM communities_community WHERE slug = 'sunshine'")[0]
    translated = key_of("sunshine/guides/canteen-sunshine")
    person = one("SELECT id FROM auth_user WHERE username = ?", PASSERBY)
    return Doors(
        community=community,
        code=code,
        key=UUID(key_of("guides/residence-permit")),
        index=city.page_number("sunshine/guides"),
        guide=city.page_number(f"sunshine/guides/{SLUG}"),
        source=one("SELECT id FROM wagtail_localize_translationsource WHERE object_id = ?", translated),
        role=one("SELECT id FROM communities_communityrole WHERE user_id = ?", person),
        image=one("SELECT id FROM wagtailimages_image WHERE title = ?", PICTURE),
        venue=one("SELECT MIN(id) FROM communities_venue WHERE community_id = ?", community),
        alert=one("SELECT MIN(id) FROM home_alert WHERE community_id = ?", community),
        notice=city.page_number("sunshine/notices/parking-scheme"),
    )
