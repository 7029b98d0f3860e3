"""What happens to users when this addon comes and goes."""

import logging

from odoo.exceptions import UserError
from odoo.fields import Command

_logger = logging.getLogger(__name__)

# The older module whose user types are taken over -> what they are called here. See readme/INSTALL.md.
OLDER_MODULE = "base_group_backend"
TAKEN_OVER = {"base_group_backend": "group_backend", "group_backend_ui_users": "group_backend_ui"}


def pre_init_hook(env):
    """Take over the user types of the older module, with their members, and remove what else it left behind.

    :raises UserError: it left another group that is in use, which would go
    """
    names = env["ir.model.data"].search([("module", "=", OLDER_MODULE)])
    group_names = names.filtered(lambda name: name.model == "res.groups")
    types = group_names.filtered(lambda name: name.name in TAKEN_OVER)
    if not types:
        return
    _check_unused(env, group_names - types)
    for name in types:
        name.write({"module": "fleet_backend_group", "name": TAKEN_OVER[name.name], "noupdate": False})
    groups = env["res.groups"].browse(types.mapped("res_id"))
    # It had added its types to rules of Odoo itself, which do not go with it.
    rules = env["ir.rule"].with_context(active_test=False).search([("groups", "in", groups.ids)])
    shared = rules.filtered(lambda rule: env.ref("base.group_user") in rule.groups)
    shared.write({"groups": [Command.unlink(group.id) for group in groups]})
    env["ir.model.data"]._module_data_uninstall([OLDER_MODULE])
    older = env["ir.module.module"].search([("name", "=", OLDER_MODULE)])
    older.write({"state": "uninstalled", "latest_version": False})
    _logger.info("Took over %s of %s", ", ".join(groups.mapped("name")), OLDER_MODULE)


def _check_unused(env, names):
    """A migration deletes no group that somebody has, or that comes with another.

    :param names: external ids of groups that would be deleted
    """
    used = []
    for name in names:
        group = env["res.groups"].browse(name.res_id).exists()
        members = group.with_context(active_test=False).user_ids
        if members:
            used.append(
                env._("%(group)s: members: %(count)s", group=_called(name, group), count=len(members))
            )
        if group.implied_by_ids:
            above = ", ".join(group.implied_by_ids.mapped("display_name"))
            used.append(env._("%(group)s: comes with %(above)s", group=_called(name, group), above=above))
    if used:
        raise UserError(
            env._(
                "Backend User Types takes the place of %(module)s and removes what that module left. These groups of "
                "it would be deleted, but are in use:\n%(used)s\nTake them from their members and out of the groups "
                "that they come with. Or, to keep a group as one of your own, delete its external id under Settings, "
                "Technical, External Identifiers. Then install again.",
                module=OLDER_MODULE,
                used="\n".join(used),
            )
        )


def _called(name, group):
    return f"{group.display_name} ({name.complete_name})"


def post_init_hook(env):
    """Users who already are in the groups, from the older module, are users of the backend from now on."""
    users = env["res.users"]._backend_users_sudo()
    env.add_to_compute(users._fields["share"], users)


def uninstall_hook(env):
    """Leave every user with a type of Odoo's own, and nothing that holds on to our groups.

    Users lose their other groups, too: without this addon's rules some of them would open more than before. Roles would
    give them back, now or later, so these go first.
    """
    groups = env["res.groups"]._get_backend_groups()
    users = env["res.users"]._backend_users_sudo()
    _withdraw_roles(env, users)
    for user in users:
        _logger.info("%s loses: %s", user.login, ", ".join(user.group_ids.mapped("full_name")))
    users.write({"group_ids": [Command.set(env.ref("base.group_portal").ids)]})
    if env["ir.config_parameter"].get_param("fleet_backend_group.after_uninstall") == "archive":
        users.action_archive()
    env["ir.model.access"].with_context(active_test=False).search([("group_id", "in", groups.ids)]).unlink()
    for rule in env["ir.rule"].with_context(active_test=False).search([("groups", "in", groups.ids)]):
        # A rule that loses its last group would hold for everybody, and a menu would show for everybody.
        if rule.groups <= groups:
            rule.unlink()
        else:
            rule.groups -= groups
    menus = env["ir.ui.menu"].with_context(active_test=False).search([("group_ids", "in", groups.ids)])
    menus.filtered(lambda menu: menu.group_ids <= groups).active = False


def _withdraw_roles(env, users):
    """Take away the roles of these users, and those that would make others users of the backend.

    The others keep their groups: without our addon of roles, losing the last role would take all of them.
    """
    lines = env["res.users"]._backend_role_lines_sudo()
    if not lines:
        return
    for line in lines:
        _logger.info("%s loses the role %s", line.user_id.login, line.role_id.name)
    groups = {user: user.group_ids for user in lines.user_id - users}
    lines.with_context(role_reason=env._("Backend User Types was uninstalled.")).unlink()
    for user, kept in groups.items():
        user.group_ids = kept
