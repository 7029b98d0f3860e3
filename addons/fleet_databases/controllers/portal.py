from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class DatabasesPortal(CustomerPortal):
    def _document_check_access(self, model_name, document_id, access_token=None):
        # No token opens a database, not even one that was made at the same moment as the project became a database.
        document, audience = request.env[model_name].browse(document_id), "databases.audience.mixin"
        if isinstance(document, request.env.registry[audience]) and document.exists()._database_only():
            access_token = None
        return super()._document_check_access(model_name, document_id, access_token)
