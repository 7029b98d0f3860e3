"""What is written about a database, with a mark in it, and what leads there."""

MARK = "zqmark"


def hosting(word):
    """:return: values that make a project a database, with the mark in all of them"""
    address = f"https://{word}.{MARK}.example.com"
    return {"database_hosting": "premise", "database_url": address, "database_name": f"{MARK}{word}"}


def write_about(project, worker):
    """All that is written about a project, in its own records and in those that lead to it."""
    env, mark = project.env, MARK if project.database_hosting else "before"
    project.write({"description": f"<p>{mark}</p>", "label_tasks": f"{mark} tasks"})
    task = env["project.task"].create({"name": f"{mark} task", "project_id": project.id, "description": mark})
    env["project.task"].create({"name": f"{mark} part", "project_id": project.id, "parent_id": task.id})
    env["project.milestone"].create({"name": f"{mark} milestone", "project_id": project.id})
    env["project.update"].create(
        {"name": f"{mark} update", "project_id": project.id, "status": "on_track", "description": mark}
    )
    for thread in (project, task):
        thread.message_post(body=f"{mark} said", subject=f"{mark} subject", subtype_xmlid="mail.mt_comment")
        thread.activity_schedule("mail.mail_activity_data_todo", summary=f"{mark} to do", user_id=env.uid)
        env["ir.attachment"].create(
            {"name": f"{mark}.txt", "raw": mark.encode(), "res_model": thread._name, "res_id": thread.id}
        )
    env["account.analytic.line"].create(
        {
            "name": f"{mark} hours",
            "project_id": project.id,
            "task_id": task.id,
            "employee_id": worker.id,
            "unit_amount": 1,
        }
    )
    env["databases.user"].create({"name": mark, "login": f"{mark}@{mark}.example", "project_id": project.id})
    lead_to(project, task, worker)


def lead_to(project, task, worker):
    """Records that others see, and that say which project they are for."""
    env = project.env
    env["project.task"].create(
        {
            "name": "Elsewhere",
            "parent_id": task.id,
            "project_id": env["project.project"].create({"name": "P"}).id,
        }
    )
    incoming = env["stock.picking.type"].search([("code", "=", "incoming")], limit=1)
    env["stock.picking"].create({"picking_type_id": incoming.id, "project_id": project.id})
    location = env["fsm.location"].create(
        {"name": "Place", "owner_id": env.company.partner_id.id, "phone": "1"}
    )
    order = env["fsm.order"].create({"location_id": location.id})
    env["fsm.team"].create({"name": f"Team {task.id}", "project_id": project.id})
    order.write({"project_id": project.id, "project_task_id": task.id})
    env["hr.expense"].create(
        {
            "name": "Travel",
            "employee_id": worker.id,
            "analytic_distribution": {str(project.account_id.id): 100},
        }
    )
