"""Where words begin and end in a text, without a dictionary.

A word is a run of signs of one class: letters, digits and marks of any script with spaces between words (a Korean eojeol is
one, its particles included), or kanji, or katakana, or hiragana. So Japanese has a boundary wherever the class changes:
東京|タワー|に. Chinese and Thai have neither spaces nor changes: a whole clause is one word, and snapping is of no use there.
Apostrophes between letters and points and commas between digits belong to the word; other punctuation and white space to none.
"""

from __future__ import annotations

import unicodedata
from typing import Final

NO_WORD: Final = ""
_LETTERS: Final = "letters"
_KANJI: Final = (
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_HIRAGANA: Final = ((0x3041, 0x3096), (0x309D, 0x309F))
_KATAKANA: Final = ((0x30A1, 0x30FA), (0x30FD, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF6F), (0xFF71, 0xFF9D))
_CLASSES: Final = (("kanji", _KANJI), ("hiragana", _HIRAGANA), ("katakana", _KATAKANA))
# What goes on with the class before it: the sign for a long vowel, also of half width, and marks for voicing.
_CONTINUING: Final = frozenset("ーｰﾞﾟ\u3099\u309a゛゜")
_BETWEEN_LETTERS: Final = frozenset("'’")
_BETWEEN_DIGITS: Final = frozenset(".,")


def class_at(text: str, index: int) -> str:
    """The class of the word that the sign at `index` belongs to; `NO_WORD` for white space and punctuation."""
    sign = text[index]
    if sign in _CONTINUING or unicodedata.category(sign) in ("Mn", "Me", "Mc"):
        return class_at(text, index - 1) if index else _LETTERS
    if sign in _BETWEEN_LETTERS | _BETWEEN_DIGITS:
        return _LETTERS if _is_between(text, index) else NO_WORD
    if not sign.isalnum():
        return NO_WORD
    for name, ranges in _CLASSES:
        if any(first <= ord(sign) <= last for first, last in ranges):
            return name
    return _LETTERS


def _is_between(text: str, index: int) -> bool:
    """Whether the sign at `index` stands between two letters, or two digits, as its kind may inside a word."""
    if index == 0 or index + 1 == len(text):
        return False
    is_such = str.isdigit if text[index] in _BETWEEN_DIGITS else str.isalpha
    return is_such(text[index - 1]) and is_such(text[index + 1])


def cuts_word(text: str, index: int) -> bool:
    """Whether there are signs of one word on both sides of the place before `index`."""
    if index <= 0 or index >= len(text):
        return False
    left, right = class_at(text, index - 1), class_at(text, index)
    return left == right != NO_WORD


def grown_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch from `start` to `end`, longer at either end where that cuts a word, by the rest of the word."""
    if start >= end:
        return start, end
    while cuts_word(text, start):
        start -= 1
    while cuts_word(text, end):
        end += 1
    return start, end
