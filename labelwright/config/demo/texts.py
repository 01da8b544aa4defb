"""The texts of the demo as items with their truth, in the order in which they are imported."""

import random
from dataclasses import dataclass

from labelwright.config.demo.markup import MarkedSpan, parse_marked
from labelwright.config.demo.news import NEWS
from labelwright.config.demo.utterances import UTTERANCES

LANGUAGES = ("en", "ko", "ja")
INTENTS = tuple(UTTERANCES)


@dataclass(frozen=True, slots=True)
class IntentText:
    """One thing said to the assistant. `key` is stable and serves as the external id."""

    key: str
    text: str
    language: str
    intent: str


@dataclass(frozen=True, slots=True)
class NewsText:
    """One sentence of news. The spans are in Unicode code points, `end` exclusive."""

    key: str
    text: str
    language: str
    spans: tuple[MarkedSpan, ...]


def intent_texts() -> list[IntentText]:
    """All utterances, mixed as they would arrive; the same order each time."""
    texts = [
        IntentText(f"utterance-{language}-{intent}-{number}", text, language, intent)
        for intent, by_language in UTTERANCES.items()
        for language, written in by_language.items()
        for number, text in enumerate(written, start=1)
    ]
    random.Random(20).shuffle(texts)
    return texts


def news_texts() -> list[NewsText]:
    """All sentences with their entities, the languages taking turns."""
    texts = []
    for language, sentences in NEWS.items():
        for number, source in enumerate(sentences, start=1):
            marked = parse_marked(source)
            texts.append(NewsText(f"news-{language}-{number:02}", marked.text, language, marked.spans))
    return sorted(texts, key=lambda text: (text.key[-2:], LANGUAGES.index(text.language)))
