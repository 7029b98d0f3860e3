"""What an existing field service gets when this addon comes."""


def post_init_hook(env):
    """Link workers to their users and materials to their orders, and let hours be logged on the first team's orders."""
    env["fsm.person"].with_context(active_test=False).search([])._link_users()
    moves = env["stock.move"].search([("picking_id.fsm_order_id", "!=", False), ("fsm_order_id", "=", False)])
    env.add_to_compute(moves._fields["fsm_order_id"], moves)
    team = env.ref("fieldservice.fsm_team_default", raise_if_not_found=False)
    if team and not team.project_id:
        # An order without a project takes no hours, and the team gives an order its project.
        team.project_id = env["project.project"].create(
            {"name": env._("Field Service"), "company_id": team.company_id.id, "allow_timesheets": True}
        )
