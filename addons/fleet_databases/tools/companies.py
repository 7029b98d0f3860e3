"""Which companies of a database the hub sees."""


def companies_of(users, uid):
    """Count the companies of the user behind the key, and all.

    Odoo tells a user only the companies that this user belongs to, in the rows of other users too; whoever may manage
    users is told all (odoo/addons/base/security/base_security.xml).

    :param users: id -> values with ``company_ids``, as :func:`.remote_users.remote_users` gives them
    :param uid: of the user behind the key
    :return: how many companies the numbers cover, and how many there are; 0 and 0: it is not known
    """
    if uid not in users:
        return 0, 0
    there = frozenset().union(*[user["company_ids"] for user in users.values()])
    return len(users[uid]["company_ids"]), len(there)
