import pytest

from app.runner import Busy, Job


@pytest.mark.parametrize("seconds", [0, -1, 11, float("nan")])
def test_a_time_limit_out_of_range_is_a_programmers_slip(seconds: float) -> None:
    with pytest.raises(ValueError, match="seconds must lie in"):
        Job("", seconds=seconds)


def test_busy_says_when_to_come_back() -> None:
    assert Busy(3).retry_after == 3
