"""The label schemas of the demo projects, as schema documents.

Colours are calm, differ in lightness as well as in hue (for colour-blind people), and stand out from the
pink and violet of a stained smear.
"""

from typing import Any

from labelwright.config.demo.cells import LOBES

Document = dict[str, Any]
Titles = tuple[str, str, str]


def _titles(titles: Titles) -> dict[str, str]:
    return dict(zip(("en", "ko", "ja"), titles, strict=True))


def _label(
    key: str, name: str, titles: Titles, colour: str, shortcut: str, **more: str | list[Document]
) -> Document:
    return {
        "key": key,
        "name": name,
        "titles": _titles(titles),
        "colour": colour,
        "shortcut": shortcut,
        **more,
    }


_LOBE_TITLES: dict[str, Titles] = {
    "one": ("One", "한 개", "1つ"),
    "two": ("Two", "두 개", "2つ"),
    "three": ("Three", "세 개", "3つ"),
    "four": ("Four", "네 개", "4つ"),
    "five": ("Five", "다섯 개", "5つ"),
}

_LOBES_ATTRIBUTE: Document = {
    "key": "lobes",
    "name": "lobes",
    "type": "choice",
    "titles": _titles(("Lobes of the nucleus", "핵의 엽 수", "核の分葉数")),
    "required": True,
    "options": [
        {"key": key, "name": key, "titles": _titles(_LOBE_TITLES[key]), "shortcut": shortcut}
        for key, shortcut in zip(LOBES, "qwert", strict=True)
    ],
}

_OVERLAPPING_ATTRIBUTE: Document = {
    "key": "overlapping",
    "name": "overlapping",
    "type": "boolean",
    "titles": _titles(("Overlaps another cell", "다른 세포와 겹침", "他の細胞と重なる")),
}

CELLS: Document = {
    "input": "image",
    "fields": [
        {
            "key": "cells",
            "name": "cells",
            "type": "regions",
            "titles": _titles(("Cells", "세포", "細胞")),
            "help": _titles(
                (
                    "A tight box around every cell of which at least a quarter is visible.",
                    "4분의 1 이상 보이는 모든 세포에 꼭 맞는 상자를 그리세요.",
                    "4分の1以上見えている細胞すべてを、ぴったり囲んでください。",
                )
            ),
            "labels": [
                _label(
                    "rbc",
                    "RBC",
                    ("Red cell", "적혈구", "赤血球"),
                    "#c2483c",
                    "1",
                    geometry="box",
                    attributes=[_OVERLAPPING_ATTRIBUTE],
                ),
                _label(
                    "wbc",
                    "WBC",
                    ("White cell", "백혈구", "白血球"),
                    "#1f5fa8",
                    "2",
                    geometry="box",
                    attributes=[_LOBES_ATTRIBUTE],
                ),
                _label(
                    "platelet", "Platelet", ("Platelet", "혈소판", "血小板"), "#b07d12", "3", geometry="box"
                ),
            ],
        },
        {
            "key": "focus",
            "name": "focus",
            "type": "choice",
            "titles": _titles(("Focus", "초점", "ピント")),
            "help": _titles(
                (
                    "Poor when the edges of most cells are washed out.",
                    "대부분의 세포 가장자리가 흐리면 '나쁨'입니다.",
                    "ほとんどの細胞の輪郭がぼやけていれば「悪い」です。",
                )
            ),
            "required": True,
            "options": [
                _label("good", "good", ("Good", "좋음", "良い"), "#2f855a", "g"),
                _label("poor", "poor", ("Poor", "나쁨", "悪い"), "#8a6d3b", "p"),
            ],
        },
    ],
}

_INTENT_OPTIONS: list[Document] = [
    _label("check_bill", "check_bill", ("Ask about a bill", "요금 문의", "請求の確認"), "#1f5fa8", "1"),
    _label("pay_bill", "pay_bill", ("Pay a bill", "요금 납부", "支払い"), "#2f855a", "2"),
    _label("meter_reading", "meter_reading", ("Meter reading", "검침", "検針"), "#b07d12", "3"),
    _label("change_tariff", "change_tariff", ("Change tariff", "요금제 변경", "プラン変更"), "#7b5ea7", "4"),
    _label("move_home", "move_home", ("Move home", "이사", "引っ越し"), "#0f7f86", "5"),
    _label("report_outage", "report_outage", ("Power cut", "정전 신고", "停電"), "#c2483c", "6"),
    _label("set_heating", "set_heating", ("Set the heating", "난방 조절", "暖房の操作"), "#d07a2d", "7"),
    _label("solar_export", "solar_export", ("Solar power", "태양광", "太陽光発電"), "#7d8a1c", "8"),
    _label("book_engineer", "book_engineer", ("Engineer's visit", "기사 방문", "訪問の予約"), "#a84a7d", "9"),
    _label("other", "other", ("Something else", "기타", "その他"), "#667085", "0"),
]

INTENTS: Document = {
    "input": "text",
    "fields": [
        {
            "key": "intent",
            "name": "intent",
            "type": "choice",
            "titles": _titles(("Intent", "의도", "意図")),
            "help": _titles(
                (
                    "What does the person want to happen next?",
                    "이 사람이 다음에 무엇을 원하나요?",
                    "この人が次に望んでいることは何ですか。",
                )
            ),
            "required": True,
            "options": _INTENT_OPTIONS,
        }
    ],
}


def area() -> Document:
    """Towns, districts, islands, in the second version of the schema."""
    return _label("area", "AREA", ("Area", "지역", "地域"), "#2f855a", "3")


def building() -> Document:
    """Halls, stores, stations, in the second version of the schema."""
    return _label("building", "BUILDING", ("Building", "건물", "建物"), "#7d8a1c", "7")


NEWS: Document = {
    "input": "text",
    "fields": [
        {
            "key": "entities",
            "name": "entities",
            "type": "spans",
            "titles": _titles(("Names", "개체명", "固有表現")),
            "help": _titles(
                (
                    "The shortest span that still names the thing; no titles, no particles.",
                    "대상을 가리키는 가장 짧은 구간만 고르세요. 호칭과 조사는 뺍니다.",
                    "対象を指す最も短い範囲を選びます。敬称と助詞は含めません。",
                )
            ),
            "labels": [
                _label("person", "PERSON", ("Person", "인물", "人物"), "#1f5fa8", "1"),
                _label("organisation", "ORG", ("Organisation", "기관·단체", "組織"), "#7b5ea7", "2"),
                _label("place", "PLACE", ("Place", "장소", "場所"), "#2f855a", "3"),
                _label("date", "DATE", ("Date", "날짜", "日付"), "#b07d12", "4"),
                _label("event", "EVENT", ("Event", "행사", "イベント"), "#c2483c", "5"),
                _label("product", "PRODUCT", ("Product", "제품", "製品"), "#0f7f86", "6"),
            ],
        }
    ],
}

SCHEMAS: dict[str, Document] = {"cells": CELLS, "intents": INTENTS, "news": NEWS}
"""By the key of the demo project."""
