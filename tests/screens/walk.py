"""Goes through all screens of our addons that a user has, by itself, and looks at each of them."""

import re
from dataclasses import dataclass, field
from functools import partial

from .page import PageError

TABS = ".o_action_manager .o_notebook_headers .nav-link, .settings_tab .tab"
TABS_OF_A_DIALOG = ".modal .o_notebook_headers .nav-link"
ROW = ".o_action_manager .o_data_row .o_list_record_selector input"
# Methods that change nothing, by their names.
OPENS = re.compile(r"_(open|show|view)(_|$)")
BUTTONS = ".o_action_manager button[name]"
SEARCH_MENU = ".o_action_manager .o_searchview_dropdown_toggler"


@dataclass
class Seen:
    """What all walks together have found, and what they needed."""

    findings: dict = field(default_factory=dict)
    used: set = field(default_factory=set)
    screens: set = field(default_factory=set)
    looked_at_by_axe: set = field(default_factory=set)


@dataclass
class Walk:
    """One user, in one language, at some widths.

    :ivar ours: :class:`.ours.Ours` of the user
    :ivar sizes: (width, height) of the window, one after the other
    :ivar english: of :mod:`.words`, or nothing to look for
    :ivar allowed: all that :mod:`.allowed` lists
    """

    page: object
    ours: object
    name: str
    sizes: list
    english: dict
    allowed: list
    seen: Seen

    def __post_init__(self):
        self.pressed = {entry.what: entry for entry in self.allowed if entry.kind == "press"}
        self.exceptions = [
            {"kind": entry.kind, "what": entry.what, "selector": entry.selector} for entry in self.allowed
        ]

    def everything(self):
        """Go everywhere, from the menus on."""
        for start in self.ours.menus:
            self._screens(start.title, start.action)
        for start in self.ours.bound:
            with self._telling(start.title):
                self._look_over(start.title, self.page.call("open", start.action, start.options))
        for start in self.ours.extended:
            with self._telling(start.title):
                self._look(start.title, self.page.call("open", start.action))
                for _tab in self._tabs(start.title, TABS):
                    pass

    def _screens(self, title, action):
        """Look at the views of an action, and at the first of its records."""
        with self._telling(title):
            state = self.page.call("open", action)
            self._look(title, state)
            if state["isDialog"]:
                return
            self._search_menu(title, state)
            for view_type in [kind for kind in state["viewTypes"] if kind not in ("search", "form")]:
                self._multi(f"{title}, {view_type}", action, view_type)
            if "form" in state["viewTypes"]:
                self._form(title, action)

    def _multi(self, title, action, view_type):
        with self._telling(title):
            state = self.page.call("switchTo", view_type)
            self._look(title, state)
            if view_type == "list" and self.page.call("texts", ROW):

                def again():
                    self.page.call("open", action)
                    self.page.call("switchTo", view_type)
                    self.page.call("click", ROW)

                again()
                self._look(f"{title}, selected", state)
                self._buttons(f"{title}, selected", state, again)

    def _search_menu(self, title, state):
        if self.page.call("texts", SEARCH_MENU):
            self.page.call("click", SEARCH_MENU)
            self._look(f"{title}, search menu", state)
            self.page.call("click", SEARCH_MENU)

    def _form(self, title, action):
        title = f"{title}, form"
        with self._telling(title):
            state = self.page.call("openFirst")

            def again(tab=None):
                self.page.call("open", action)
                self.page.call("openFirst")
                if tab is not None:
                    self.page.call("click", TABS, tab)

            self._look(title, state)
            pressed = self._buttons(title, state, again)
            if pressed:
                again()
            for number, tab in self._tabs(title, TABS):
                there = self._buttons(f"{title}, {tab}", state, partial(again, number), pressed)
                if there:
                    again()
                pressed |= there

    def _tabs(self, title, selector):
        """Look at each tab; the caller may go elsewhere meanwhile."""
        for number, tab in enumerate(self.page.call("texts", selector)):
            state = self.page.call("click", selector, number)
            self._look(f"{title}, {tab}", state)
            yield number, tab

    def _buttons(self, title, state, again, pressed=frozenset()):
        """Press each button that only opens something, and look at what comes.

        :param again: what brings the screen back
        :param pressed: names of those that need not be pressed any more
        :return: names of those that were pressed
        """
        names = self.ours.of(state)
        found = dict.fromkeys(self.page.call("names", BUTTONS))
        chosen = [name for name in found if names["isWhole"] or name in names["names"]]
        chosen = [
            name for name in chosen if name not in pressed and self._may_be_pressed(self.ours.called(name))
        ]
        for name in chosen:
            called = f"{title}, {self.ours.called(name)}"
            with self._telling(called):
                again()
                self._look_over(called, self.page.call("click", f'{BUTTONS}[name="{name}"]'))
        return set(chosen)

    def _look_over(self, title, state):
        """Look at what has opened, and close it."""
        self._look(title, state)
        if state["isDialog"]:
            for _tab in self._tabs(title, TABS_OF_A_DIALOG):
                pass
        self.page.call("close")

    def _may_be_pressed(self, name):
        """Tell whether a button only opens something: an action, a method that says so by its name, or one listed."""
        if name in self.pressed:
            self.seen.used.add(self.pressed[name].line)
        return "." in name or name in self.pressed or bool(OPENS.search(name))

    def _look(self, title, state):
        ours = self.ours.of(state)
        self.seen.screens.add((self.name, title))
        for width, height in self.sizes:
            if len(self.sizes) > 1:
                self.page.resize(width, height)
            key = (width < 600, title)
            plan = {**ours, "exceptions": self.exceptions, "english": self.english}
            # It says the same in every language.
            plan["axe"] = not self.english and key not in self.seen.looked_at_by_axe
            self.seen.looked_at_by_axe.add(key)
            result = self.page.look(plan)
            self.seen.used |= {self.allowed[number].line for number in result["used"]}
            for finding in result["findings"]:
                self._tell(title, width, **finding)

    def _tell(self, title, width, kind, what, where, text):
        where_from = self.seen.findings.setdefault((kind, what, where, text), [])
        where_from.append(f"{self.name}, {width}: {title}")

    def _telling(self, title):
        return _Telling(self, title)


class _Telling:
    """While it runs: what goes wrong on a screen is a finding there, and the walk goes on."""

    def __init__(self, walk, title):
        self._walk = walk
        self._title = title

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _traceback):
        page = self._walk.page
        if kind and issubclass(kind, PageError):
            page.errors.append(str(error))
        for text in page.errors:
            self._walk._tell(self._title, 0, "console", "", "", text[:400])
        page.errors.clear()
        return bool(kind and issubclass(kind, PageError))
