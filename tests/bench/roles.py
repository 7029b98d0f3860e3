"""Roles for many users at once, and the dependency's own way beside it."""

from farm.hub import own_hub

from .figures import Figure, ask

USERS = 500
APPS = ["project", "account", "hr", "stock", "fleet_user_roles"]


def roles(say):
    """Give a role to users and take it away, on a database with the apps whose groups it holds."""
    say(f"a role for {USERS} users")
    with own_hub("roles") as hub:
        ask(hub, "install", APPS, module="inside_roles")
        ours = ask(hub, "ours", USERS, module="inside_roles")
        alone = ask(hub, "dependency", module="inside_roles")
    for step in ("assign", "withdraw"):
        assert ours[step]["members"] == alone[step]["members"] == (USERS if step == "assign" else 0), (
            ours,
            alone,
        )
        yield Figure(f"a role: {step}, {USERS} users", ours[step]["wall"], "s", 2)
        yield Figure("  its statements", ours[step]["statements"], "", USERS / 2)
        yield Figure("  the dependency alone", alone[step]["wall"], "s")
        yield Figure("  its statements", alone[step]["statements"], "")
