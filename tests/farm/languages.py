"""Languages of a hub, for tests: words as Odoo's own wizard would bring them."""


def speak(env, *codes, core=None):
    """Have a hub speak these languages, called as Odoo calls them: ``fr_FR``, ``nl_NL``. Nothing is committed.

    :param core: names of modules of Odoo whose records speak them, too, such as menus and views: ``base``, ``project``;
        all of them if none is given, which takes ten times as long. Our records do in any case, and so does code
    """
    for code in codes:
        env["res.lang"]._activate_lang(code)
    modules = env["ir.module.module"].search([("state", "=", "installed")])
    if core is not None:
        modules = modules.filtered(lambda module: module.name in core or module.name.startswith("fleet_"))
    modules._update_translations(codes)
    env.registry.clear_all_caches()
    env.invalidate_all()
