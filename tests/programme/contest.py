"""Several organisers who do something at one instant, each in a thread."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from flask import Flask

from eventapp.kernel.db import writing


def at_once(app: Flask, deeds: Sequence[Callable[[], object]]) -> list[str]:
    """Let all deeds happen together; tell the outcome of each: "done" or a refusal."""
    barrier = Barrier(len(deeds))
    outcomes = [""] * len(deeds)

    def run(number: int) -> None:
        barrier.wait()
        try:
            with app.app_context(), writing():
                deeds[number]()
        except Exception as refusal:  # noqa: BLE001 - told to the test
            outcomes[number] = type(refusal).__name__
        else:
            outcomes[number] = "done"

    threads = [Thread(target=run, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
