"""What an import did, counted as it goes. It travels in the job's cursor, so that no crash counts anything twice."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from exports.formats.items import Origin, ReadFault
from exports.labelling import Misfit
from exports.models import Import, ImportProblem

KEPT_PER_CODE: Final = 200
KEPT: Final = 2_000
NAMES_KEPT: Final = 100
ERROR, WARNING = ImportProblem.Severity.ERROR, ImportProblem.Severity.WARNING

EMPTY: Final[dict[str, Any]] = {
    "taken": 0,
    "known": 0,
    "labelled": 0,
    "refused": 0,
    "labels_known": 0,  # items that have imported labels already; those stay as they are
    "labels_refused": 0,  # items that were taken without the labels that came with them
    "warnings": 0,
    "codes": {},  # code → how often
    "unknown": {},  # names that the schema does not have → how often
    "problems": 0,  # places that something was said about
    "kept": 0,  # problems that were stored; the rest is only counted
}


class Report:
    """Counts and problems of one step on top of those before it."""

    def __init__(self, source_id: UUID, before: dict[str, Any] | None) -> None:
        self._source_id = source_id
        self.counts: dict[str, Any] = {**EMPTY, **(before or {})}
        self.counts["codes"] = dict(self.counts["codes"])
        self.counts["unknown"] = dict(self.counts["unknown"])
        self._problems: list[ImportProblem] = []

    def add(self, **counts: int) -> None:
        for name, count in counts.items():
            self.counts[name] += count

    def fault(self, fault: ReadFault) -> None:
        """Something that the reader did not take, or not whole."""
        refused = fault.severity == "error"
        self.add(**{"refused" if refused else "warnings": fault.count})
        severity = ERROR if refused else WARNING
        self._note(Origin(fault.file, fault.line), severity, fault.code, fault.detail, fault.count)

    def refused(self, origin: Origin, code: str, detail: str) -> None:
        """An item that was not taken."""
        self.add(refused=1)
        self._note(origin, ERROR, code, detail)

    def labels_refused(self, origin: Origin, misfits: tuple[Misfit, ...]) -> None:
        """An item that was taken, but not its labels."""
        self.add(labels_refused=1)
        for misfit, count in _together(misfits):
            if misfit.label is not None:
                self._unknown(misfit.label, count)
            self._note(origin, ERROR, misfit.code, misfit.detail, count)

    def notes(self, origin: Origin, notes: tuple[Misfit, ...]) -> None:
        """What was left out of labels that were taken."""
        for note, count in _together(notes):
            self.add(warnings=1)
            self._note(origin, WARNING, note.code, note.detail, count)

    def save(self) -> None:
        """The problems are stored and the import shows the counts. Call it in the step's transaction."""
        if self._problems:
            ImportProblem.objects.bulk_create(self._problems)
        shown = {key: self.counts[key] for key in ("taken", "known", "labelled", "refused")}
        rest = {key: count for key, count in self.counts.items() if key not in shown}
        Import.objects.filter(pk=self._source_id).update(**shown, report=rest)

    def _unknown(self, name: str, count: int) -> None:
        names = self.counts["unknown"]
        if name in names or len(names) < NAMES_KEPT:
            names[name] = names.get(name, 0) + count

    def _note(self, origin: Origin, severity: str, code: str, detail: str, count: int = 1) -> None:
        codes = self.counts["codes"]
        before = codes.get(code, 0)
        codes[code] = before + count
        self.add(problems=1)
        if before >= KEPT_PER_CODE or self.counts["kept"] >= KEPT:
            return
        self.counts["kept"] += 1
        self._problems.append(
            ImportProblem(
                source_id=self._source_id,
                file=origin.file[:500],
                line=origin.line,
                severity=severity,
                code=code[:60],
                detail=detail[:1000],
                count=count,
            )
        )


def _together(misfits: tuple[Misfit, ...]) -> list[tuple[Misfit, int]]:
    """Each misfit once, with how often it is there."""
    counts: dict[Misfit, int] = {}
    for misfit in misfits:
        counts[misfit] = counts.get(misfit, 0) + 1
    return list(counts.items())
