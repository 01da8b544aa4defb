"""A guideline as one file: a page with its styles inside and nothing that it would have to load or run. Pure functions.

What people wrote comes through `render`, the one sanitiser; what is added here is put together from escaped text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Final

_EXAMPLE: Final = re.compile(
    r'<p data-example="([a-z0-9_-]+)" data-verdict="(right|wrong|borderline)">([^<]*)</p>'
)
_PICTURE: Final = re.compile(r'<img data-picture="([a-z2-7]+)" alt="([^"]*)">')
# A paragraph or point of a list without blocks in it.
_BLOCK: Final = re.compile(r"<(p|li)>((?:(?!</?(?:p|li|ul|ol)\b).)*)</\1>", re.DOTALL)
_HEADING: Final = re.compile(r'(<h[1-6]) data-section="([a-z0-9_-]+)"')
_LINK: Final = re.compile(r'(<a href="#)([a-z0-9_-]+")')
_STYLES: Final = """
:root{color-scheme:light dark;--text:#1a2027;--quiet:#4d5763;--line:#d9dee4;--ground:#fff;--accent:#0b6663;
--good:#0b6b3a;--bad:#a92831;--warn:#8a5a00;--mark:#f3e3a2}
@media(prefers-color-scheme:dark){:root{--text:#e3e8ed;--quiet:#a3adb8;--line:#343d47;--ground:#14191e;--accent:#72c4be;
--good:#5fc98f;--bad:#f08a90;--warn:#e0b25a;--mark:#5c4f1c}}
body{max-width:72ch;margin:0 auto;padding:3rem 1.5rem;background:var(--ground);color:var(--text);
font:1rem/1.7 Inter,-apple-system,BlinkMacSystemFont,"Apple SD Gothic Neo","Hiragino Sans","Malgun Gothic","Yu Gothic UI",
Meiryo,"Noto Sans CJK KR","Noto Sans KR","Noto Sans JP","Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header{margin-bottom:2.5rem;padding-bottom:1rem;border-bottom:1px solid var(--line)}
header h1{margin:0 0 .5rem;font-size:1.75rem;line-height:1.3}header p{margin:.25rem 0;color:var(--quiet);font-size:.875rem}
h1,h2,h3,h4,h5,h6{line-height:1.35;margin:1.6em 0 .4em}a{color:var(--accent)}
blockquote{margin:0 0 .8em;padding:.1em 0 .1em 1em;border-left:2px solid var(--accent);color:var(--quiet)}
code,pre{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.88em}
pre{padding:.75rem 1rem;border:1px solid var(--line);border-radius:.375rem;overflow-x:auto}
table{border-collapse:collapse}th,td{padding:.35em .8em .35em 0;border-bottom:1px solid var(--line);text-align:left}
figure{max-width:26rem;margin:1rem 0;border:1px solid var(--line);border-radius:.375rem;overflow:hidden;break-inside:avoid}
p img,li img,td img{max-width:100%;height:auto;border-radius:.375rem}figure img{display:block;width:100%;height:auto}figure blockquote{margin:0;padding:.75rem 1rem;border:0;color:inherit}
figcaption{padding:.5rem .75rem;border-top:1px solid var(--line);font-size:.875rem;line-height:1.5}
figcaption b{margin-right:.75rem}.right{color:var(--good)}.wrong{color:var(--bad)}.borderline{color:var(--warn)}
figcaption svg{margin-right:.35rem}mark{background:var(--mark);color:inherit}.gone{padding:1rem;color:var(--quiet)}
"""


def with_examples(html: str, shown: Callable[[str, str, str], str]) -> str:
    """The HTML of `render` with what `shown` gives in the place of each example: from its key, verdict and caption (as HTML)."""
    return "".join(example_pieces(html, shown))


def example_pieces(html: str, shown: Callable[[str, str, str], str]) -> Iterator[str]:
    """As `with_examples`, piece by piece: of what is shown one is there at a time."""
    end = 0
    for match in _EXAMPLE.finditer(html):
        yield html[end : match.start()]
        yield shown(*match.groups())
        end = match.end()
    yield html[end:]


def with_pictures(html: str, shown: Callable[[str, str], str]) -> str:
    """The HTML of `render` with what `shown` gives in the place of each picture: from its key and what it shows (as HTML)."""
    return "".join(picture_pieces([html], shown))


def picture_pieces(pieces: Iterable[str], shown: Callable[[str, str], str]) -> Iterator[str]:
    """As `with_pictures`, piece by piece: of the pictures one is there at a time."""
    for piece in pieces:
        end = 0
        for match in _PICTURE.finditer(piece):
            yield piece[end : match.start()]
            yield shown(*match.groups())
            end = match.end()
        yield piece[end:]


def with_pictures_behind(html: str) -> str:
    """The HTML of `render` with pictures behind the words that they stand between: for what cannot draw them within a line."""

    def parted(match: re.Match[str]) -> str:
        tag, content = match.groups()
        found = [each[0] for each in _PICTURE.finditer(content)]
        words = _PICTURE.sub("", content)
        block = f"<{tag}>{words}</{tag}>" if words.strip() or tag == "li" else ""
        return block + "".join(found) if found else match[0]

    return _BLOCK.sub(parted, html)


def with_anchors(html: str) -> str:
    """The HTML of `render` whose sections can be linked to. Their ids begin so that none shadows a name of the page."""
    return _LINK.sub(r"\1section-\2", _HEADING.sub(r'\1 id="section-\2"', html))


def page_pieces(*, language: str, title: str, lines: Sequence[str], body: Iterable[str]) -> Iterator[str]:
    """The file: `title` and `lines` are text, `body` is HTML in pieces. The same input gives the same bytes."""
    digest = base64.b64encode(hashlib.sha256(_STYLES.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    facts = "".join(f"<p>{escape(line)}</p>\n" for line in lines if line)
    yield (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLES}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{escape(title)}</h1>\n{facts}</header>\n<main>\n"
    )
    yield from body
    yield "</main>\n</body>\n</html>\n"
