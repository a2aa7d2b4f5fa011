"""Name signs on paper: as large as what stands on them allows."""

import re
import zlib

from eventapp.arrivals.signs import Sign, pdf
from eventapp.kernel.names import PersonName

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SIZE = re.compile(rb"/\S+ ([\d.]+) Tf")


def largest(text: str) -> float:
    """The largest letters of a sign, in points."""
    made = pdf([Sign("Week", (PersonName(text, native_language="zh-Hans"),))])
    sizes = []
    for found in STREAM.finditer(made):
        try:
            page = zlib.decompress(found[1])
        except zlib.error:
            continue
        sizes += [float(size) for size in SIZE.findall(page)]
    return max(sizes)


def test_a_long_chinese_text_breaks_and_stays_readable() -> None:
    assert largest("欢迎来自世界各地的大学代表团，" * 13) > 30
