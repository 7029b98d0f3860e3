"""Installs and removes addons in a database of its own, as an administrator does."""


def install(hub, *names, options=()):
    """Install addons; whatever installs itself with them comes, too.

    :param options: of Odoo's command line, such as where the addons are
    """
    _press(hub, names, "button_immediate_install", options)


def uninstall(hub, *names):
    """Uninstall addons and what depends on them."""
    _press(hub, names, "button_immediate_uninstall")


def upgrade(hub, *names):
    """Bring addons to the code of today."""
    _press(hub, names, "button_immediate_upgrade")


def _press(hub, names, button, options=()):
    hub.run(
        "modules = env['ir.module.module']\n"
        "modules.update_list()\n"
        f"modules.search([('name', 'in', {list(names)!r})]).{button}()",
        *options,
        timeout=600,
    )
