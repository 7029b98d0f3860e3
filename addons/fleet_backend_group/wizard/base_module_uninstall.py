from odoo import api, fields, models

# So many users are named; of more there is the number.
NAMED = 10
ADDON = "fleet_backend_group"


class BaseModuleUninstall(models.TransientModel):
    """Says, before this addon or one of its small addons goes, what becomes of backend users."""

    _inherit = "base.module.uninstall"

    backend_consequences = fields.Text(
        "What happens to backend users", compute="_compute_backend_consequences"
    )

    @api.depends("module_ids")
    def _compute_backend_consequences(self):
        for wizard in self:
            going = wizard._get_modules()
            goes = ADDON in going.mapped("name")
            told = self._backend_consequences() if goes else self._gap_sentences(going)
            wizard.backend_consequences = "\n".join(told) or False

    @api.model
    def _backend_consequences(self):
        """:return: sentences; none if nobody is concerned"""
        users_sudo = self.env["res.users"]._backend_users_sudo()
        lines_sudo = self.env["res.users"]._backend_role_lines_sudo()
        sentences = []
        if users_sudo:
            sentences += [self._concerned_sentence(users_sudo), self._outcome_sentence()]
        if lines_sudo:
            theirs = lines_sudo.filtered(lambda line: line.user_id in users_sudo)
            others = (lines_sudo - theirs).user_id
            sentences += self._role_sentences(theirs.role_id, others)
        return sentences

    def _gap_sentences(self, going):
        """Of each small addon that goes, while the module that it is for stays: what backend users lose by it."""
        for addon in going.filtered(lambda module: module.name.startswith(f"{ADDON}_")):
            needed = addon.dependencies_id.depend_id
            modules = needed.filtered(lambda module: not module.name.startswith(ADDON))
            if modules and not modules & going:
                yield self.env._(
                    "“%(addon)s” goes while %(modules)s stays. Backend users lose what it is for: %(summary)s.",
                    addon=addon.shortdesc,
                    modules=", ".join(f"“{name}”" for name in modules.mapped("shortdesc")),
                    summary=addon.summary,
                )

    def _concerned_sentence(self, users):
        return self.env._(
            "Backend users: %(number)s (%(users)s).", number=len(users), users=self._named(users)
        )

    def _outcome_sentence(self):
        # Who may uninstall may read the setting.
        setting = self.env["ir.config_parameter"].get_param("fleet_backend_group.after_uninstall")
        if setting == "archive":
            return self.env._(
                "They become portal users, lose all other groups, and are archived, as the settings say."
            )
        return self.env._("They become portal users and lose all other groups, as the settings say.")

    def _role_sentences(self, roles, others):
        if roles:
            names = ", ".join(roles.sorted("name").mapped("name"))
            yield self.env._("Their roles are taken away: %(roles)s.", roles=names)
        if others:
            yield self.env._(
                "Users who would have become backend users by a role lose this role: %(number)s (%(users)s).",
                number=len(others),
                users=self._named(others),
            )

    def _named(self, users):
        names = users.sorted("name")[:NAMED].mapped("name")
        if len(users) > NAMED:
            names.append(self.env._("%(number)s more", number=len(users) - NAMED))
        return ", ".join(names)
