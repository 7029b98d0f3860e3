"""One page of the web client in Chromium, asked step by step."""

import contextlib
import json
from pathlib import Path
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser

from bootstrap.paths import AXE_SCRIPT

HERE = Path(__file__).parent
READY = "odoo.isReady && !!document.querySelector('.o_action_manager > *')"
# In seconds, for one step.
PATIENCE = 60


class Page:
    """:attr:`errors` are those of the console since somebody took them."""

    def __init__(self, browser):
        self._browser = browser
        self.errors = []
        browser._handlers["Runtime.consoleAPICalled"] = self._hear
        browser._handlers["Runtime.exceptionThrown"] = self._catch
        for script in (AXE_SCRIPT, HERE / "page.js", HERE / "look.js"):
            self._evaluate(f"{script.read_text()}\n;undefined")

    def call(self, function, *arguments):
        """Return what a function of ``page.js`` returns."""
        values = ", ".join(map(json.dumps, arguments))
        return self._evaluate(f"fleetScreens.{function}({values})")

    def look(self, plan):
        """Return what ``look.js`` finds."""
        return self._evaluate(f"fleetLook({json.dumps(plan)})")

    def resize(self, width, height):
        """Make the window as large as this."""
        size = {"mobile": False, "width": width, "height": height, "deviceScaleFactor": 1}
        self._browser._websocket_request("Emulation.setDeviceMetricsOverride", params=size)
        self.call("settle")

    def picture(self, **options):
        """Return what is seen, a PNG in base64."""
        return self._browser._websocket_request("Page.captureScreenshot", params=options, timeout=PATIENCE)[
            "data"
        ]

    def _evaluate(self, expression):
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self._browser._websocket_request("Runtime.evaluate", params=asked, timeout=PATIENCE)
        if wrong := answer.get("exceptionDetails"):
            raise PageError(wrong.get("exception", {}).get("description") or wrong["text"])
        return answer["result"].get("value")

    def _hear(self, type, args=(), **_others):  # noqa: A002 the protocol's own name
        if type == "error":
            self.errors.append(" ".join(str(arg.get("value", arg.get("description", ""))) for arg in args))

    def _catch(self, exceptionDetails, **_others):  # noqa: N803 the protocol's own name
        wrong = exceptionDetails
        self.errors.append(wrong.get("exception", {}).get("description") or wrong["text"])


class PageError(Exception):
    """Something went wrong in the page."""


def visit(case, path, login, visitor):
    """Open the web client as Odoo's own browser tests do, and call ``visitor`` with the :class:`Page`.

    :param case: a test, HttpCase
    """
    seen = []

    def wait(browser, *_arguments, **_options):
        seen.append(visitor(Page(browser)))

    with contextlib.ExitStack() as patched:
        patched.enter_context(patch.object(ChromeBrowser, "_wait_code_ok", wait))
        case.browser_js(path, "", READY, login=login)
    return seen[0]
