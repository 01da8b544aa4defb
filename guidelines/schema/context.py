from msgspec import Struct


class ItemContext(Struct, frozen=True, kw_only=True):
    """What checking a value needs to know of its item: pixels of the upright image, code points, seconds.

    None stands for what is not known.
    """

    width: int | None = None
    height: int | None = None
    text_length: int | None = None
    duration: float | None = None


UNKNOWN_ITEM = ItemContext()
