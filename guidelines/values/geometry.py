"""Box maths. Every box is `(x, y, width, height)` in image pixels, origin top-left, y down."""

BoxTuple = tuple[float, float, float, float]


def area(box: BoxTuple) -> float:
    """Square pixels covered by `box`."""
    return box[2] * box[3]


def intersect(a: BoxTuple, b: BoxTuple) -> BoxTuple | None:
    """The box covered by both, or None where they do not overlap; boxes that only touch do not."""
    left, top = max(a[0], b[0]), max(a[1], b[1])
    width = min(a[0] + a[2], b[0] + b[2]) - left
    height = min(a[1] + a[3], b[1] + b[3]) - top
    return (left, top, width, height) if width > 0 and height > 0 else None


def iou(a: BoxTuple, b: BoxTuple) -> float:
    """Intersection over union, 0 to 1. Source: Jaccard (1912), as PASCAL VOC uses it for boxes."""
    if a == b:
        return 1.0
    common = intersect(a, b)
    if common is None:
        return 0.0
    shared = area(common)
    union = area(a) + area(b) - shared
    return min(1.0, shared / union) if union > 0 else 0.0


def clamp(box: BoxTuple, width: float, height: float) -> BoxTuple | None:
    """The part of `box` inside an image of `width` by `height` pixels, or None where nothing is left."""
    return intersect(box, (0.0, 0.0, width, height))
