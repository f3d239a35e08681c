"""What the style guide shows in the components. Telephone numbers are of no one."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.components import Badge, Contact, Fact, LinkItem, Option, OptionGroup, Step, Tab
from portal.icons import ICONS
from portal.plugins.contracts import MenuLink
from portal.site_chrome import Alert, Footer, Place, SiteChrome, default_chrome

TEXT_IN = {"zh-hans": "居住证办理指南", "en": "How to get a residence permit"}


def chrome(request: HttpRequest) -> SiteChrome:
    home = f"/{get_language()}/"
    links = [
        MenuLink(_("Guides"), f"{home}styleguide/", icon="guide"),
        MenuLink(_("What's on"), f"{home}styleguide/#lists", icon="calendar"),
        MenuLink(_("Notices"), f"{home}styleguide/#notices", icon="notice"),
        MenuLink(_("Volunteers"), f"{home}styleguide/#contacts", icon="volunteers"),
        MenuLink(_("Renovation"), f"{home}styleguide/#steps", icon="building-works"),
    ]
    return replace(
        default_chrome(request),
        city_name=_("Linli Demo City"),
        community=Place(_("Sunshine Community"), home),
        menu_links=links,
        search_url=f"{home}search/",
        search_community="sunshine",
        find_url=f"{home}find/",
        alerts=[Alert(_("Water is off in buildings 3 to 6 tomorrow from 9:00 to 16:00."), url=f"{home}styleguide/")],
        footer=Footer(
            operator=_("Linli Demo City"),
            icp_number="示例ICP备00000000号",
            police_number="示例公网安备00000000000000号",
            privacy_url=f"{home}styleguide/",
            accessibility_url=f"{home}styleguide/",
        ),
    )


def components() -> dict[str, Any]:
    """Names as the template uses them."""
    return {
        "icons": sorted(ICONS),
        "items": items(),
        "subjects": subjects(),
        "contacts": contacts(),
        "facts": [
            Fact(_("Where"), _("Service centre, 12 Camphor Road, ground floor"), "place"),
            Fact(_("Fee"), _("Free"), "fee"),
            Fact(_("Time needed"), _("15 working days by rule, usually 5"), "waiting"),
            Fact(_("Telephone"), "0571-5555 0101", "phone", "tel:057155550101"),
        ],
        "steps": [
            Step(_("Register your address"), _("At the counter, with your identity card and the lease.")),
            Step(_("Wait half a year"), _("The permit needs six months of registered residence.")),
            Step(_("Hand in the application"), _("You get a receipt with a number.")),
        ],
        "table_headers": [_("What"), _("Original or copy"), _("Note")],
        "table_rows": [
            [_("Identity card"), _("Original"), _("Valid for another three months")],
            [_("Lease"), _("Photocopy"), _("Registered with the housing office")],
            [_("Photograph"), _("Two prints"), _("White background")],
        ],
        "tabs": [
            Tab(_("All"), "#ways", current=True, count=24),
            Tab(_("This week"), "#ways", count=3),
            Tab(_("For children"), "#ways"),
        ],
        "filters": [
            OptionGroup(_("Kind"), [Option(_("Guide"), "#ways", True, 12), Option(_("Activity"), "#ways", count=4)]),
            OptionGroup(_("For whom"), [Option(_("Older people"), "#ways", count=7), Option(_("Families"), "#ways")]),
        ],
    }


def items() -> list[LinkItem]:
    return [
        LinkItem(
            _("Residence permit"),
            "#lists",
            _("For people from elsewhere who live and work here. Once, then renewed every year."),
            _("Checked on 3 March"),
            "id-card",
            (Badge(_("No need to come"), "good", "online"), Badge(_("Free"))),
        ),
        LinkItem(
            _("An elevator for an existing building"),
            "#lists",
            _("How the owners of a stairwell decide, what it costs and who helps."),
            icon="elevator",
            badges=(Badge(_("Counter"), "info"), Badge(_("New rules"), "warn")),
        ),
        LinkItem(
            "社区长者食堂" if get_language() == "en" else "Community canteen",
            "#lists",
            language=other_language(),
        ),
    ]


def subjects() -> list[LinkItem]:
    return [
        LinkItem(_("Older people"), "#lists", icon="elderly", note="9"),
        LinkItem(_("Identity and registration"), "#lists", icon="id-card", note="12"),
        LinkItem(_("Water and electricity"), "#lists", icon="water", note="4"),
        LinkItem(_("Seeing a doctor"), "#lists", icon="health", note="8"),
    ]


def contacts() -> list[Contact]:
    return [
        Contact(
            _("Sunshine property company"),
            "0571-5555 0100",
            _("Property company"),
            _("Day and night"),
            icon="property",
        ),
        Contact(
            _("Grid worker on duty"),
            "0571-5555 0102",
            _("Grid 4, buildings 3 to 8"),
            _("Mon to Fri 8:30-17:30"),
        ),
        Contact(_("Ambulance"), "120", note=_("Say where you are first."), icon="emergency", kind="emergency"),
    ]


def other_language() -> str:
    return next(code for code in TEXT_IN if code != get_language())
