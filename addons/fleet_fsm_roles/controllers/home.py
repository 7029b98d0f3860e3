from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.web.controllers.home import Home


class NewPasswordHome(Home):
    @http.route(
        "/web/login/new_password",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        multilang=False,
        sitemap=False,
    )
    def web_new_password(self, redirect=None, **kwargs):
        """The second step of logging in with a temporary password."""
        if request.session.uid:
            return request.redirect(self._login_redirect(request.session.uid, redirect=redirect))
        user = request.env["res.users"]._choosing_password(request.session.get("pre_uid"))
        if not user:
            return request.redirect("/web/login")
        error = None
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    user._choose_password(kwargs.get("password", ""), kwargs.get("confirm_password", ""))
            except UserError as refusal:
                error = str(refusal)
            else:
                # The next step, if this user has one, has the temporary password behind it.
                if not user._mfa_url():
                    request.session.finalize(request.env)
                return request.redirect(self._login_redirect(user.id, redirect=redirect))
        response = request.render("fleet_fsm_roles.new_password", {"error": error, "redirect": redirect})
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        return response
