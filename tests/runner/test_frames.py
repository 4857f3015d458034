import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.runner.child.frames import HEADER, FrameError, Node, excess_of, pack, unpack
from app.runner.child.limits import OUTPUTS

trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(trees, st.lists(st.binary()))
def test_what_is_packed_is_unpacked(tree: Node, blobs: list[bytes]) -> None:
    frame = pack(tree, blobs)
    assert HEADER.unpack_from(frame)[0] == len(frame) - HEADER.size
    assert unpack(frame[HEADER.size :], OUTPUTS) == (tree, b"".join(blobs))


@given(st.binary())
def test_any_bytes_are_a_frame_or_a_frame_error(body: bytes) -> None:
    try:
        unpack(body, OUTPUTS)
    except FrameError:
        return
    assert len(body) > HEADER.size


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b"NaN", b"[Infinity]", b"[" * 100_000, b"1" * 5000, b"\xff", b'"\x00"'],
    ids=["nothing", "open", "nan", "infinity", "deep", "long integer", "not UTF-8", "control character"],
)
def test_what_is_not_json_is_a_frame_error(text: bytes) -> None:
    with pytest.raises(FrameError):
        unpack(HEADER.pack(len(text)) + text, OUTPUTS)


def test_a_json_length_beyond_the_frame_is_a_frame_error() -> None:
    with pytest.raises(FrameError, match="longer"):
        unpack(HEADER.pack(10) + b"null", OUTPUTS)


def test_what_would_take_long_to_parse_is_refused_unread() -> None:
    lists = b"[" + b"[]," * 60_000 + b"0]"
    assert excess_of(lists, OUTPUTS) == "50,000 lists"
    assert excess_of(lists[: len(lists) // 2], OUTPUTS) == ""
    assert excess_of(b" " * (OUTPUTS.text + 1), OUTPUTS) == "192 KiB besides arrays"
    with pytest.raises(FrameError, match="more than 50,000 lists"):
        unpack(HEADER.pack(len(lists)) + lists, OUTPUTS)
