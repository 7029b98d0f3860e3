from odoo.exceptions import AccessError, ValidationError

from .common import DatabasesCase, store_result

PEM = """-----BEGIN CERTIFICATE-----
MIIBpjCCAU2gAwIBAgIUeQDpmEpglVMjS/TdssieW8kEtlswCgYIKoZIzj0EAwIw
ITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAeFw0yNjExMjYwODE2
MTlaFw0yNjExMjkwODE2MTlaMCExHzAdBgNVBAMMFkF1dGhvcml0eSBvZiB0aGUg
dGVzdHMwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASeIDJ3frMZ1LeamNBShuuy
NjATMTYoHjLKui2snres+EFFMVyUm5XOuyYK4kto1Ve9AH7vMXzAX8VAjhw3S8+L
o2MwYTAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBSbZJpI2iq++XgQ+ZSXdj6B
XL4wPjAfBgNVHSMEGDAWgBSbZJpI2iq++XgQ+ZSXdj6BXL4wPjAOBgNVHQ8BAf8E
BAMCAQYwCgYIKoZIzj0EAwIDRwAwRAIgYJHPazNEdR2So58/fvox08+OcQSb17rk
Q27zqs4svZkCIHlFGc6l16pd1X+QJ1q263xYt5KBQJDmSRANEnznFTgG
-----END CERTIFICATE-----"""
PIN = "ab" * 32


class TestTrust(DatabasesCase):
    """Which certificate of a server is accepted."""

    def trust(self, database):
        [target] = database._database_targets()
        return target.trust

    def test_what_is_entered_is_what_is_trusted(self):
        database = self.create_database()
        self.assertFalse(self.trust(database).authority or self.trust(database).fingerprint)
        database.database_fingerprint = "SHA256 Fingerprint=" + ":".join(["AB"] * 32)
        self.assertEqual((self.trust(database).fingerprint, database.database_fingerprint), (PIN, PIN))
        database.write({"database_fingerprint": False, "database_authority": f"subject=Us\n{PEM}\n"})
        self.assertEqual(self.trust(database).authority, PEM)
        self.assertFalse(database.copy().database_authority)

    def test_spaces_that_come_along_do_no_harm(self):
        database = self.create_database()
        lines = PEM.splitlines()
        for text in (
            "\n".join(f"    {line}" for line in lines),
            f"{lines[0]}{''.join(lines[1:-1])}{lines[-1]}",
            PEM.replace("\n", "\u00a0\n"),
        ):
            database.database_authority = text
            self.assertEqual(self.trust(database).authority, PEM)

    def test_a_server_is_trusted_as_its_databases_are(self):
        database = self.create_database(database_authority=PEM)
        project = self.env["project.project"]
        self.assertEqual(project._database_trust_on_server(f"{database.database_url}/web").authority, PEM)
        self.create_database(name="b", database_name="b", database_fingerprint=PIN)
        self.assertFalse(project._database_trust_on_server(database.database_url).authority, "they disagree")

    def test_what_is_wrong_is_said(self):
        database = self.create_database()
        for values, said in (
            ({"database_fingerprint": "ab:cd"}, "64 hexadecimal digits"),
            ({"database_fingerprint": "zz" * 32}, "64 hexadecimal digits"),
            ({"database_authority": "our authority"}, "no certificate in it"),
            ({"database_authority": PEM.replace("MII", "AAA")}, "can't be read"),
            ({"database_authority": PEM.replace("CERTIFICATE", "PRIVATE KEY")}, "private key"),
            ({"database_authority": PEM, "database_fingerprint": PIN}, "either"),
        ):
            with self.subTest(said=said):
                with self.assertRaises(ValidationError) as refused:
                    database.write(values)
                self.assertIn(said, str(refused.exception))

    def test_it_is_a_change_of_the_connection(self):
        database = self.create_database()
        claim = database._database_try_claim().database_claim
        database.database_fingerprint = PIN
        self.assertFalse(store_result(database, claim, version="19.0"), "over the old connection")
        database.database_hosting = False
        self.assertFalse(database.database_fingerprint)

    def test_it_is_for_administrators(self):
        database = self.create_database(database_fingerprint=PIN)
        with self.assertRaises(AccessError):
            database.with_user(self.project_manager).database_fingerprint = False
        with self.assertRaises(AccessError):
            database.with_user(self.consultant).read(["database_authority"])


class TestTyped(DatabasesCase):
    """Names and logins as people copy them."""

    def test_ends_are_cleaned(self):
        database = self.create_database(
            database_name="\u200b bakery\r\n", database_api_login=" hub@x\ufeff\n"
        )
        self.assertEqual((database.database_name, database.database_api_login), ("bakery", "hub@x"))
        database.database_name = "\tgarage\u00a0"
        self.assertEqual(database.database_name, "garage")
        database.database_name = " \u200b"
        self.assertFalse(database.database_name)

    def test_what_can_not_be_sent_is_refused(self):
        for name in ("ba\u200bkery", "ba\nkery", "b\x00", "数据库", "ba\u202ekery", "naïve☃"):
            with self.subTest(name=name), self.assertRaisesRegex(ValidationError, "database name"):
                self.create_database(database_name=f"x{name}x")
        with self.assertRaisesRegex(ValidationError, "API login"):
            self.create_database(database_api_login="hub\n@x")
        self.assertEqual(self.create_database(database_name="café").database_name, "café")

    def test_import(self):
        columns = ["name", "database_hosting", "database_url", "database_name"]
        line = ["Bakery", "On Premise", "https://erp.example", "bakery\u200b "]
        self.assertFalse(self.env["project.project"].load(columns, [line])["messages"])
        [said] = self.env["project.project"].load(columns, [[*line[:3], "ba\u200bkery"]])["messages"]
        self.assertIn("can't be seen", said["message"])
