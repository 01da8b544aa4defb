"""The texts of the demo: enough of them, in three languages, with a truth that fits."""

from collections import Counter

import pytest

from labelwright.config.demo.texts import INTENTS, LANGUAGES, IntentText, NewsText, intent_texts, news_texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_is_covered_in_every_language(language: str) -> None:
    intents = Counter(text.intent for text in intent_texts() if text.language == language)

    assert set(intents) == set(INTENTS)
    assert sum(intents.values()) >= 40


def test_there_are_ten_intents_and_at_least_120_utterances() -> None:
    assert len(INTENTS) == 10
    assert len(intent_texts()) >= 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_thirty_sentences_of_news_in_every_language(language: str) -> None:
    assert sum(text.language == language for text in news_texts()) >= 30


@pytest.mark.parametrize("text", news_texts(), ids=lambda text: text.key)
def test_spans_lie_inside_their_text_and_do_not_overlap(text: NewsText) -> None:
    borders = [border for span in text.spans for border in (span.start, span.end)]

    assert borders == sorted(borders)
    assert all(0 <= span.start < span.end <= len(text.text) for span in text.spans)
    assert all(part == part.strip() for part in (text.text[span.start : span.end] for span in text.spans))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_entity_occurs_in_every_language(language: str) -> None:
    labels = {span.label for text in news_texts() if text.language == language for span in text.spans}

    assert labels == {"person", "organisation", "place", "date", "event", "product"}


@pytest.mark.parametrize("texts", [intent_texts(), news_texts()], ids=["intents", "news"])
def test_keys_and_texts_are_unique(texts: list[IntentText] | list[NewsText]) -> None:
    assert len({text.key for text in texts}) == len(texts)
    assert len({text.text for text in texts}) == len(texts)


def test_the_order_is_the_same_each_time() -> None:
    assert intent_texts() == intent_texts()
    assert news_texts() == news_texts()
