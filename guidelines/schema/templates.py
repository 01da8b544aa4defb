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

_SPEECH = Template(
    key="speech_transcription",
    titles={"en": "Speech transcription", "ko": "음성 전사", "ja": "音声の書き起こし"},
    descriptions={
        "en": "Mark who speaks when, and write down what they say.",
        "ko": "누가 언제 말하는지 표시하고 말한 내용을 받아 적습니다.",
        "ja": "誰がいつ話しているかを区切り、話した内容を書き起こします。",
    },
    document={
        "input": "audio",
        "fields": [
            {
                "key": "speech",
                "type": "segments",
                "titles": {"en": "Speech", "ko": "발화", "ja": "発話"},
                "overlap": True,
                "labels": [
                    {
                        "key": f"speaker_{number}",
                        "titles": {
                            "en": f"Speaker {number}",
                            "ko": f"화자 {number}",
                            "ja": f"話者 {number}",
                        },
                        "shortcut": str(number),
                        "attributes": [
                            {
                                "key": "transcript",
                                "type": "text",
                                "titles": {"en": "Transcript", "ko": "전사", "ja": "書き起こし"},
                                "required": True,
                            }
                        ],
                    }
                    for number in (1, 2)
                ],
            },
            {
                "key": "quality",
                "type": "choice",
                "titles": {"en": "Sound quality", "ko": "음질", "ja": "音質"},
                "options": [
                    {"key": "good", "titles": {"en": "Good", "ko": "좋음", "ja": "良い"}, "shortcut": "g"},
                    {"key": "poor", "titles": {"en": "Poor", "ko": "나쁨", "ja": "悪い"}, "shortcut": "p"},
                ],
            },
        ],
    },
)

_SOUND_EVENTS = Template(
    key="sound_events",
    titles={"en": "Sound events", "ko": "소리 이벤트", "ja": "音響イベント"},
    descriptions={
        "en": "Mark when which sound can be heard.",
        "ko": "어떤 소리가 언제 들리는지 표시합니다.",
        "ja": "どの音がいつ聞こえるかを区切ります。",
    },
    document={
        "input": "audio",
        "fields": [
            {
                "key": "events",
                "type": "segments",
                "titles": {"en": "Events", "ko": "이벤트", "ja": "イベント"},
                "overlap": True,
                "labels": [
                    {"key": "voice", "titles": {"en": "Voice", "ko": "목소리", "ja": "声"}, "shortcut": "1"},
                    {"key": "music", "titles": {"en": "Music", "ko": "음악", "ja": "音楽"}, "shortcut": "2"},
                    {"key": "noise", "titles": {"en": "Noise", "ko": "소음", "ja": "騒音"}, "shortcut": "3"},
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

_BLANK_AUDIO = Template(
    key="blank_audio",
    titles={"en": "Blank, for sounds", "ko": "빈 스키마(오디오)", "ja": "空のスキーマ: 音声"},
    descriptions=_BLANK_IMAGE.descriptions,
    document={"input": "audio", "fields": []},
)

TEMPLATES: Final[dict[str, Template]] = {
    template.key: template
    for template in (
        _OBJECT_DETECTION,
        _TEXT_CLASSIFICATION,
        _NAMED_ENTITIES,
        _SPEECH,
        _SOUND_EVENTS,
        _BLANK_IMAGE,
        _BLANK_TEXT,
        _BLANK_AUDIO,
    )
}
