from faulty import failures
from portal.plugins.api import Card, GuideAction, MenuLink, hookimpl

CARD = Card("faulty", "Faulty card", "faulty/_card.html")


def answer(hook, settings):
    return getattr(failures, settings.get(hook, "none"))(CARD)


@hookimpl
def home_cards(settings):
    return answer("home_cards", settings)


@hookimpl
def menu_links(settings):
    found = answer("menu_links", settings)
    return [MenuLink(card.title, "/faulty/") for card in found]


@hookimpl
def guide_actions(settings):
    return [GuideAction(card.title, "/faulty/") for card in answer("guide_actions", settings)]


@hookimpl
def community_opened(settings):
    return [] if "community_opened" not in settings else answer("community_opened", settings)


@hookimpl
def plugin_enabled(settings):
    return [] if "plugin_enabled" not in settings else answer("plugin_enabled", settings)


@hookimpl
def plugin_disabled(settings):
    return [] if "plugin_disabled" not in settings else answer("plugin_disabled", settings)
