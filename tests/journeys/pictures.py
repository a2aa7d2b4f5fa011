"""Pictures of codes as a camera gets them: turned, tilted, small, dim, blurred."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin
from pathlib import Path

from eventapp.kernel.qr import Level, matrix

FRAMES = 10  # a second
QUIET = 4  # modules of white around a code
FAR = 3  # the camera stands so many widths of the code away
GREY = 128


@dataclass(frozen=True)
class Look:
    """How a code is held before the camera."""

    module: float = 6  # pixels
    turn: float = 0  # degrees, in its plane
    tilt: float = 0  # degrees, away from the camera
    light: int = 235
    dark: int = 16
    blur: int = 0  # pixels about which light spreads, twice
    is_inverted: bool = False
    is_mirrored: bool = False
    off: tuple[float, float] = (3.3, -2.7)  # pixels from the middle
    level: Level = Level.SCREEN


def picture(
    codes: Iterable[tuple[str, Look]], width: int = 640, height: int = 480
) -> bytes:
    """The brightness of each pixel, row by row."""
    ground = bytearray([GREY]) * (width * height)
    for text, look in codes:
        _draw(ground, width, height, matrix(text, look.level), look)
    return bytes(ground)


def film(
    path: Path, scenes: list[tuple[bytes, float]], width: int = 640, height: int = 480
) -> Path:
    """A film for the browser's camera: pictures, and for how many seconds each."""
    colour = bytes([GREY]) * (width * height // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{FRAMES}:1 C420jpeg\n".encode())
        for shades, seconds in scenes:
            file.write((b"FRAME\n" + shades + colour) * round(seconds * FRAMES))
    return path


def _draw(
    ground: bytearray,
    width: int,
    height: int,
    rows: tuple[tuple[bool, ...], ...],
    look: Look,
) -> None:
    side = len(rows)
    reach = round((side / 2 + QUIET) * look.module * 1.5) + 2 * look.blur
    centre_x, centre_y = width / 2 + look.off[0], height / 2 + look.off[1]
    left, right = max(0, int(centre_x - reach)), min(width, int(centre_x + reach))
    top, bottom = max(0, int(centre_y - reach)), min(height, int(centre_y + reach))
    turned, leaning = radians(look.turn), radians(look.tilt)
    cosine, sine = cos(turned) / look.module, sin(turned) / look.module
    far = FAR * side * look.module
    slope, narrow = sin(leaning), cos(leaning) * far
    half, end = side / 2, side + QUIET
    paper, ink = look.light, look.dark
    if look.is_inverted:
        paper, ink = ink, paper
    shades = []
    for y in range(top, bottom):
        line = bytearray(ground[y * width + left : y * width + right])
        for place, x in enumerate(range(left, right)):
            seen_x, seen_y = x + 0.5 - centre_x, y + 0.5 - centre_y
            u = seen_x * far / (narrow - seen_x * slope)
            v = seen_y * (far + u * slope) / far
            column = u * cosine + v * sine
            row = int(v * cosine - u * sine + half + QUIET) - QUIET
            at = int((-column if look.is_mirrored else column) + half + QUIET) - QUIET
            if -QUIET <= row < end and -QUIET <= at < end:
                inside = 0 <= row < side and 0 <= at < side
                line[place] = ink if inside and rows[row][at] else paper
        shades.append(line)
    if look.blur:
        for _ in range(2):
            shades = [_spread(line, look.blur) for line in shades]
            columns = zip(*shades, strict=True)
            turned_back = zip(
                *(_spread(column, look.blur) for column in columns), strict=True
            )
            shades = [bytearray(line) for line in turned_back]
    for y, line in enumerate(shades, start=top):
        ground[y * width + left : y * width + right] = line


def _spread(line: Iterable[int], reach: int) -> bytearray:
    """Each shade as the mean of those about it."""
    shades = list(line)
    padded = [shades[0]] * (reach + 1) + shades + [shades[-1]] * reach
    total = sum(padded[: 2 * reach + 1])
    spread = bytearray()
    for place in range(len(shades)):
        total += padded[place + 2 * reach + 1] - padded[place]
        spread.append(total // (2 * reach + 1))
    return spread
