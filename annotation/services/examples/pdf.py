"""HTML of guidelines as PDF. One font is embedded for all scripts: Noto Sans CJK (SIL Open Font License 1.1).

fpdf2 and the font take a second and 60 MB to load, which only those processes pay that make a PDF.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from annotation.errors import PdfBusy

FONT: Final = "noto"
ACCENT: Final = "#0b6663"
PATIENCE: Final = 20.0  # seconds
# The font has one weight: what is strong is underlined, what is emphasised has a colour.
_INSTEAD: Final = (
    ("<strong>", "<u>"),
    ("</strong>", "</u>"),
    ("<em>", f'<font color="{ACCENT}">'),
    ("</em>", "</font>"),
    ("<mark>", "<u>"),
    ("</mark>", "</u>"),
    ("<thead>", ""),
    ("</thead>", ""),
    ("<th>", "<td><u>"),
    ("</th>", "</u></td>"),
    ("<p>", '<p line-height="1.35">'),
)
_ONE: Final = threading.Lock()


def pdf_of(title: str, lines: Sequence[str], html: str, *, language: str) -> bytes:
    """A PDF of sanitised `html` below a title and lines of text. Raises `PdfBusy` if others take too long."""
    if not _ONE.acquire(timeout=PATIENCE):
        raise PdfBusy("Try again in a minute.")
    try:
        return _written(title, lines, html, language)
    finally:
        _ONE.release()


def _written(title: str, lines: Sequence[str], html: str, language: str) -> bytes:
    import noto_cjk_sans_jp_regular
    from fpdf import FPDF

    (font,) = Path(noto_cjk_sans_jp_regular.__path__[0]).glob("*.otf")
    pdf = FPDF()
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.set_margin(20)
    pdf.add_page()
    pdf.add_font(FONT, fname=str(font))
    pdf.set_font(FONT, size=10.5)
    facts = "".join(f'<p><font color="#4d5763">{escape(line)}</font></p>' for line in lines if line)
    body = f"<h1>{escape(title)}</h1>{facts}<hr>{html}"
    for tag, instead in _INSTEAD:
        body = body.replace(tag, instead)
    pdf.write_html(body, font_family=FONT, tag_styles=_styles(), li_prefix_color="#4d5763")
    return bytes(pdf.output())


def _styles() -> dict[str, Any]:
    from fpdf.fonts import FontFace, TextStyle

    sizes = {"h1": 19, "h2": 15, "h3": 12.5, "h4": 11.5, "h5": 10.5, "h6": 10.5}
    return {
        **{
            tag: TextStyle(
                font_family=FONT, font_style="", font_size_pt=size, color="#1a2027", t_margin=4, b_margin=1
            )
            for tag, size in sizes.items()
        },
        "a": FontFace(emphasis="UNDERLINE", color=ACCENT),
        "code": FontFace(family=FONT, color="#4d5763"),
        "pre": TextStyle(font_family=FONT, color="#4d5763", t_margin=2),
        "blockquote": TextStyle(font_family=FONT, color="#4d5763", l_margin=5, t_margin=1, b_margin=1),
    }
