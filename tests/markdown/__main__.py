"""Writes what the server makes of each attack."""

from __future__ import annotations

import json

from guidelines.markdown.render import render
from tests.markdown import ATTACKS, FILE

told = [{**attack, "page": render(attack["markdown"])} for attack in ATTACKS]
FILE.write_text(json.dumps(told, indent=2) + "\n")
