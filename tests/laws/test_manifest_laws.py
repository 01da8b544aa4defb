"""Laws of the manifest: one content, one text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.manifest import FORMAT, FileEntry, NotInOrder, canonical, pieces, read

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
HEADS = st.dictionaries(
    st.text(min_size=1, max_size=10).filter(lambda key: key != "files"), JSON, max_size=6
).map(lambda head: {**head, "format": FORMAT})
FILES = st.lists(
    st.builds(
        FileEntry, st.text(min_size=1, max_size=20), st.text(max_size=5), st.integers(0, 2**40), st.text()
    ),
    max_size=8,
    unique_by=lambda entry: entry.path,
).map(lambda entries: sorted(entries, key=lambda entry: entry.path))


@given(HEADS, FILES)
def test_it_is_read_back_as_it_was_written(head, files):
    assert read(b"".join(pieces(head, files))) == (head, files)


@given(HEADS, FILES)
def test_written_in_pieces_it_is_the_canonical_text_of_the_whole(head, files):
    whole = canonical({**head, "files": files})

    assert b"".join(pieces(head, iter(files))) == whole


@given(HEADS, FILES, st.randoms())
def test_the_order_of_keys_does_not_matter(head, files, rng):
    pairs = list(head.items())
    rng.shuffle(pairs)

    assert b"".join(pieces(dict(pairs), files)) == b"".join(pieces(head, files))


def test_files_out_of_order_are_refused():
    entries = [FileEntry(path, "0", 1, "x") for path in ("b", "a")]

    with pytest.raises(NotInOrder):
        b"".join(pieces({"format": FORMAT}, entries))


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b"\xff", json.dumps({"format": "x", "files": []}).encode()]
)
def test_what_is_no_manifest_is_refused(content):
    with pytest.raises(ValueError):
        read(content)
