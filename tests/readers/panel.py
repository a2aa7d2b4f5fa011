"""All readers before all feeds: what each understood, and where it went wrong."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.readers.catalogue import Reader, Told, ask
from tests.readers.judge import Case, disagreements, faults_of


class Verdict(NamedTuple):
    """How a reader fared."""

    reader: Reader
    version: str
    feeds: int
    events: int
    faults: list[str]


class Sitting(NamedTuple):
    """How all fared, and which texts two of them understand differently."""

    verdicts: list[Verdict]
    quarrels: list[str]


def sit(
    readers: Sequence[Reader], cases: Sequence[Case], files: Sequence[Path]
) -> Sitting:
    """Lay `files`, in which `cases` stand, before each reader."""
    answers = [ask(reader, files) for reader in readers]
    heard = zip(*(answer.feeds for answer in answers), strict=True)
    quarrels = [
        quarrel
        for case, told in zip(cases, heard, strict=True)
        for quarrel in disagreements(readers, case, told)
    ]
    verdicts = [
        _verdict(reader, cases, answer)
        for reader, answer in zip(readers, answers, strict=True)
    ]
    return Sitting(verdicts, quarrels)


def _verdict(reader: Reader, cases: Sequence[Case], answer: Told) -> Verdict:
    faults = [
        f"{reader.name}: {case.name}: {fault}"
        for case, told in zip(cases, answer.feeds, strict=True)
        for fault in faults_of(reader, case, told)
    ]
    read = [told for told in answer.feeds if isinstance(told, list)]
    return Verdict(reader, answer.version, len(read), sum(map(len, read)), faults)
