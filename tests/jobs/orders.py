"""How a test tells the workers of its installation to stand still (`standing_still`, `between_steps`): files, which both sides can see."""

from __future__ import annotations

from pathlib import Path

STEP = 4  # annotations in each step of `between_steps`
BREAK_OFF = "break off"  # what an order for `between_steps` says that is to fail the job instead


def order(folder: Path, kind: str) -> Path:
    """Its being there tells one worker of the installation in `folder` to stand still in the next job of `kind`."""
    return folder / f"stand-still-in-{kind}"


def standing(folder: Path, kind: str) -> Path:
    """It is there while one does."""
    return folder / f"standing-still-in-{kind}"
