"""What can go wrong with dataset versions."""

from labelwright.errors import Conflict, NotFound


class NoSchemaYet(Conflict):
    """A version says what may be said in it; without a published label schema there is nothing to say."""

    code = "no-schema"
    title = "Publish a label schema first"


class NothingToPublish(Conflict):
    """The project has no annotation in the state that was asked for."""

    code = "nothing-to-publish"
    title = "There is nothing to publish yet"


class PublicationRunning(Conflict):
    """One version of a project is written at a time; the job that does it comes with the error."""

    code = "publication-running"
    title = "A version of this project is being published"


class AmbiguousProject(Conflict):
    """The short name means a project in several of the caller's organisations."""

    code = "ambiguous-project"
    title = "Several projects have this short name"


class NotPublished(NotFound):
    """The version is still being written, or could not be."""

    code = "not-published"
    title = "This version is not published"


class SchemaNotReachable(Conflict):
    """No operations lead from the version's schema to the one asked for; the first that has no reverse comes with the error."""

    code = "schema-not-reachable"
    title = "This version cannot be read under that schema version"


class LensNotReady(Conflict):
    """Nobody has asked for the version under this schema, or it is still being written, or that failed."""

    code = "lens-not-ready"
    title = "The version is not there under this schema version yet"
