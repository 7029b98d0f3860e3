"""Tells the person what is going on."""

import sys
import time


class Missing(Exception):
    """Something that can't be had here. Its text is one sentence with the command that cures it."""


class Failed(Exception):
    """Something that was started here went wrong. Its text is one sentence, and what was last written to its log."""


_start = time.monotonic()


def step(text):
    """Announce a long step, with the seconds since the command began."""
    print(f"== {time.monotonic() - _start:4.0f}s  {text}", flush=True)


def note(text):
    """Add a line below the current step."""
    print(f"          {text}", flush=True)


class Bar:
    """A progress bar on a terminal; elsewhere, a line at every quarter."""

    def __init__(self, label):
        self.label = label
        self.quarter = 0
        self.live = sys.stdout.isatty()
        self.drawn = False

    def show(self, done, total):
        """Draw ``done`` of ``total``, both in the same unit."""
        share = min(done / total, 1) if total else 0
        if self.live:
            filled = int(share * 30)
            drawing = f"[{'#' * filled}{'.' * (30 - filled)}] {share:4.0%} {self.label}"
            print(f"\r          {drawing}\033[K", end="", flush=True)
            self.drawn = True
        elif int(share * 4) > self.quarter:
            self.quarter = int(share * 4)
            note(f"{share:4.0%} {self.label}")

    def end(self):
        """Leave the bar and go to a new line."""
        if self.drawn:
            print(flush=True)
