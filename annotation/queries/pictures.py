"""Pictures in texts: each is seen by who may read one of the texts that show it, and by who brought it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotation.models import MessagePicture, PublishedPicture
from annotation.queries.threads import reader_in, require_speaker
from guidelines.markdown.render import pictures
from guidelines.models import Picture, PictureUse, Project
from guidelines.queries.projects import may, project_for, projects_for
from guidelines.queries.versions import guideline_versions_for
from labelwright.accounts.principal import Principal
from labelwright.accounts.roles import Can
from labelwright.errors import Fault, Forbidden, Invalid, NotFound, Words


def project_for_pictures(who: Principal, project_id: UUID) -> Project:
    """The project, for somebody who writes there: its guideline, or in its questions. Raises `NotFound`, `Forbidden`."""
    project = project_for(who, project_id)
    if Can.EDIT_SCHEMA in may(who, project):
        return project_for(who, project_id, Can.EDIT_SCHEMA)
    require_speaker(reader_in(who, project))
    return project


def picture_for(who: Principal, key: str) -> Picture:
    """A picture that the person may see. Raises `NotFound`."""
    project_id = Picture.objects.filter(key=key).values_list("project", flat=True).first()
    if project_id is None:
        raise NotFound
    picture = pictures_for(who, project_for(who, project_id)).filter(key=key).first()
    if picture is None:
        raise NotFound
    return picture


def pictures_for(who: Principal, project: Project) -> QuerySet[Picture]:
    """What the person may see in the project: their own pictures, and those of the texts that they may read."""
    seen = Q(uploaded_by=who.user) | Q(Exists(_in_guidelines(who)))
    try:
        reader = reader_in(who, project)
    except Forbidden:  # they have nothing to do with its questions
        return Picture.objects.filter(seen, project=project)
    said = MessagePicture.objects.filter(picture=OuterRef("pk"))
    if not reader.everything:
        said = said.filter(message__thread__vendor=reader.vendor)
    published = PublishedPicture.objects.filter(picture=OuterRef("pk"))
    return Picture.objects.filter(seen | Q(Exists(said)) | Q(Exists(published)), project=project)


def _in_guidelines(who: Principal) -> QuerySet[PictureUse]:
    """In published versions for all, in drafts for those who see them."""
    drafts = Q(version__project__in=projects_for(who, Can.SEE_DRAFTS))
    readable = drafts | Q(version__in=guideline_versions_for(who))
    return PictureUse.objects.filter(readable, picture=OuterRef("pk"))


def pictures_to_use(who: Principal, project: Project, text: str, at: str = "/body") -> list[Picture]:
    """The pictures that `text` names. Raises `Invalid` for what the person may not see, in the words for what is not there."""
    named = pictures(text)
    if not named:
        return []
    found = {each.key: each for each in pictures_for(who, project).filter(key__in=named)}
    faults = [
        Fault(at, Words("There is no picture {key}. Put it in again, or take it out.", key=key))
        for key in named
        if key not in found
    ]
    if faults:
        raise Invalid(errors=faults)
    return [found[key] for key in named]


def seen_among(who: Principal, project_id: UUID, keys: Collection[str]) -> set[UUID]:
    """The ids of those of `keys` that the person may see."""
    found = pictures_for(who, project_for(who, project_id)).filter(key__in=keys)
    return set(found.values_list("pk", flat=True))


def that_cross(brought: Collection[Picture], *, author: UUID) -> set[str]:
    """The keys of those pictures of an answer that other vendors may see with it: the author's own, and what everybody sees.

    What somebody else put into a question stays there, though it be quoted.
    """
    public = PictureUse.objects.filter(version__state="published", picture__in=brought)
    shown = set(public.values_list("picture", flat=True))
    return {each.key for each in brought if each.uploaded_by_id == author or each.pk in shown}
