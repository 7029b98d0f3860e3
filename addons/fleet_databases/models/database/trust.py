from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...remote.values import Trust
from ...tools import certificates

_ADMIN = "fleet_databases.group_databases_admin"


class ProjectProject(models.Model):
    """Which certificate of a server is accepted, where it is not one that everybody trusts."""

    _inherit = "project.project"

    database_authority = fields.Text(
        "Certificate authority",
        copy=False,
        groups=_ADMIN,
        help="The certificate of the authority that signs those of this server, as PEM. It counts instead of the "
        "public ones; the name in the server's certificate has to be right all the same.",
    )
    database_fingerprint = fields.Char(
        "Certificate fingerprint",
        copy=False,
        groups=_ADMIN,
        help="SHA-256 of the one certificate that is accepted. Nothing else of it is checked, and it has to be entered "
        "again when the server gets a new one.",
    )

    @api.constrains("database_authority", "database_fingerprint")
    def _database_check_trust(self):
        for project in self:
            if flaw := project._database_trust_flaw():
                raise ValidationError(
                    self.env._("“%(database)s”: %(flaw)s", database=project.name, flaw=flaw)
                )

    def _database_trust_flaw(self):
        """:return: what is wrong with the certificate that was entered, as a sentence, or None"""
        if self.database_authority and self.database_fingerprint:
            return self.env._("Enter either a certificate authority or the fingerprint of one certificate.")
        if self.database_fingerprint and not certificates.is_fingerprint(self.database_fingerprint):
            return self.env._(
                "The fingerprint of a certificate is its SHA-256: 64 hexadecimal digits, with or without colons."
            )
        match self.database_authority and certificates.flaw(self.database_authority):
            case "private":
                return self.env._("This is a private key: never give it away. Enter the certificate alone.")
            case "none":
                return self.env._(
                    "There is no certificate in it. It begins with -----BEGIN CERTIFICATE----- and ends with "
                    "-----END CERTIFICATE-----"
                )
            case "unreadable":
                return self.env._("The certificate can't be read. Copy the whole file, and nothing but it.")
        return None

    def _database_with_typed(self, vals):
        vals = super()._database_with_typed(vals)
        if vals.get("database_authority"):
            vals["database_authority"] = certificates.certificates(vals["database_authority"])
        if vals.get("database_fingerprint"):
            vals["database_fingerprint"] = certificates.fingerprint(vals["database_fingerprint"])
        return vals

    def _database_trust(self):
        """:return: the :class:`~...remote.values.Trust` for this database"""
        return Trust(self.database_authority or "", self.database_fingerprint or "")
