"""The guideline of the named-entity project."""

VERSION_1 = """\
# Local news {#purpose}

Mark every name in the sentence. A name points at **one particular** thing; "the mayor" or "a hospital"
does not. Spans do not overlap.

## Where a span begins and ends {#borders}

- Mark the whole name and nothing else: no article, no quotation mark, no full stop.
- Leave titles out: Dr [Amara Nwosu], [박서린] 씨, [朝倉みなみ]さん.
- Leave particles out: [솔내동]과, [塩島]への.
- Where a name stands inside a longer name, mark only the longer one.

| Text | Mark | Not |
| --- | --- | --- |
| the Valley Cup final | Valley Cup | the Valley Cup final |
| 화요일 저녁 | 화요일 저녁 | 화요일 |
| 伊波斗真さん | 伊波斗真 | 伊波斗真さん |

## Person {#person}

People, living or dead, by name.

- **Do** mark a family name that stands alone.
- **Don't** mark roles ("captain", "교수", "市長").

## Organisation {#organisation}

Companies, schools, hospitals, clubs, galleries: whatever can employ somebody or sign something.

- **Do** mark a town's name as an organisation when its *team* plays.
- **Don't** mark "the council" or "市" alone.

## Place {#place}

Towns, streets, islands, bridges, buildings: where something is.

- **Do** mark a building as a place when things happen *in* it.
- **Don't** mark it as a place when it acts: "the hospital called the result encouraging".

## Date {#date}

Days, months, years and times of day that a calendar could answer.

- **Do** mark relative dates: "next month", "화요일 저녁", "来月".
- **Don't** mark durations ("for two hours") or clock times ("at six").

## Event {#event}

Festivals, fairs, cups and games with a name.

- **Do** leave out "final" or "parade" after the name.
- **Don't** mark unnamed happenings such as "a power cut".

## Product {#product}

Things with a brand or model name: buses, breads, apps, tariffs, scanners.

- **Do** take the number of the model with it: "Wren 12".
- **Don't** include the kind of thing: "tariff", "顕微鏡", "스캐너".
"""
