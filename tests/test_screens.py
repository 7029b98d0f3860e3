"""Every screen of every addon of ours, in a real browser: no error, no cut word, nothing that keeps people out.

The walk finds the screens by itself: menus, actions, views, tabs, buttons that open something. What it lets pass stands
in ``screens/exceptions.txt``.
"""

from odoo.tests import HttpCase, tagged

from farm.languages import speak
from screens import allowed, words
from screens.filling import fill
from screens.ours import Ours
from screens.page import visit
from screens.walk import Seen, Walk

# Whose words stand among ours, and may be the same in English.
CORE = ("auth_signup", "base", "base_setup", "base_user_role", "fieldservice", "hr", "mail", "project", "web")
WIDE = [(1920, 1080), (1366, 768)]
PHONE = [(390, 844)]


@tagged("post_install", "-at_install")
class TestScreens(HttpCase):
    def test_every_screen(self):
        self.consultant = fill(self.env)
        self.admin = self.env.ref("base.user_admin")
        self.seen, self.allowed = Seen(), allowed.listed()
        self._walk("administrator", self.admin)
        self._walk("consultant", self.consultant)
        speak(self.env, "fr_FR", core=CORE)
        self.admin.lang = "fr_FR"
        self._walk("administrator in French", self.admin, words.english())
        unused = [
            f"{entry.line}: nothing needs it" for entry in self.allowed if entry.line not in self.seen.used
        ]
        if told := [*_lines(self.seen.findings), *unused]:
            self.fail("\n".join(told))

    def _walk(self, who, user, english=None):
        ours = Ours(self.env(user=user))
        for sizes in (WIDE, PHONE):
            self.touch_enabled = sizes == PHONE
            self.browser_size = f"{sizes[0][0]}x{sizes[0][1]}"

            def walk(page, sizes=sizes):
                Walk(page, ours, who, sizes, english, self.allowed, self.seen).everything()

            visit(self, "/odoo", user.login, walk)


def _lines(findings):
    """Return a line for each finding, with the first screen that has it."""
    return [
        f"{kind} {what} | {where} | {text!r}: {screens[0]}, {len(screens)} in all"
        for (kind, what, where, text), screens in sorted(findings.items())
    ]
