"""One address of every kind of page that residents read, to be looked at in every dress."""

from playwright.sync_api import Page

from tests.journeys.cities import City

#: By what they are; each goes on from the language.
PAGES = {
    "city home": "",
    "community home": "sunshine/",
    "guide index": "sunshine/guides/",
    "guides of a category": "sunshine/guides/?category=permits",
    "guide": "sunshine/guides/residence-permit/",
    "sharing": "sunshine/guides/residence-permit/share/",
    "poster": "sunshine/guides/residence-permit/share/poster/",
    "calendar": "sunshine/calendar/",
    "calendar of a week": "sunshine/calendar/week/",
    "calendar of a month": "sunshine/calendar/month/",
    "activity": "sunshine/calendar/morning-tai-chi/",
    "subscribing": "sunshine/calendar/subscribe/",
    "teams": "sunshine/teams/",
    "team": "sunshine/teams/green-thumbs/",
    "joining a team": "sunshine/teams/green-thumbs/join/",
    "notices": "sunshine/notices/",
    "notice": "sunshine/notices/water-pipes/",
    "public announcement": "sunshine/notices/parking-scheme/",
    "renovation projects": "sunshine/renovation/",
    "renovation project": "sunshine/renovation/water-pipes/",
    "project with a survey": "heping/renovation/flower-beds-and-lamps/",
    "project that was accepted": "sunshine/renovation/lift-hall-and-ramps/",
    "project that is mended": "riverside/renovation/roofs/",
    "elevator cases": "sunshine/elevators/",
    "elevator case in its survey": "sunshine/elevators/block-3/",
    "elevator case under notice": "heping/elevators/block-5-stairwell-1/",
    "elevator in use": "sunshine/elevators/block-8-stairwell-2/",
    "code of a household": "sunshine/code/",
    "page of text": "privacy/",
    "find": "find/?q=阳光花园",
    "search results": "search/?q=居住证&community=sunshine",
    "nothing found": "search/?q=zzzzzz",
    "feedback form": "sunshine/guides/residence-permit/helpful/",
    "no such page": "sunshine/no-such-page/",
}

#: What sticks out to the right, with no wider element of its own to blame.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.body.querySelectorAll('*')].filter(element =>
        element.getBoundingClientRect().right > innerWidth + 0.5 &&
        ![...element.children].some(child => child.getBoundingClientRect().right > innerWidth + 0.5)
    ).map(element => element.outerHTML.slice(0, 120))"""

#: What a finger misses: smaller than 44 pixels, and no word within a text.
TOO_NARROW = """() => [...document.querySelectorAll('a, button, summary, input, select')].filter(element => {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    const inText = style.display === 'inline' || element.closest('.visually-hidden, .link-list__title, .card__title');
    const ofLabel = element.closest('label') || element.labels && element.labels.length && box.width < 30;
    const small = box.width && (box.height < 43.5 || box.width < 43.5);
    return small && !inText && !ofLabel && !element.matches('.skip-link');
}).map(element => element.outerHTML.slice(0, 80))"""


def dress(page: Page, city: City, *, size: str = "normal", theme: str = "light") -> None:
    """As the switches of the page leave it."""
    cookies = {"size": size, "theme": theme}
    page.context.add_cookies([{"name": name, "value": value, "url": city.url} for name, value in cookies.items()])
