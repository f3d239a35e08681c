"""Open Referral's Human Services Data Specification (HSDS), as a folder of CSV files: versions 1 to 3, as far as
guides have a place for it. Which field goes where: docs/operators/import-guides.md."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.romanise import slug_from
from portal.services.importing.hsds_hours import hours_of_schedules
from portal.services.importing.hsds_tables import Tables
from portal.services.importing.hsds_texts import address_of, clipped, name_of_place, paragraphs_of, phone_of, steps_of
from portal.services.importing.parsing import SUMMARY_LENGTH, beginning, control_characters
from portal.services.importing.records import CITY, GuideRecord, GuideTexts
from portal.services.importing.values import Wrong, date_of, key_of
from portal.tables import Problems, Row

CLOSED = ("inactive", "defunct", "temporarily closed")


@dataclass
class Directory:
    """The services of a folder as records. `left_out` says which rows are no service, or a closed one."""

    tables: Tables
    language: str
    community: str = CITY
    category: str = ""
    key_prefix: str = ""

    def __post_init__(self) -> None:
        self.left_out: list[str] = []

    @cached_property
    def organizations(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.tables["organizations"]}

    @cached_property
    def locations(self) -> dict[str, Row]:
        return {row["id"]: row for row in self.tables["locations"]}

    @cached_property
    def locations_of_organizations(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.locations.values():
            found[row["organization_id"]].append(row)
        return found

    @cached_property
    def at_location(self) -> dict[tuple[str, str], list[Row]]:
        return self.tables.by("services_at_location", "service_id")

    @cached_property
    def phones(self) -> dict[tuple[str, str], list[Row]]:
        return self.tables.by("phones", "service_at_location_id", "location_id", "service_id", "organization_id")

    @cached_property
    def addresses(self) -> dict[tuple[str, str], list[Row]]:
        return self.tables.by("addresses", "location_id", "organization_id")

    @cached_property
    def schedules(self) -> dict[tuple[str, str], list[Row]]:
        return self.tables.by("schedules", "service_at_location_id", "location_id", "service_id")

    @cached_property
    def of_service(self) -> dict[str, dict[tuple[str, str], list[Row]]]:
        names = ("eligibility", "documents", "costs", "areas", "service_taxonomies")
        return {name: self.tables.by(name, "service_id") for name in names}

    @cached_property
    def terms(self) -> dict[str, str]:
        """{id of a taxonomy term: its name}"""
        return {row["id"]: row["name"] or row["term"] for row in self.tables["taxonomies"]}

    @cached_property
    def attributes(self) -> dict[tuple[str, str], list[Row]]:
        return self.tables.by("attributes", "link_id")

    # Services

    def records(self, problems: Problems) -> list[GuideRecord]:
        records = []
        with override(self.language):
            for row in self.tables["services"]:
                if not (row["id"] or row["name"]):
                    self.left_out.append(_("line %d: neither id nor name") % row.line)
                elif row["status"].lower() in CLOSED:
                    self.left_out.append(_("line %(line)d: %(status)s") % {"line": row.line, "status": row["status"]})
                elif record := self._record(row, problems):
                    records.append(record)
        return records

    def _record(self, row: Row, problems: Problems) -> GuideRecord | None:
        for message in control_characters(row.cells):
            problems.add(row.line, message, self.tables.services_file)
        try:
            key = key_of(f"{self.key_prefix}{row['id']}" if row["id"] else "")
            changed = date_of(row["last_modified"] or row["assured_date"])
        except Wrong as wrong:
            problems.add(row.line, str(wrong), self.tables.services_file)
            return None
        if not row["name"]:
            problems.add(row.line, _("There is no title."), self.tables.services_file)
            return None
        organization = self.organizations.get(row["organization_id"])
        return GuideRecord(
            key=key,
            slug=slug_from(row["name"]),
            texts={self.language: self._texts(row, organization)},
            community=self.community,
            category=self._category(row["id"]) or self.category,
            details=self._details(row, organization),
            updated_at=changed,
            file=self.tables.services_file,
            line=row.line,
        )

    def _texts(self, row: Row, organization: Row | None) -> GuideTexts:
        description = paragraphs_of(row["description"])
        summary = beginning(row["summary"] or " ".join(description), SUMMARY_LENGTH)
        body = [] if [summary] == description else description  # a body of one sentence is all in the summary
        body = [*body, *paragraphs_of(row["additional_information"])]
        for label, name in ((_("Waiting time"), "wait_time"), (_("Interpreters"), "interpretation_services")):
            if row[name]:
                body.append(f"{label}: {row[name]}")
        if organization and organization["description"]:
            body.append(f"{organization['name']}: {' '.join(organization['description'].split())}")
        title = clipped(row["name"], 255)
        words = [name for name in (row["alternate_name"],) if name]
        return GuideTexts(title, summary or title, "\n\n".join(body), tuple(words))

    def _category(self, service: str) -> str:
        taxonomies = self.of_service["service_taxonomies"].get(("service_id", service), ())
        linked = self.attributes.get(("link_id", service), ())
        ids = [row["taxonomy_id"] or row["taxonomy_term_id"] for row in [*taxonomies, *linked]]
        names = [self.terms[term] for term in ids if self.terms.get(term)]
        return slugify(names[0])[:50].strip("-") if names else ""

    def _details(self, row: Row, organization: Row | None) -> dict:
        phone, phone_note = self._phone(("service_id", row["id"]), ("organization_id", row["organization_id"]))
        email = row["email"] or (organization["email"] if organization else "")
        fees = [cost for row_of_cost in self._rows("costs", row["id"]) if (cost := self._cost(row_of_cost))["name"]]
        if row["fees"] or row["fees_description"]:
            fees.insert(0, {"name": clipped(row["fees"] or row["fees_description"], 200)})
        documents = [doc["document"] or doc["required_document"] for doc in self._rows("documents", row["id"])]
        areas = [area["service_area"] or area["name"] for area in self._rows("areas", row["id"])]
        return {
            "office": clipped(organization["name"], 200) if organization else "",
            "contact": clipped(email, 200),
            "phone": phone,
            "conditions": self._conditions(row),
            "materials": [{"name": clipped(name, 200)} for name in documents if name],
            "steps": steps_of(row["application_process"]),
            "fees": fees,
            "valid_where": clipped(", ".join(area for area in areas if area), 200),
            "channels": self._channels(row, phone, phone_note),
        }

    def _rows(self, table: str, service: str) -> Sequence[Row]:
        return self.of_service[table].get(("service_id", service), ())

    def _cost(self, cost: Row) -> dict[str, str]:
        parts = (cost["option"], cost["amount"], cost["currency"], cost["amount_description"])
        return {"name": clipped(" ".join(part for part in parts if part), 200)}

    def _conditions(self, row: Row) -> list[str]:
        found = [rule["eligibility"] for rule in self._rows("eligibility", row["id"])]
        found.append(row["eligibility_description"])
        ages = [row["minimum_age"], row["maximum_age"]]
        if any(ages):
            found.append(_("Age: %(ages)s") % {"ages": " – ".join(age or "…" for age in ages)})
        return [clipped(condition, 500) for condition in found if condition]

    # Places and numbers

    def _channels(self, row: Row, phone: str, phone_note: str) -> list[dict]:
        channels = [self._counter(row, location, link) for location, link in self._places(row)]
        if row["url"]:
            url = row["url"] if "://" in row["url"] else f"https://{row['url']}"
            channels.append({"type": "online", "name": _("Website"), "url": url})
        if phone or phone_note:
            own_hours = {} if channels and channels[0]["type"] == "counter" else self._hours(("service_id", row["id"]))
            channels.append({"type": "phone", "phone": phone, "note": clipped(phone_note, 300), **own_hours})
        return channels

    def _places(self, row: Row) -> list[tuple[Row, str]]:
        """Locations of a service with the id of the link. Without links: the only one of its organisation, or the one
        that has its name."""
        links = self.at_location.get(("service_id", row["id"]), ())
        if links:
            return [
                (self.locations[link["location_id"]], link["id"])
                for link in links
                if link["location_id"] in self.locations
            ]
        if not row["organization_id"]:
            return []
        candidates = self.locations_of_organizations.get(row["organization_id"], [])
        if len(candidates) > 1:
            candidates = [place for place in candidates if place["name"].casefold() == row["name"].casefold()]
        return [(candidates[0], "")] if len(candidates) == 1 else []

    def _counter(self, row: Row, location: Row, link: str) -> dict:
        number, note = self._phone(("service_at_location_id", link), ("location_id", location["id"]))
        address = next(iter(self.addresses.get(("location_id", location["id"]), ())), None)
        ids = (("service_at_location_id", link), ("service_id", row["id"]), ("location_id", location["id"]))
        place = name_of_place(location["name"], address_of(address.cells) if address else "")
        return {
            "type": "counter",
            "place": clipped(place, 200),
            "phone": number,
            "note": clipped(note or location["transportation"], 300),
            **self._hours(*ids),
        }

    def _hours(self, *ids: tuple[str, str]) -> dict[str, str]:
        """Those of the service at the place if there are any, else the service's, else the place's."""
        rows: Iterable[Row] = next((self.schedules[id_] for id_ in ids if id_[1] and id_ in self.schedules), ())
        return hours_of_schedules([row.cells for row in rows])

    def _phone(self, *ids: tuple[str, str]) -> tuple[str, str]:
        """The first number that can be dialled and what was written beside it, else the first words in its place."""
        written = [phone_of(row.cells) for id_ in ids if id_[1] for row in self.phones.get(id_, ())]
        return next((found for found in written if found[0]), next(iter(written), ("", "")))
