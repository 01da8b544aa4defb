"""Schemas to start a project from."""

from typing import Any, Final

from msgspec import Struct


class Template(Struct, frozen=True):
    """A schema document with what it is called, in the languages of the product."""

    key: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    document: dict[str, Any]


_OBJECT_DETECTION = Template(
    key="object_detection",
    titles={"en": "Object detection", "ko": "객체 탐지", "ja": "物体検出"},
    descriptions={
        "en": "Draw a box around every object in an image.",
        "ko": "이미지 속 모든 객체에 박스를 그립니다.",
        "ja": "画像内のすべての物体をボックスで囲みます。",
    },
    document={
        "input": "image",
        "fields": [
            {
                "key": "objects",
                "type": "regions",
                "titles": {"en": "Objects", "ko": "객체", "ja": "物体"},
                "labels": [
                    {
                        "key": "object",
                        "titles": {"en": "Object", "ko": "객체", "ja": "物体"},
                        "shortcut": "1",
                        "geometry": "box",
                    },
                    {
                        "key": "unclear",
                        "titles": {"en": "Unclear object", "ko": "불분명한 객체", "ja": "不明瞭な物体"},
                        "shortcut": "2",
                        "geometry": "box",
                    },
                ],
            },
            {
                "key": "quality",
                "type": "choice",
                "titles": {"en": "Image quality", "ko": "이미지 품질", "ja": "画質"},
                "options": [
                    {"key": "good", "titles": {"en": "Good", "ko": "좋음", "ja": "良い"}, "shortcut": "g"},
                    {"key": "poor", "titles": {"en": "Poor", "ko": "나쁨", "ja": "悪い"}, "shortcut": "p"},
                ],
            },
        ],
    },
)

_TEXT_CLASSIFICATION = Template(
    key="text_classification",
    titles={"en": "Text classification", "ko": "텍스트 분류", "ja": "テキスト分類"},
    descriptions={
        "en": "Choose one class for each text.",
        "ko": "텍스트마다 하나의 분류를 선택합니다.",
        "ja": "テキストごとに分類を一つ選びます。",
    },
    document={
        "input": "text",
        "fields": [
            {
                "key": "sentiment",
                "type": "choice",
                "titles": {"en": "Sentiment", "ko": "감성", "ja": "感情"},
                "required": True,
                "options": [
                    {
                        "key": "positive",
                        "titles": {"en": "Positive", "ko": "긍정", "ja": "肯定的"},
                        "shortcut": "1",
                    },
                    {
                        "key": "neutral",
                        "titles": {"en": "Neutral", "ko": "중립", "ja": "中立"},
                        "shortcut": "2",
                    },
                    {
                        "key": "negative",
                        "titles": {"en": "Negative", "ko": "부정", "ja": "否定的"},
                        "shortcut": "3",
                    },
                ],
            }
        ],
    },
)

_NAMED_ENTITIES = Template(
    key="named_entities",
    titles={"en": "Named entities", "ko": "개체명 인식", "ja": "固有表現抽出"},
    descriptions={
        "en": "Mark people, organisations, places and dates in a text.",
        "ko": "텍스트에서 인물, 기관, 장소, 날짜를 표시합니다.",
        "ja": "テキスト内の人名、組織、場所、日付に印を付けます。",
    },
    document={
        "input": "text",
        "fields": [
            {
                "key": "entities",
                "type": "spans",
                "titles": {"en": "Entities", "ko": "개체명", "ja": "固有表現"},
                "labels": [
                    {
                        "key": "person",
                        "titles": {"en": "Person", "ko": "인물", "ja": "人名"},
                        "shortcut": "1",
                    },
                    {
                        "key": "organisation",
                        "titles": {"en": "Organisation", "ko": "기관", "ja": "組織"},
                        "shortcut": "2",
                    },
                    {"key": "place", "titles": {"en": "Place", "ko": "장소", "ja": "場所"}, "shortcut": "3"},
                    {"key": "date", "titles": {"en": "Date", "ko": "날짜", "ja": "日付"}, "shortcut": "4"},
                ],
            }
        ],
    },
)

_BLANK_IMAGE = Template(
    key="blank_image",
    titles={"en": "Blank, for images", "ko": "빈 스키마(이미지)", "ja": "空のスキーマ: 画像"},
    descriptions={
        "en": "Start without fields and add your own.",
        "ko": "필드 없이 시작하여 직접 추가합니다.",
        "ja": "フィールドなしで始め、自分で追加します。",
    },
    document={"input": "image", "fields": []},
)

_BLANK_TEXT = Template(
    key="blank_text",
    titles={"en": "Blank, for texts", "ko": "빈 스키마(텍스트)", "ja": "空のスキーマ: テキスト"},
    descriptions=_BLANK_IMAGE.descriptions,
    document={"input": "text", "fields": []},
)

TEMPLATES: Final[dict[str, Template]] = {
    template.key: template
    for template in (_OBJECT_DETECTION, _TEXT_CLASSIFICATION, _NAMED_ENTITIES, _BLANK_IMAGE, _BLANK_TEXT)
}
