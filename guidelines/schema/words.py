"""The small types that schema documents are made of, each with the words an error message uses for it."""

from typing import Annotated, Final, Literal, get_args

from msgspec import Meta

# No NUL and no half surrogate pair: PostgreSQL's jsonb holds neither.
_LINE = r"\A[^\x00-\x1f\x7f\ud800-\udfff]*\Z"
_PROSE = r"\A[^\x00\ud800-\udfff]*\Z"
_TRIMMED = r"\A(?!\s)[^\x00-\x1f\x7f\ud800-\udfff]+(?<!\s)\Z"

InputKind = Literal["image", "text", "audio"]
INPUT_KINDS: Final[tuple[InputKind, ...]] = get_args(InputKind)
Key = Annotated[
    str,
    Meta(
        pattern=r"\A[a-z][a-z0-9_]{0,62}\Z",
        description="a key: a small letter, then at most 62 small letters, digits or _",
    ),
]
Name = Annotated[
    str,
    Meta(max_length=200, pattern=_TRIMMED, description="a name of one line, without spaces around it"),
]
Locale = Annotated[
    str,
    Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z", description="a language such as en, ko or ja"),
]
Title = Annotated[str, Meta(max_length=200, pattern=_LINE, description="a title of one line")]
Prose = Annotated[str, Meta(max_length=2000, pattern=_PROSE, description="text")]
Titles = Annotated[dict[Locale, Title], Meta(max_length=50)]
Proses = Annotated[dict[Locale, Prose], Meta(max_length=50)]
Colour = Annotated[str, Meta(pattern=r"\A#[0-9A-Fa-f]{6}\Z", description='a colour such as "#d6455d"')]
Shortcut = Annotated[
    str,
    Meta(
        pattern=r"\A[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff]\Z", description="a shortcut of one visible character"
    ),
]
Bound = Annotated[float, Meta(ge=-1e15, le=1e15)]
Count = Annotated[int, Meta(ge=0, le=1000)]
