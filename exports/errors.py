"""What the outside world's files can have wrong with them."""

from __future__ import annotations

from labelwright.errors import Conflict, Invalid, TooLarge


class ArchiveRefused(Invalid):
    """An archive, or one entry of it, was not opened; `entry` names the entry if it is about one."""

    code = "archive-refused"
    title = "This archive was not opened"

    def __init__(self, detail: str = "", *, entry: str | None = None) -> None:
        super().__init__(detail, entry=entry)
        self.entry = entry


class ArchiveDamaged(ArchiveRefused):
    """It is not a ZIP file, is cut off, or contradicts itself."""

    code = "archive-damaged"
    title = "This ZIP file is damaged"


class PathEscapes(ArchiveRefused):
    """A name leads, or could be decoded to lead, out of the place it is unpacked to."""

    code = "path-escapes"
    title = "A file name leads out of the archive"


class NameTooLong(ArchiveRefused):
    """A name is longer than common file systems take."""

    code = "name-too-long"
    title = "A file name is too long"


class DeviceName(ArchiveRefused):
    """A name means a device, not a file, on Windows."""

    code = "device-name"
    title = "A file has the name of a Windows device"


class NameClash(ArchiveRefused):
    """Two names are the same, or differ only in upper and lower case or in Unicode form."""

    code = "name-clash"
    title = "Two files have the same name"


class NotAFile(ArchiveRefused):
    """An entry is a link, a device or a pipe."""

    code = "not-a-file"
    title = "An entry is a link or a device, not a file"


class EncryptedEntry(ArchiveRefused):
    """An entry needs a password."""

    code = "encrypted-entry"
    title = "The archive is protected by a password"


class NestedArchive(ArchiveRefused):
    """An entry is itself an archive; archives in archives are not read."""

    code = "nested-archive"
    title = "An archive inside the archive is not read"


class CompressionNotRead(ArchiveRefused):
    """An entry is packed by another method than stored or deflate."""

    code = "compression-not-read"
    title = "This kind of compression is not read"


class TooManyEntries(ArchiveRefused):
    """There are more entries than this installation takes at once."""

    code = "too-many-entries"
    title = "There are too many files in the archive"


class EntryTooLarge(ArchiveRefused):
    """One entry unpacks to more bytes than this installation takes."""

    code = "entry-too-large"
    title = "A file in the archive is too large"


class ArchiveTooLarge(ArchiveRefused):
    """All entries together unpack to more bytes than this installation takes."""

    code = "archive-too-large"
    title = "The archive is too large when unpacked"


class TooCompressed(ArchiveRefused):
    """An entry unpacks to so many times its packed size that it looks like a bomb."""

    code = "too-compressed"
    title = "A file in the archive is compressed beyond belief"


class OverlappingEntries(ArchiveRefused):
    """Two entries share packed bytes, which only an archive made to harm does."""

    code = "overlapping-entries"
    title = "Entries of the archive overlap"


class ImageRefused(Invalid):
    """An image was not taken."""

    code = "image-refused"
    title = "This image was not taken"


class ImageTypeNotRead(ImageRefused):
    """The content is not JPEG, PNG, WebP or TIFF, whatever the file is called."""

    code = "image-type-not-read"
    title = "This type of image is not read"


class ImageTooLarge(ImageRefused):
    """It has more pixels or bytes than this installation takes."""

    code = "image-too-large"
    title = "This image is too large"


class ImageDamaged(ImageRefused):
    """It does not decode to the end."""

    code = "image-damaged"
    title = "This image is damaged or cut off"


class ManyImages(ImageRefused):
    """One file holds several pages or frames."""

    code = "many-images"
    title = "This file holds more than one image"


class ImageTooCostly(ImageRefused):
    """Decoding it took more memory or time than an image of this size needs."""

    code = "image-too-costly"
    title = "This image takes too much memory or time to decode"


class SoundRefused(Invalid):
    """A sound was not taken."""

    code = "sound-refused"
    title = "This sound was not taken"


class SoundTypeNotRead(SoundRefused):
    """The content is not WAV, FLAC, MP3, Ogg Vorbis or Opus, whatever the file is called."""

    code = "sound-type-not-read"
    title = "This type of sound is not read"


class SoundTooLarge(SoundRefused):
    """It lasts longer, or has more bytes or channels, than this installation takes."""

    code = "sound-too-large"
    title = "This sound is too large"


class SoundDamaged(SoundRefused):
    """It does not decode to the end, or holds no sound."""

    code = "sound-damaged"
    title = "This sound is damaged or cut off"


class ManySounds(SoundRefused):
    """One file holds several streams."""

    code = "many-sounds"
    title = "This file holds more than one sound"


class SoundTooCostly(SoundRefused):
    """Decoding it took more memory or time than a sound of this length needs."""

    code = "sound-too-costly"
    title = "This sound takes too much memory or time to decode"


class FormatUnknown(Invalid):
    """There is no format of that name, or it does not go in that direction."""

    code = "format-unknown"
    title = "This format is not known"


class OptionsInvalid(Invalid):
    """The options do not fit the format."""

    code = "options-invalid"
    title = "These options do not fit the format"


class DisguisedContent(ArchiveRefused):
    """A file called an image is a program, a page or a document."""

    code = "disguised-content"
    title = "A file is not what its name says"


class NotCollecting(Conflict):
    """Files can be added, and an import started, only until it was started."""

    code = "import-started"
    title = "This import was started already"


class StillReading(Conflict):
    """An import that is being read cannot be thrown away; its job can be cancelled."""

    code = "import-running"
    title = "This import is running"


class ImportKept(Conflict):
    """Items came from this import, so its record stays."""

    code = "import-kept"
    title = "Items came from this import"


class NothingToImport(Invalid):
    """The import has no files."""

    code = "nothing-to-import"
    title = "Add files first"


class UploadTooLarge(TooLarge):
    """A file, or all files of the import together, are larger or more than this installation takes."""

    code = "upload-too-large"
    title = "This is more than one import takes"


class UploadCutOff(Invalid):
    """Fewer bytes came than were announced, or none."""

    code = "upload-cut-off"
    title = "The file did not arrive whole"


class ExportNotReady(Conflict):
    """The file is still being written, or writing it failed."""

    code = "export-not-ready"
    title = "This export is not ready"
