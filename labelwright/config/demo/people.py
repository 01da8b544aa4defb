"""Who works in the demo, and on what. The password is the caller's; it is never kept here."""

from dataclasses import dataclass, field
from typing import Literal

Locale = Literal["en", "ko", "ja"]
OrganisationRole = Literal["owner", "admin", "member"]
ProjectRole = Literal["curator", "quality_manager", "reviewer", "annotator", "vendor_lead", "modeler"]
PROJECT_KEYS = ("cells", "intents", "news")
DOMAIN = "demo.labelwright.test"


@dataclass(frozen=True, slots=True)
class Vendor:
    key: str
    name: str
    city: str


@dataclass(frozen=True, slots=True)
class Person:
    """`projects` gives the roles in each project; annotators have a `skill`, a key of `annotators.SKILLS`."""

    email: str
    name: str
    locale: Locale
    role: OrganisationRole = "member"
    vendor: str | None = None
    projects: dict[str, tuple[ProjectRole, ...]] = field(default_factory=dict)
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class DemoProject:
    """`slug` is what stands in addresses; `template` names the template that the project starts from."""

    key: str
    slug: str
    name: str
    description: str
    template: str


ORGANISATION_NAME = "Northlight Imaging"
ORGANISATION_SLUG = "northlight"

VENDORS = (
    Vendor("hanbit", "Hanbit Data", "Seoul"),
    Vendor("aozora", "Aozora Annotation", "Osaka"),
)

PROJECTS = (
    DemoProject(
        "cells",
        "blood-cells",
        "Blood cells",
        "Red cells, white cells and platelets on stained smears, for an automatic blood count.",
        "object_detection",
    ),
    DemoProject(
        "intents",
        "assistant-intents",
        "Assistant intents",
        "What customers of an energy supplier want, in English, Korean and Japanese.",
        "text_classification",
    ),
    DemoProject(
        "news",
        "local-news",
        "Local news",
        "People, organisations, places, dates, events and products in short news, in three languages.",
        "named_entities",
    ),
)


def _everywhere(*roles: ProjectRole) -> dict[str, tuple[ProjectRole, ...]]:
    return dict.fromkeys(PROJECT_KEYS, roles)


def _annotator(local: str, name: str, locale: Locale, vendor: str, skill: str, *projects: str) -> Person:
    return Person(
        email=f"{local}@{DOMAIN}",
        name=name,
        locale=locale,
        vendor=vendor,
        projects=dict.fromkeys(projects, ("annotator",)),
        skill=skill,
    )


PEOPLE = (
    Person(f"owner@{DOMAIN}", "Ingrid Solberg", "en", role="owner"),
    Person(f"admin@{DOMAIN}", "Marcus Adeyemi", "en", role="admin"),
    Person(f"curator@{DOMAIN}", "Clara Whitfield", "en", projects=_everywhere("curator")),
    Person(f"quality@{DOMAIN}", "Jun Takeda", "ja", projects=_everywhere("quality_manager")),
    Person(f"reviewer@{DOMAIN}", "Seo-yeon Bae", "ko", projects=_everywhere("reviewer")),
    Person(f"modeler@{DOMAIN}", "Ravi Menon", "en", projects=_everywhere("modeler")),
    Person(
        f"lead.hanbit@{DOMAIN}",
        "Do-hyun Shin",
        "ko",
        vendor="hanbit",
        projects=_everywhere("vendor_lead"),
    ),
    Person(
        f"lead.aozora@{DOMAIN}",
        "Mariko Ueda",
        "ja",
        vendor="aozora",
        projects=_everywhere("vendor_lead"),
    ),
    _annotator("annotator", "Ji-woo Nam", "ko", "hanbit", "expert", "cells", "intents", "news"),
    _annotator("minseo", "Min-seo Ryu", "ko", "hanbit", "good", "cells", "news"),
    _annotator("taeyang", "Tae-yang Ok", "ko", "hanbit", "hasty", "cells", "intents"),
    _annotator("haruka", "Haruka Ishii", "ja", "aozora", "expert", "cells", "intents", "news"),
    _annotator("sota", "Sota Kanda", "ja", "aozora", "good", "cells", "intents", "news"),
    _annotator("emi", "Emi Castellano", "en", "aozora", "hasty", "cells", "news"),
)
