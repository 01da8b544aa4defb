"""What can go wrong with model runs and their scores."""

from labelwright.errors import Conflict, Invalid, TooLarge


class RunComplete(Conflict):
    """What a run predicts is fixed once it is complete."""

    code = "run-complete"
    title = "This model run is complete"


class RunNotComplete(Conflict):
    """Only what can no longer change is scored."""

    code = "run-not-complete"
    title = "This model run is not complete yet"


class RunWithoutPredictions(Conflict):
    """There is nothing that could be scored."""

    code = "run-without-predictions"
    title = "This model run has no predictions yet"


class PredictionsBeingRead(Conflict):
    """A file of the run is being read; its job comes with the error."""

    code = "predictions-being-read"
    title = "A file of predictions is still being read"


class PredictionsCutOff(Invalid):
    """The connection broke, or other bytes came than were announced."""

    code = "predictions-cut-off"
    title = "The file did not arrive whole"


class PredictionsTooLarge(TooLarge):
    """A file or a run is larger than this installation takes."""

    code = "predictions-too-large"
    title = "There are too many predictions in one"


class PredictionsNotReachable(Conflict):
    """No operations lead from the schema of the predictions to the one they are to be scored under."""

    code = "predictions-not-reachable"
    title = "These predictions cannot be read under that schema version"
