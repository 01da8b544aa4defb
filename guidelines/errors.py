from labelwright.errors import Busy, Conflict, Invalid, NotSupported, TooLarge


class SlugTaken(Conflict):
    """Another project of the organisation has this short name."""

    code = "slug-taken"
    title = "Another project has this short name"


class UnknownTemplate(Invalid):
    """There is no project template of this name."""

    code = "unknown-template"
    title = "There is no such template"


class ProjectArchived(Conflict):
    """An archived project can be read and pulled, not worked on."""

    code = "project-archived"
    title = "This project is archived"


class AlreadyMember(Conflict):
    """The person has this role in the project already."""

    code = "already-member"
    title = "They have this role already"


class DraftExists(Conflict):
    """A project has one draft at a time; somebody started it already."""

    code = "draft-exists"
    title = "There is a draft already"


class RehearsalNeeded(Conflict):
    """The change of the schema touches annotations; it is published by applying its rehearsal."""

    code = "rehearsal-needed"
    title = "Rehearse this change first"


class NothingChanged(Conflict):
    """A version that says the same as the one before would only confuse."""

    code = "nothing-changed"
    title = "The draft is the same as the published version"


class InputChanged(Conflict):
    """What items are is fixed when a project is made."""

    code = "input-changed"
    title = "The input kind of a project does not change"


class MarkdownTooLong(Invalid):
    """A guideline is for people to read."""

    code = "markdown-too-long"
    title = "This guideline is too long"


class SectionsPointedTo(Conflict):
    """The draft leaves out sections that questions or examples are about; they come with the error."""

    code = "sections-pointed-to"
    title = "Something still points to a section that this draft leaves out"


class NotAgreed(Conflict):
    """A draft has open comments, or somebody was asked to review it and has not approved what it says now."""

    code = "not-agreed"
    title = "Not everybody agrees to this draft yet"


class ReviewDecided(Conflict):
    """Nobody is asked to review the draft any more."""

    code = "review-decided"
    title = "This review is over"


class PictureNotTaken(NotSupported):
    """What was sent is no picture of a type that is taken, whatever it is called; or it moves."""

    code = "picture-not-taken"
    title = "This is no picture that can be put into a text"


class PictureTooLarge(TooLarge):
    """The picture has more bytes or pixels than this installation takes."""

    code = "picture-too-large"
    title = "This picture is too large"


class PictureDamaged(Invalid):
    """The picture does not decode to its end, or only at a cost that no picture needs."""

    code = "picture-damaged"
    title = "This picture is damaged or cut off"


class TooManyPictures(Busy):
    """Somebody has sent more pictures in an hour than people put into texts."""

    code = "too-many-pictures"
    title = "These are many pictures for an hour"
