"""Markdown that attacks whoever reads it, and what is left of it: `attacks.json`, which the tests of the front end read, too.

Each has what the server makes of it (`page`: web page, PDF, API) and what the browser does (`screen`), byte for byte. After a
change that is meant, `python -m tests.markdown` and `WRITE_ATTACKS=1 npx vitest run src/components/markdown-attacks.test.ts`
write both anew.
"""

from __future__ import annotations

import json
from pathlib import Path

FILE = Path(__file__).with_name("attacks.json")
ATTACKS: list[dict[str, str]] = json.loads(FILE.read_text())
HOSTILE = [attack["markdown"] for attack in ATTACKS]
