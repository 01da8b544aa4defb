"""Files on their way in. What a request announces is looked at before a byte of it is read."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.core.files.uploadedfile import UploadedFile
from rest_framework.request import Request

from labelwright.errors import LabelwrightError, Words
from labelwright.rest.parsers import UploadParser
from labelwright.rest.views import View

ENVELOPE: Final = 64 * 1024  # what the borders of multipart/form-data and the other parts take at most


class UploadView(View):
    """Takes one file a request, of at most `most` bytes. Raises `cut_off` where no length is announced, `too_large()` for more."""

    parser_classes = (UploadParser,)
    most: ClassVar[int]
    cut_off: ClassVar[type[LabelwrightError]]

    def too_large(self) -> LabelwrightError:
        raise NotImplementedError

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method == "POST":
            length = str(request.META.get("CONTENT_LENGTH") or "")
            if not length.isdigit():
                raise self.cut_off(Words("Say the Content-Length of the request."))
            if int(length) > self.most + ENVELOPE:
                raise self.too_large()
        super().initial(request, *args, **kwargs)

    @staticmethod
    def size_of(request: Request, file: UploadedFile) -> int | None:
        """How many bytes came; None if the request announced more: the parser takes what came for the whole."""
        return None if int(request.META["CONTENT_LENGTH"]) - (file.size or 0) > ENVELOPE else file.size
