from odoo import api, fields, models

_USER, _ADMIN = "fleet_databases.group_databases_user", "fleet_databases.group_databases_admin"
# They stand in one line. When these are invited, the next ones follow.
_MAX_PEOPLE = 3


class ProjectProject(models.Model):
    """Who is responsible for a database without an account in it: a user of Databases doesn't even see it."""

    _inherit = "project.project"

    @api.model
    @api.readonly
    def action_database_without_account(self):
        """Tell a user of Databases for how many they are responsible without an account there, and an administrator
        the same of everybody.

        :return: dictionary: ``own``, a sentence or False; ``people``, those with the most, as list of dictionaries with
            ``id`` and ``sentence``; ``others``, of how many more people the same could be told
        """
        user = self.env.user
        if user.has_group(_ADMIN):
            return self._database_people_without_account()
        return {"own": user.has_group(_USER) and self._database_own_sentence(), "people": [], "others": 0}

    @api.model
    def action_database_invite_responsible(self, user_id):
        """Start to invite a person to the databases for which they are responsible without an account there.

        :raises AccessError: whoever asks is no administrator of Databases
        """
        self._database_check_is_admin()
        person = self.env["res.users"].browse(user_id)
        databases = self.search(self._database_responsible_domain(person))
        return self.env["databases.user.wizard"]._invite(person, databases)

    @api.model
    def _database_own_sentence(self):
        projects_sudo = self.sudo()  # they may not see these: only how many there are is told
        count = projects_sudo.search_count(self._database_responsible_domain(self.env.user))
        return bool(count) and self.env._(
            "You are responsible for databases in which you have no account, so they are not shown: %(count)s. Ask "
            "%(administrators)s to invite you.",
            count=count,
            administrators=self._database_administrators(),
        )

    @api.model
    def _database_people_without_account(self):
        # Whoever has left is not to be invited.
        responsible = [("database_hosting", "!=", False), ("user_id.active", "=", True)]
        people = self.env["res.users"].union(
            *(user for (user,) in self._read_group(responsible, ["user_id"]))
        )
        groups = self._read_group(self._database_responsible_domain(people), ["user_id"], ["__count"])
        most = sorted(groups, key=lambda group: (-group[1], group[0].id))
        return {
            "own": False,
            "people": [
                {
                    "id": user.id,
                    "sentence": self.env._(
                        "%(person)s is responsible for databases without an account there: %(count)s",
                        person=user.name,
                        count=count,
                    ),
                }
                for user, count in most[:_MAX_PEOPLE]
            ],
            "others": len(most[_MAX_PEOPLE:]),
        }

    @api.model
    def _database_responsible_domain(self, people):
        """The databases for which one of these people is responsible without an account there. Databases that have not
        told yet who has one are not among them."""
        addresses = people._addresses()
        without = (
            fields.Domain("user_id", "=", person.id)
            & self._database_without_account_domain(addresses.get(person))
            for person in people
        )
        told = fields.Domain("database_last_synchro", "!=", False)
        return fields.Domain(self._database_pullable_domain()) & told & fields.Domain.OR(without)
