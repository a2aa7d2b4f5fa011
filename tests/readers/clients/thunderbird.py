"""Thunderbird, without a screen: subscribed to a feed, or invited by mail."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.journeys.site import free_port
from tests.readers.catalogue import CLOCK, Mistakes
from tests.readers.clients.marionette import PATIENCE_SECONDS, Wire

HERE = Path(__file__).parent
PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "calendar.timezone.local": CLOCK,
    "calendar.timezone.useSystemTimezone": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "toolkit.telemetry.enabled": False,
}


class Thunderbird:
    """The program with a profile of its own, and `thunderbird.js` inside."""

    name = "Thunderbird"
    mistakes: Mistakes = ()

    def __init__(self, folder: Path) -> None:
        port = free_port()
        profile = folder / "profile"
        profile.mkdir(parents=True)
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in (PREFERENCES | {"marionette.port": port}).items()
        ]
        (profile / "user.js").write_text("\n".join(lines) + "\n")
        program = shutil.which("thunderbird")
        assert program, "There is no thunderbird in PATH."
        with (folder / "log.txt").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(program, "--headless", "--marionette", "--no-remote"),
                    *("--remote-allow-system-access", "--profile", str(profile)),
                ],
                env=os.environ | {"HOME": str(folder), "TZ": CLOCK},
                stdout=log,
                stderr=log,
            )
        self.wire = Wire(port)

    @property
    def version(self) -> str:
        return str(self.run("version"))

    def run(self, deed: str, *given: str) -> Any:
        """Do one of the deeds of `thunderbird.js`."""
        source = (HERE / "thunderbird.js").read_text()
        script = f"const [done] = [...arguments].slice(-1);\n{source}\n"
        script += f"deeds.{deed}(...arguments).then(value => done({{ value }}), "
        script += "error => done({ error: String(error) + error.stack }));"
        asked = {"script": script, "args": list(given)}
        answer = self.wire.ask("WebDriver:ExecuteAsyncScript", asked)["value"]
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["value"]

    def close(self) -> None:
        self.wire.close()
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_SECONDS)


class SubscribedThunderbird(Thunderbird):
    """With one calendar from the network, offline copy and all."""

    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder)
        self.run("subscribe", address)

    def sync(self) -> list[dict[str, Any]]:
        """Reload the calendar, and say what it shows."""
        shown: list[dict[str, Any]] = self.run("sync")
        return shown


class InvitedThunderbird(Thunderbird):
    """With a calendar of its own, into which invitations come by mail."""

    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder)
        self.address = address
        self.run("invite", address)

    def receive(self, document: str) -> dict[str, Any]:
        """Open a mail, do what is offered; what that was, and what is shown then."""
        answer: dict[str, Any] = self.run("receive", self.address, document)
        return answer
