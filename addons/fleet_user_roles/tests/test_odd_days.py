"""What nobody expects of a day, of a user or of whoever is told, stops nobody else."""

from itertools import count

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import format_date

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from .test_clashes import LATER, TODAY, TOMORROW, YESTERDAY, Clashing


@tagged("post_install", "-at_install")
class TestOddProblems(Clashing):
    def setUp(self):
        super().setUp()
        self.mason._assign(self.ann)
        line = self.roofer._assign(self.ann)
        self.today_is(line, date_from=YESTERDAY)
        self.env.cr.execute(
            "UPDATE res_users_role_line SET role_id = %s WHERE id = %s", (self.visitor.id, line.id)
        )
        self.env.invalidate_all()

    def test_who_works_on_has_no_address(self):
        self.ann.email = False
        self.ann.partner_id.activity_ids.unlink()
        self.ann.role_problem = False
        self.ann.with_user(self.ann).signature = "Ann"
        self.assertEqual(self.problems(), self.ann)

    def test_who_is_told_is_in_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.ann.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.ann.partner_id.company_id = other
        ended = self.roofer._assign(self.bob)
        self.today_is(ended, date_to=YESTERDAY)
        self.env["res.users.role"].cron_update_users()
        self.assertNotIn(self.roofs, self.bob.all_group_ids)
        self.assertEqual(self.problems(), self.ann)

    def test_told_once_whatever_day_it_is(self):
        self.env["res.users.role"].cron_update_users()
        self.assertNotIn(format_date(self.env, TODAY), self.ann.role_problem)

    def test_told_once_in_whichever_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.visitor.with_context(lang="fr_FR").name = "Visiteur"
        self.env["res.users.role"].cron_update_users()
        told, problem = self.told(self.ann), self.ann.role_problem
        self.ann.with_user(self.ann).with_context(lang="fr_FR").signature = "Ann"
        self.assertEqual(self.told(self.ann), told)
        self.assertEqual(self.ann.role_problem, problem)

    def test_no_problem_stays_when_the_roles_go_with_their_module(self):
        self.env["res.users.role"].cron_update_users()
        self.assertEqual(self.problems(), self.ann)
        going = (self.mason + self.visitor).with_context(**{MODULE_UNINSTALL_FLAG: True})
        going.unlink()
        self.assertFalse(self.problems() or self.told(self.ann))

    def test_an_error_that_says_something_else_each_time(self):
        self.visitor._withdraw(self.ann)
        self.today_is(self.mason._assign(self.ann), date_to=YESTERDAY)
        number = count()

        def refuse(_users):
            raise UserError(f"Row {next(number)} is wrong")

        self.patch(type(self.env["res.users"]), "_after_roles", refuse)
        self.env["res.users.role"].cron_update_users()
        self.assertIn("is wrong", self.ann.role_problem)
        self.assertEqual(len(self.told(self.ann)), 1)


@tagged("post_install", "-at_install")
class TestOddPreviews(Clashing):
    def preview(self, *dates):
        (row,) = self.ann._preview_roles(added=self.mason, dates=dates)
        return row["gained"], row["lost"]

    def test_a_role_that_begins_later_now(self):
        self.mason._assign(self.ann)
        for dates in ((TOMORROW, LATER), (False, YESTERDAY)):
            with self.subTest(dates):
                self.mason._assign(self.ann)
                gained, lost = self.preview(*dates)
                before = self.ann.all_group_ids
                self.mason._assign(self.ann, *dates)
                self.assertFalse(gained)
                self.assertEqual(set(lost), set((before - self.ann.all_group_ids).ids))
                self.assertIn(self.bricks.id, lost)

    def test_a_role_that_is_over(self):
        self.assertEqual(self.preview(False, YESTERDAY), (frozenset(), frozenset()))

    def test_a_role_that_is_to_come_shows_what_it_will_bring(self):
        self.assertIn(self.bricks.id, self.preview(TOMORROW, False)[0])

    def test_a_file_says_that_a_role_begins_later(self):
        self.mason._assign(self.ann)
        told = self.mason._told()
        told[0]["users"] = [{"login": "ann", "from": str(TOMORROW)}]
        steps, (row,) = self.env["res.users.role"]._plan(told)
        before = self.ann.all_group_ids
        self.env["res.users.role"]._carry_out(steps)
        self.assertEqual(set(row["lost"]), set((before - self.ann.all_group_ids).ids))
        self.assertIn(self.bricks.id, row["lost"])
