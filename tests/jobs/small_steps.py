"""Imported by the workers of these tests (`Stack(include=…)`): the same code in smaller steps, so that each job has a middle."""

from annotation.services.schema_migration import rehearse, run
from datasets.contents import shards
from exports.services import import_job, staging

import_job.STEP_ITEMS = 100  # type: ignore[misc]
import_job.STEP_SECONDS = 0.02  # type: ignore[misc]  # about one image
staging.PIECE_READS = 1_000  # type: ignore[misc]
shards.ROWS = 200  # type: ignore[misc]
run.AT_ONCE = 5  # type: ignore[misc]
run.SLICED_FROM = 100  # type: ignore[misc]
rehearse.AT_ONCE = 10  # type: ignore[misc]
