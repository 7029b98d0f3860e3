"""What an existing field service gets when this addon comes, and keeps when it goes."""


def post_init_hook(env):
    """Link workers to their users and materials to their orders, and let each company make orders with hours."""
    env["fsm.person"].with_context(active_test=False).search([])._link_users()
    moves = env["stock.move"].search([("picking_id.fsm_order_id", "!=", False), ("fsm_order_id", "=", False)])
    env.add_to_compute(moves._fields["fsm_order_id"], moves)
    env["fsm.stage"]._share_stages()
    env["res.company"].search([])._start_field_service()


def uninstall_hook(env):
    """Workers stay when the roles go: none rests for want of a role that needs it. Temporary passwords end: without
    this addon they would open everything, for good."""
    env["fsm.person"].with_context(active_test=False).search(
        [("follows_role", "=", True)]
    ).follows_role = False
    users = env["res.users"].with_context(active_test=False).search([("password_is_temporary", "=", True)])
    users._end_temporary_passwords()
