"""What people ask the assistant of Emberlane, a made-up energy supplier; written for the demo.

By intent, then by language. Some are ambiguous on purpose (a bill that is also a tariff question, a cold
radiator that may be an outage): they are what annotators disagree about.
"""

UTTERANCES: dict[str, dict[str, tuple[str, ...]]] = {
    "check_bill": {
        "en": (
            "how much do i owe for october",
            "Why is this bill almost twice the last one?",
            "can you send me a copy of my March statement",
            "There's a £14 line on my bill called 'standing adjustment'. What is it?",
            "is my bill higher because of the new tariff",
        ),
        "ko": (
            "이번 달 전기요금 얼마 나왔어요?",
            "지난달보다 요금이 왜 이렇게 많이 나왔죠?",
            "9월 청구서 다시 보내 주실 수 있나요",
            "고지서에 '조정액'이라고 적힌 게 뭔가요?",
        ),
        "ja": (
            "今月の請求額を教えてください",
            "先月よりかなり高いんですけど、どうしてですか",
            "8月分の明細をもう一度見たい",
            "請求書の「調整額」って何のことでしょうか。",
        ),
    },
    "pay_bill": {
        "en": (
            "I'd like to pay by card now please",
            "Can I split this bill over three months?",
            "my direct debit bounced, can you take it again on friday",
            "pay 60 towards my balance",
        ),
        "ko": (
            "카드로 지금 바로 납부하고 싶어요",
            "자동이체 계좌를 바꾸려고 합니다.",
            "이번 요금 두 번에 나눠서 내도 될까요?",
            "어제 이체가 안 된 것 같은데 다시 출금해 주세요",
        ),
        "ja": (
            "今すぐカードで払えますか",
            "口座振替の日を25日に変更したいです。",
            "分割払いにしてもらうことはできますか？",
            "コンビニで払う用紙をなくしちゃったんだけど",
        ),
    },
    "meter_reading": {
        "en": (
            "gas meter says 04417",
            "Here's my reading for the flat: 20381 kWh",
            "which of the two numbers on the display do you need?",
            "I typed in the wrong reading yesterday, how do I fix it",
        ),
        "ko": (
            "계량기 숫자 58213이에요",
            "검침값은 어디에 입력하면 되나요?",
            "화면에 숫자가 두 개 나오는데 어느 걸 알려 드려야 하죠",
            "어제 보낸 검침값을 잘못 적었습니다. 수정해 주세요.",
        ),
        "ja": (
            "メーターの数字は31906です",
            "検針の値はどこから送ればいいですか。",
            "表示が交互に変わるんですが、どちらの数字を読めばいいの？",
            "昨日送った検針値、一桁間違えました",
        ),
    },
    "change_tariff": {
        "en": (
            "Do you have something cheaper at night? I charge my car then.",
            "switch me to the fixed plan",
            "what happens when my fixed price ends in June?",
            "Green Hours sounds good, sign me up",
        ),
        "ko": (
            "심야에 더 싼 요금제 있어요?",
            "그린아워 요금제로 바꿔 주세요",
            "전기차를 샀는데 어떤 요금제가 유리할까요?",
            "약정 기간이 끝나면 요금이 어떻게 되나요",
        ),
        "ja": (
            "夜間が安いプランに変えたいんですが",
            "今の固定プランは6月以降どうなりますか？",
            "グリーンアワーに申し込みたいです",
            "電気自動車を買ったので、合うプランがあれば教えて。",
        ),
    },
    "move_home": {
        "en": (
            "we're moving out on the 28th, what do I need to do",
            "I just got the keys to 4 Quarry Lane and the power is in the old tenant's name",
            "Can I take my tariff with me to the new house?",
            "final bill please, we leave on Sunday",
        ),
        "ko": (
            "다음 주 토요일에 이사 가요. 뭐부터 하면 되나요?",
            "새집 전기를 제 이름으로 바꾸고 싶습니다",
            "이사 가도 지금 요금제 그대로 쓸 수 있어요?",
            "28일에 나가니까 정산해 주세요",
        ),
        "ja": (
            "来月引っ越すので手続きを教えてください",
            "新居の電気を使い始めたいのですが、名義が前の人のままです。",
            "引っ越し先でも同じプランを使えますか",
            "日曜に退去するので最後の精算をお願いします",
        ),
    },
    "report_outage": {
        "en": (
            "no power in the whole street since 6",
            "Half my sockets are dead but the lights are fine.",
            "when will the electricity be back in Harrow Mill",
            "heating AND hot water just went off, is there a problem in my area?",
        ),
        "ko": (
            "방금 동네 전체가 정전됐어요",
            "우리 집만 전기가 나간 것 같은데요",
            "복구는 언제쯤 될까요?",
            "갑자기 불이 깜빡거리다가 나갔습니다. 확인 부탁드려요.",
        ),
        "ja": (
            "うちの地区だけ停電してるみたいです",
            "復旧は何時ごろになりますか？",
            "ブレーカーは上がっているのに電気がつきません。",
            "さっきから電気がチカチカするんだけど、そちらの工事？",
        ),
    },
    "set_heating": {
        "en": (
            "turn the heating down to 18 overnight",
            "set the boiler to come on half an hour earlier on weekdays",
            "It's freezing in here",
            "stop the hot water while we're on holiday till the 9th",
        ),
        "ko": (
            "거실 온도를 21도로 맞춰 줘",
            "평일 아침엔 보일러를 30분 일찍 켜 주세요",
            "집이 너무 추워요",
            "여행 가는 동안 온수는 꺼 줄래?",
        ),
        "ja": (
            "リビングを20度にして",
            "平日の朝は暖房を30分早くつけてほしい",
            "部屋が寒すぎる",
            "旅行中は給湯を止めておいてください。",
        ),
    },
    "solar_export": {
        "en": (
            "how much did my panels make last week",
            "What do you pay per kWh for what I send back?",
            "My export payment for the summer hasn't arrived.",
            "can i connect a battery to the panels you installed",
        ),
        "ko": (
            "지난주 태양광 발전량 알려 주세요",
            "남는 전기를 팔면 얼마나 받을 수 있나요?",
            "여름 판매 대금이 아직 안 들어왔어요",
            "태양광에 배터리를 추가로 달 수 있을까요?",
        ),
        "ja": (
            "先週の太陽光の発電量は？",
            "余った電気の買取価格を知りたいです。",
            "夏の売電分がまだ振り込まれていません",
            "パネルに蓄電池を後から付けられますか",
        ),
    },
    "book_engineer": {
        "en": (
            "the boiler makes a banging noise, can someone come and look",
            "I need to move my appointment from Tuesday to Thursday",
            "book me a smart meter installation, mornings are best",
            "nobody turned up today between 8 and 12!!",
        ),
        "ko": (
            "보일러에서 쿵쿵 소리가 나요. 기사님 좀 보내 주세요",
            "화요일 방문을 목요일로 바꿀 수 있나요?",
            "스마트 계량기 설치 예약하려고요. 오전이 좋아요.",
            "오늘 오기로 한 기사님이 아직 안 오셨어요",
        ),
        "ja": (
            "ボイラーから変な音がするので見に来てほしいです",
            "火曜の訪問を木曜に変更できますか？",
            "スマートメーターの設置を予約したいです。午前がいいです。",
            "今日来るはずの作業員さんがまだ来ません",
        ),
    },
    "other": {
        "en": (
            "thanks, that's everything",
            "what's the weather doing tomorrow",
            "Do you sponsor local football clubs?",
            "hello?? is this a real person",
        ),
        "ko": (
            "네 감사합니다",
            "내일 비 와요?",
            "상담원이랑 직접 통화하고 싶어요",
            "혹시 채용 중이신가요?",
        ),
        "ja": (
            "ありがとう、助かりました",
            "明日の天気は？",
            "オペレーターと話せますか",
            "あなたはロボットですか",
        ),
    },
}
