"""Formats of other tools that predictions may come in, made known to the floor that takes predictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any, cast

from datasets.evaluation.lines import Problem, RewrittenLine
from datasets.evaluation.services.formats import Images, register_format
from exports.formats import coco_results
from exports.formats.registry import parse_options


def _options(options: Mapping[str, Any]) -> coco_results.Options:
    return cast(coco_results.Options, parse_options(coco_results.Options, options))


def _rewrite(
    stream: IO[bytes], document: Mapping[str, Any], images: Images, options: Mapping[str, Any]
) -> Iterator[RewrittenLine | Problem]:
    return coco_results.rewrite(stream, document, images, _options(options))


def _check(options: Mapping[str, Any]) -> None:
    _options(options)


def register() -> None:
    """COCO results can be sent."""
    register_format("coco", _rewrite, _check)
