import secrets
from collections import defaultdict

from odoo import Command, api, models
from odoo.exceptions import AccessError, UserError


class DatabasesAudienceMixin(models.AbstractModel):
    """Records about databases: projects, tasks, updates and milestones. Whoever may not see a database gets no word of
    it: not by mail, not by a link with a token, and not by its name in other records that lead to it."""

    _name = "databases.audience.mixin"
    _description = "Conversation about a remote database"

    def _database_project(self):
        return self if self._name == "project.project" else self.project_id

    def _database_only(self):
        """Those of these records that are about a database, in superuser mode."""
        records_sudo = self.sudo()  # a person may see the record and not its project
        return records_sudo.filtered(lambda record: record._database_project().database_hosting)

    @api.depends(
        lambda self: [
            "database_hosting" if self._name == "project.project" else "project_id.database_hosting"
        ]
    )
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Hide the names of databases: Odoo shows the name of a record to whoever sees a record that leads to it."""
        computed = super()._compute_display_name()
        about = self._database_only()
        hidden = about._database_project()._database_hidden_from(self.env.user) if about else ()
        for record in about:
            if record._database_project() in hidden:
                record.with_env(self.env).display_name = self._database_hidden_name()
        return computed

    def _database_hidden_name(self):
        return self.env._("Hidden")

    def copy_data(self, default=None):
        """Copy a database only for people who may see it. Odoo sometimes copies in superuser mode what a person has
        named, such as the template of a product that is sold. A copy would show all that is written about the
        database."""
        about = self._database_only()
        if about and about._database_project()._database_hidden_from(self.env.user):
            raise AccessError(self.env._("You can't copy what is about a database that you may not see."))
        return super().copy_data(default)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._database_narrow_audience()
        return records

    def write(self, vals):
        written = super().write(vals)
        if {"database_hosting", "project_id"} & vals.keys():
            self._database_narrow_audience()
        elif vals.get("access_token"):
            about = self._database_only()
            about._database_void_links([("res_model", "=", self._name), ("res_id", "in", about.ids)])
        return written

    def _portal_ensure_token(self):
        """Make no token for a database. Odoo makes one for each message that is sent."""
        return False if self._database_only() else super()._portal_ensure_token()

    def _database_narrow_audience(self):
        """Take these databases away from people who may not see them: as followers, in notifications, as activities,
        and by links that they got before."""
        about = self._database_only()
        if not about:
            return
        here = [("res_model", "=", self._name), ("res_id", "in", about.ids)]
        followers = about.env["mail.followers"].search(here)
        activities = about.env["mail.activity"].search([*here, ("user_id", "!=", False)])
        somebody = ["|", ("partner_ids", "!=", False), ("notification_ids", "!=", False)]
        messages = about.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "in", about.ids), *somebody]
        )
        told = messages.partner_ids | messages.notification_ids.res_partner_id
        strangers = about._database_strangers(told | followers.partner_id | activities.user_id.partner_id)
        followers.filtered(lambda follower: follower.partner_id.id in strangers[follower.res_id]).unlink()
        activities.filtered(
            lambda activity: activity.user_id.partner_id.id in strangers[activity.res_id]
        ).with_context(mail_activity_quick_update=True).user_id = False
        messages.notification_ids.filtered(
            lambda told: told.res_partner_id.id in strangers[told.mail_message_id.res_id]
        ).unlink()
        kept_from = defaultdict(list)
        for message in messages:
            for partner in strangers[message.res_id].intersection(message.partner_ids.ids):
                kept_from[partner].append(message.id)
        # There are fewer people than messages.
        for partner, ids in kept_from.items():
            messages.browse(ids).partner_ids = [Command.unlink(partner)]
        about._database_void_links(here)

    def _database_void_links(self, here):
        """:param here: domain of what is attached to these records"""
        if "access_token" in self._fields:
            self.filtered("access_token").write({"access_token": False})
        self.env["ir.attachment"].search([*here, ("access_token", "!=", False)]).write(
            {"access_token": False}
        )
        for rating in self.env["rating.rating"].search(here):
            rating.access_token = rating._default_access_token()

    def _database_check_sharing(self):
        """:raises UserError: one of these is about a database"""
        if self._database_only():
            raise UserError(
                self.env._(
                    "A database can't be shared: it is seen by users of Databases who have a login there."
                )
            )

    def _database_strangers(self, partners):
        """Who must not be told anything.

        :return: id of a record that is about a database -> set of ids of those of ``partners`` who may not see it
        """
        about = self._database_only()
        if not about:
            return {}
        projects = about._database_project()
        strangers = {project.id: set(partners.ids) for project in projects}
        # A contact may have several users. It is told what any of them may see.
        for user, hidden in projects._database_hidden_from_each(
            partners.with_env(about.env).user_ids
        ).items():
            for project in projects - hidden:
                strangers[project.id].discard(user.partner_id.id)
        return {record.id: strangers[record._database_project().id] for record in about}

    @api.model
    def _get_thread_with_access(self, thread_id, **access):
        # Neither a token nor a hash of one opens a conversation about a database.
        if self.browse(thread_id).exists()._database_only():
            access = {"mode": access.get("mode", "read")}
        return super()._get_thread_with_access(thread_id, **access)

    def _sign_token(self, pid):
        if self._database_only():
            # A signature without a token would be valid for all other records without one.
            return secrets.token_hex(32)
        return super()._sign_token(pid)

    def _get_share_url(self, redirect=False, signup_partner=False, pid=None, share_token=True):
        if self._database_only():
            signup_partner, pid, share_token = False, None, False
        return super()._get_share_url(redirect, signup_partner, pid, share_token)
