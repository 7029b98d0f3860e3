from odoo import models


class MailTrackingValue(models.Model):
    _inherit = "mail.tracking.value"

    def _create_tracking_values(self, initial_value, new_value, col_name, col_info, record):
        """Keep the names of databases, of their tasks and so on out of the history of records that others see."""
        audience = self.env.registry["databases.audience.mixin"]
        if not isinstance(record, audience) or not record._database_only():
            initial_value, new_value = (
                self._without_names(value, col_info["type"]) if isinstance(value, audience) else value
                for value in (initial_value, new_value)
            )
        return super()._create_tracking_values(initial_value, new_value, col_name, col_info, record)

    def _without_names(self, records, field_type):
        about = records._database_only()
        if not about:
            return records
        pairs = [
            (record.id, record._database_hidden_name() if record in about else record.display_name)
            for record in records
        ]
        return pairs[0] if field_type == "many2one" else pairs
