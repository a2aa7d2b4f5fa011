"""Thunderbird, without a screen: subscribed to a feed as its dialogue does it."""

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.journeys.site import free_port
from tests.readers.catalogue import Mistakes

HERE = Path(__file__).parent
PATIENCE_SECONDS = 60
PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "calendar.timezone.local": "Pacific/Auckland",
    "calendar.timezone.useSystemTimezone": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "toolkit.telemetry.enabled": False,
}


class Thunderbird:
    """One profile with one calendar from the network, offline copy and all."""

    name = "Thunderbird"
    mistakes: Mistakes = ()

    def __init__(self, folder: Path, address: str) -> None:
        self.port = free_port()
        profile = folder / "profile"
        profile.mkdir(parents=True)
        wanted = PREFERENCES | {"marionette.port": self.port}
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in wanted.items()
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
                env=os.environ | {"HOME": str(folder), "TZ": "Pacific/Auckland"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.asked = 0
        self.wire = self._connected()
        self._ask("WebDriver:NewSession", {"capabilities": {}})
        self._ask("Marionette:SetContext", {"value": "chrome"})
        self._run("subscribe", address)

    @property
    def version(self) -> str:
        return str(self._run("version"))

    def sync(self) -> list[dict[str, Any]]:
        """Reload the calendar, and say what it shows."""
        shown: list[dict[str, Any]] = self._run("sync")
        return shown

    def close(self) -> None:
        self.wire.close()
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_SECONDS)

    def _run(self, deed: str, *given: str) -> Any:
        source = (HERE / "thunderbird.js").read_text()
        script = f"const [done] = [...arguments].slice(-1);\n{source}\n"
        script += f"deeds.{deed}(...arguments).then(value => done({{ value }}), "
        script += "error => done({ error: String(error) + error.stack }));"
        answer = self._ask(
            "WebDriver:ExecuteAsyncScript", {"script": script, "args": list(given)}
        )["value"]
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["value"]

    def _ask(self, command: str, parameters: dict[str, Any]) -> Any:
        self.asked += 1
        said = json.dumps([0, self.asked, command, parameters]).encode()
        self.wire.sendall(b"%d:%s" % (len(said), said))
        _kind, _number, error, value = self._hear()
        if error:
            raise AssertionError(error)
        return value

    def _hear(self) -> Any:
        digits = b""
        while not digits.endswith(b":"):
            digits += self.wire.recv(1)
        wanted, heard = int(digits[:-1]), b""
        while len(heard) < wanted:
            heard += self.wire.recv(wanted - len(heard))
        return json.loads(heard)

    def _connected(self) -> socket.socket:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self.wire = socket.create_connection(("127.0.0.1", self.port), 60)
                self._hear()  # its greeting
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.2)
            else:
                return self.wire
