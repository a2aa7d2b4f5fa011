"""All readers before all feeds: what each understood, and where it went wrong."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.readers.catalogue import Reader, Told, ask
from tests.readers.feeds import Feed
from tests.readers.judge import disagreements, faults_of


class Verdict(NamedTuple):
    """How a reader fared."""

    reader: Reader
    version: str
    events: int
    faults: list[str]


class Sitting(NamedTuple):
    """How all fared, and which texts two of them understand differently."""

    verdicts: list[Verdict]
    quarrels: list[str]


def sit(
    readers: Sequence[Reader], feeds: Sequence[Feed], files: Sequence[Path]
) -> Sitting:
    """Lay `files`, which hold `feeds`, before each reader."""
    answers = [ask(reader, files) for reader in readers]
    heard = zip(*(answer.feeds for answer in answers), strict=True)
    quarrels = [
        quarrel
        for feed, told in zip(feeds, heard, strict=True)
        for quarrel in disagreements(readers, feed, told)
    ]
    verdicts = [
        _verdict(reader, feeds, answer)
        for reader, answer in zip(readers, answers, strict=True)
    ]
    return Sitting(verdicts, quarrels)


def _verdict(reader: Reader, feeds: Sequence[Feed], answer: Told) -> Verdict:
    faults = [
        f"{reader.name}: {feed.name}: {fault}"
        for feed, told in zip(feeds, answer.feeds, strict=True)
        for fault in faults_of(reader, feed, told)
    ]
    events = sum(len(told) for told in answer.feeds if isinstance(told, list))
    return Verdict(reader, answer.version, events, faults)
