from contextlib import suppress
from urllib.error import URLError
from urllib.request import urlopen

from portal.plugins.api import Card, hookimpl


@hookimpl
def home_cards():
    with suppress(URLError):
        urlopen("http://weather.example/now", timeout=1).close()
    return [Card("phoning", "1", "phoning/_card.html")]
