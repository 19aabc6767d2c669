"""The states can be told apart by everyone: colours under each colour blindness and in print, marks and words by themselves."""

from itertools import combinations

import pytest

from pages.look.states import COUNTED, LOOKS, STATES

# Machado, Oliveira & Fernandes (2009), severity 1.0, in linear RGB.
SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "print": ((0.2126, 0.7152, 0.0722),) * 3,
}
JUST_SEEN = 2.3  # a difference of CIELAB that can just be seen; side by side in a bar we ask for several times that


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(k * max(0.0, min(1.0, v)) for k, v in zip(row, rgb, strict=True)) for row in to_xyz]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab(tuple(sum(k * v for k, v in zip(row, rgb, strict=True)) for row in SIGHT[sight]))


def contrast(one: str, other: str) -> float:
    lights = sorted(
        (sum(k * v for k, v in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) + 0.05 for c in (one, other)), reverse=True
    )
    return lights[0] / lights[1]


@pytest.mark.parametrize("sight", SIGHT)
def test_counted_states_are_told_apart_by_colour(sight: str):
    least = 4 if sight == "print" else 8
    for one, other in combinations(COUNTED, 2):
        difference = sum((a - b) ** 2 for a, b in zip(seen(LOOKS[one].colour, sight), seen(LOOKS[other].colour, sight), strict=True)) ** 0.5
        assert difference > least * JUST_SEEN, f"{one} and {other}: {difference:.1f}"


def test_no_state_is_told_by_colour_alone():
    assert len({look.mark for look in LOOKS.values()}) == len(STATES)


def test_text_on_a_bar_can_be_read():
    assert [state for state, look in LOOKS.items() if contrast(look.colour, look.ink) < 4.5] == []


def test_texts_of_the_theme_can_be_read():
    pairs = [("#1C2733", "#FFFFFF"), ("#566373", "#FFFFFF"), ("#566373", "#F4F6F9"), ("#1D4F7C", "#FFFFFF"), ("#1D4F7C", "#EEF3F8")]
    pairs += [("#7A4B00", "#FDF3DC"), ("#8C2616", "#FBEAE7")]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
