"""A person in front of the endpoint that a browser and a script use."""

from odoo.tests import HttpCase

QUIET = ("odoo.http", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


class Refused(Exception):
    """The server refused."""


class OverRpc(HttpCase):
    def call(self, model, method, *args, **kwargs):
        """:return: the result
        :raises AssertionError: with the message of the server
        """
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json={"params": params}).json()
        self.env.invalidate_all()
        if "error" in answer:
            raise Refused(answer["error"]["data"]["name"] + ": " + answer["error"]["data"]["message"])
        return answer["result"]

    def log_in(self, user):
        self.authenticate(user.login, user.login)

    def attempt(self, model, method, *args):
        if method == "web_save_and_run":
            values, button = args
            record = self.call(model, "create", values)
            return self.call(model, button, [record])
        answer = self.call(model, method, *args)
        if method == "load" and not answer["ids"]:
            raise Refused(answer["messages"])
        return answer
