"""An editor whose browser asks for Chinese works in Chinese: no English of ours on any screen of every day."""

import re

from portal.operations.demo_logins import CITY, SUNSHINE
from tests.journeys import editor

#: All that is said: text, and what a screen reader or a pointer is told of an element. Hidden menus and dialogs too.
SAID = """() => {
    const said = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.nodeType === Node.ELEMENT_NODE)
            said.push(...['aria-label', 'placeholder', 'title', 'alt'].map(name => node.getAttribute(name) || ''));
        else if (!node.parentElement.closest('script, noscript, style, template, iframe, textarea'))
            said.push(node.data);
    }
    return said.map(text => text.trim());
}"""
WORD = re.compile(r"[A-Za-z]{2,}")
#: Names, keys of the keyboard, an example of an address.
NO_WORDS_OF_OURS = re.compile(
    r"Wagtail|Linli|(?:demo|sunshine)-\w+|Ctrl|Alt|Shift|Esc|URL|ICP|AED|http://domain\.com/work/\[my-work\]/"
)
#: What Wagtail itself leaves in English, and a plugin of the tests' own.
NOT_OURS = {"Tool library page", "Root", "Actions", "None", "True", "False", "Save Selected"}


def english_on(page, city, screens):
    """What people wrote is not ours, whichever journey did."""
    written = {title for titles in city.rows("SELECT title, draft_title FROM wagtailcore_page") for title in titles}
    found = []
    for screen in screens:
        page.goto(f"{city.url}/admin/{screen}")
        said = set(page.evaluate(SAID)) - NOT_OURS - written
        found += [f"{screen}: {text}" for text in sorted(said) if WORD.search(NO_WORDS_OF_OURS.sub("", text))]
    return "\n".join(found)


def test_editor_meets_no_english(edited_city, signed_in):
    page = signed_in(SUNSHINE, language="zh-CN")
    index, guide = (edited_city.page_number(path) for path in ("sunshine/guides", "sunshine/guides/canteen-sunshine"))
    editor.open_note(page, edited_city.url, "户口迁移办理")
    note = page.url.partition("/admin/")[2]
    screens = ("", f"pages/{index}/", f"pages/{guide}/edit/", f"pages/{guide}/history/", "city-guides/", note)
    assert english_on(page, edited_city, screens) == ""


def test_administrator_meets_no_english(edited_city, signed_in):
    page = signed_in(CITY, language="zh-CN")
    screens = ("", "community/edit/1/", "compound/new/", "editors/", "editors/new/", "hours/holidays/")
    assert english_on(page, edited_city, screens) == ""
