"""How long it takes to print badges: `python -m benchmarks.badges [many]`."""

import resource
import sys
import time

from eventapp.badges.faces import BANDS, BadgeFace
from eventapp.badges.formats import Format
from eventapp.badges.sheets import sheet_pdf
from eventapp.kernel.codes import CodeKind, compose

MANY = 1000
NAMES = (
    ("Chen Ceshi", "陈测试", "zh-Hans"),
    ("Abd al-Rahman al-Tajriba", "عبد الرحمن التجربة", "ar"),
    ("Grzegorz Przykładowicz-Wzorcowski", None, None),
    ("Somchai Thotsopthotsop", "สมชาย ทดสอบ", "th"),
)
FORMATS = (Format.A4, Format.A4_CARDS, Format.ROLL_62)


def face(number: int) -> BadgeFace:
    """One of many badges, each with a code of its own."""
    latin, native, language = NAMES[number % len(NAMES)]
    return BadgeFace(
        number=f"{number:04}",
        reference="7K2M-9QXD",
        code=compose(CodeKind.PERSON, number.to_bytes(16)),
        latin=latin,
        native=native,
        native_language=language,
        title="Prof.",
        institution="Sample University of Applied Sciences and Arts",
        country_or_region="Poland",
        role="Vice-president or vice-rector",
        band=list(BANDS)[number % len(BANDS)],
        week="Global Partnership Week",
        languages=("English", "中文"),
    )


def main() -> None:
    """Print a line for each format."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    faces = [face(number) for number in range(many)]
    for layout in FORMATS:
        begun, used = time.perf_counter(), time.process_time()
        pdf = sheet_pdf(faces, layout=layout)
        took, cpu = time.perf_counter() - begun, time.process_time() - used
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(
            f"{layout}: {many} badges in {took:.1f} s, {cpu:.1f} s of them CPU,"
            f" {len(pdf) / 1e6:.1f} MB; at most {peak} MB of memory\n"
        )


if __name__ == "__main__":
    main()
