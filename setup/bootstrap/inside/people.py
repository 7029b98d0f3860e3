"""Creates a client's users and the bot that the hub calls as."""

from datetime import datetime

from odoo.fields import Command

BOT_GROUPS = (
    "base.group_user",
    "base.group_erp_manager",
    "base.group_partner_manager",
    "account.group_account_readonly",
)


def employ(env, client):
    """Create colleagues, one who left, a portal user and the bot; no mail is sent."""
    env = env(context={"no_reset_password": True, "tracking_disable": True})
    for name, day in client.people:
        user = _user(env, name, client.domain, "base.group_user")
        if day:
            _log_in(user, datetime(2025, 6, day, 8, 30))
    _user(env, client.archived, client.domain, "base.group_user").active = False
    _user(env, client.portal, client.domain, "base.group_portal")
    _user(env, "Hub", client.domain, *BOT_GROUPS)


def make_key(bot):
    """Return a new key for ``bot`` that does not expire."""
    # sudo: only an administrator makes keys without an end.
    return bot.env["res.users.apikeys"].with_user(bot).sudo()._generate("rpc", "Fleet hub", None)


def _user(env, name, domain, *groups):
    address = f"{name.split()[0].lower()}@{domain}"
    return env["res.users"].create(
        {
            "name": name,
            "login": address,
            "email": address,
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
    )


def _log_in(user, moment):
    # The ORM writes today's date; Odoo reads the last login from this table.
    user.env.cr.execute(
        "INSERT INTO res_users_log (create_uid, write_uid, create_date, write_date) VALUES (%s, %s, %s, %s)",
        (user.id, user.id, moment, moment),
    )
