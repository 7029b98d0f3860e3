"""What happens to roles that were there before, and to what is lent from the dependency."""


def post_init_hook(env):
    """Users with roles keep the groups they have; where these are not those of the roles, it shows."""
    lines = env["res.users.role"]._all_lines_domain_sudo()
    for counts, some in lines.grouped("is_enabled").items():
        some._mark({"in_force": counts})
    users = lines.user_id
    for user, outcome in users._role_outcomes(users._wanted_from_roles(), exact=True).items():
        user.role_groups = outcome.given
    env["res.users.role"].search([])._ensure_external_ids()


def uninstall_hook(env):
    """The dependency's own way of making a role of a user comes back."""
    env.ref("base_user_role.create_from_user_wizard_action").write(
        {"res_model": "wizard.create.role.from.user", "context": "{}"}
    )
