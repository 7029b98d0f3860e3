import base64
import json

from odoo import api, fields, models


class ResUsersRoleExport(models.TransientModel):
    _name = "res.users.role.export"
    _description = "Roles in a file"

    file = fields.Binary(readonly=True, attachment=False)

    @api.model
    def _download(self, roles, with_users=False):
        """:return: action that downloads these roles, perhaps with who has them"""
        content = json.dumps(roles._told(with_users), indent=2, ensure_ascii=False)
        export = self.create({"file": base64.b64encode(content.encode())})
        url = f"/web/content/{self._name}/{export.id}/file/roles.json?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}
