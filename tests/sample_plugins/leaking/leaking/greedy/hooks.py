from leaking.greedy.models import Wanted
from portal.plugins.api import Card, hookimpl


@hookimpl
def home_cards(community):
    rows = Wanted.objects.filter(community=community)
    return [Card("greedy", "1", "greedy/_card.html", context={"rows": [row.community for row in rows]})]
