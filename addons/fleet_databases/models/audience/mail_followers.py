from odoo import models


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    def _add_followers(
        self, res_model, res_ids, partner_ids, subtypes, check_existing=False, existing_policy="skip"
    ):
        new, update = super()._add_followers(
            res_model, res_ids, partner_ids, subtypes, check_existing, existing_policy
        )
        if new and self._is_audience(self.env[res_model]):
            partners = self.env["res.partner"].browse(partner_ids)
            strangers = self.env[res_model].browse(new).exists()._database_strangers(partners)
            for res_id, kept_away in strangers.items():
                new[res_id] = [values for values in new[res_id] if values["partner_id"] not in kept_away]
        return new, update

    def _get_recipient_data(self, records, message_type, subtype_id, pids=None):
        """Leave out followers who have lost their login in the database. Those whom the author has named stay."""
        recipients = super()._get_recipient_data(records, message_type, subtype_id, pids)
        if records and self._is_audience(records):
            partners = self.env["res.partner"].browse({pid for found in recipients.values() for pid in found})
            named = set(pids or ())
            for res_id, kept_away in records._database_strangers(partners).items():
                for pid in kept_away - named:
                    recipients[res_id].pop(pid, None)
        return recipients

    def _is_audience(self, records):
        return isinstance(records, self.env.registry["databases.audience.mixin"])
