"""What an editor does in the admin, in words of the job."""

import re

from playwright.sync_api import Page, expect

from portal.operations.demo_logins import DemoLogin


def log_in(page: Page, base: str, login: DemoLogin) -> None:
    page.goto(f"{base}/admin/login/")
    page.fill("[name=username]", login.username)
    page.fill("[name=password]", login.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")


def set_password(page: Page, password: str) -> None:
    """Where the link for a new account leads."""
    page.fill("[name=new_password1]", password)
    page.fill("[name=new_password2]", password)
    page.press("[name=new_password2]", "Enter")
    page.wait_for_url("**/complete/")


def open_editor(page: Page, base: str, number: int) -> None:
    page.goto(f"{base}/admin/pages/{number}/edit/")


def begin_guide(page: Page, base: str, index: int) -> None:
    """`index` is the number of the page below which it will stand."""
    page.goto(f"{base}/admin/pages/add/services/guidepage/{index}/")


def preview_heading(page: Page) -> str:
    """The h1 in the preview beside the form."""
    page.get_by_role("button", name="Toggle preview").click()
    heading = page.frame_locator("iframe").first.locator("h1").first
    expect(heading).to_be_visible()
    return heading.inner_text()


def open_actions(page: Page) -> None:
    page.locator("footer").get_by_role("button", name=re.compile("More actions|更多动作")).click()


def hand_in(page: Page) -> None:
    """As a contributor, who cannot publish."""
    open_actions(page)
    page.locator("button[name=action-submit]").click()
    page.wait_for_url(re.compile(r"/pages/\d+/$"))


#: Draftail writes what is typed into its form's field a moment later; nobody but a script is quicker.
WRITTEN = """() => {
    const bare = (text) => text.replace(/\\s/g, "");
    return [...document.querySelectorAll("[data-draftail-input]")].every((field) => {
        const area = field.parentElement.querySelector("[contenteditable=true]");
        const value = JSON.parse(field.value || "null");
        const kept = value ? value.blocks.map((block) => block.text).join("") : "";
        return !area || bare(area.innerText).length <= bare(kept).length;
    });
}"""


def publish(page: Page) -> None:
    page.wait_for_function(WRITTEN)
    open_actions(page)
    page.locator("button[name=action-publish]").click()
    expect(page.locator(".messages")).to_contain_text(re.compile("(has been|created and) published|已(创建并|经)发布"))


def submit_for_translation(page: Page, language: str) -> None:
    """From a page's editor to the translation's."""
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Translate this page").click()
    page.get_by_label(language).check()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".messages")).to_contain_text("successfully submitted for translation")


def sync_translations(page: Page) -> None:
    """From a page's editor: bring its new words to the translators, publishing nothing."""
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name=re.compile("Sync translated pages")).click()
    page.locator("main form [type=submit]").click()
    expect(page.locator(".messages")).to_contain_text("Successfully updated translations")


def translate(page: Page, source: str, translation: str) -> None:
    """In the translation editor: one segment."""
    segment = page.locator("li.incomplete", has_text=source).last
    segment.get_by_role("button", name="Translate").click()
    segment.locator("textarea").fill(translation)
    segment.get_by_role("button", name="Save").click()
    expect(page.locator("li.complete", has_text=translation).first).to_be_visible()


def publish_translation(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Publish in")).first.click()
    expect(page.locator(".messages")).to_contain_text(re.compile("published", re.IGNORECASE))


# The city's guides, as the editor's community shows them


def open_city_guides(page: Page, base: str, title: str) -> None:
    page.goto(f"{base}/admin/city-guides/")
    page.locator("#q").fill(title)
    page.locator("#q").press("Enter")
    page.wait_for_url("**/?q=*")


def open_note(page: Page, base: str, title: str) -> None:
    open_city_guides(page, base, title)
    page.get_by_role("link", name=title).click()
    page.wait_for_url("**/city-guides/*/*/")


def press_in_row(page: Page, base: str, title: str, button: str) -> None:
    """In the list: what can be said of a guide without opening it."""
    open_city_guides(page, base, title)
    page.get_by_role("row", name=title).get_by_role("button", name=button).click()
    expect(page.locator(".messages")).to_contain_text(title)


def fill_names(page: Page, field: str, names: dict[str, str]) -> None:
    """A field that has an input for each language."""
    for code, name in names.items():
        page.locator(f"[name={field}_{code.replace('-', '_')}]").fill(name)
