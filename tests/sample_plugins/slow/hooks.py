from time import perf_counter

from portal.plugins.api import Card, Community, hookimpl


@hookimpl
def home_cards(community, settings):
    for _number in range(settings.get("queries", 0)):
        Community.objects.filter(pk=community.pk).exists()
    until = perf_counter() + settings.get("seconds", 0)
    while perf_counter() < until:
        pass
    return [Card("slow", "Slow card", "slow/_card.html")]
