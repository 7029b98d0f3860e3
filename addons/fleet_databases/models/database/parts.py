from dataclasses import replace
from typing import NamedTuple

import psycopg2

from odoo import api, models

from ...remote.errors import HubError, NotStored, TooMuch
from ...remote.partly import Partly
from ...remote.unforeseen import caught, told
from ...remote.work.questions import Questions
from ...tools.deadline import TooLong, at_most

# The most seconds that it may take to store one part of the answers of one database.
PART_SECONDS = 20


class Part(NamedTuple):
    """What one concern asks a database, and how it stores the answer.

    :param name: the name of its :class:`~...remote.values.Query`. A run shows it when the part could not be stored
    :param store: name of a method of databases, whose argument is id -> :class:`~...remote.values.Result`. If the
        part has a question, ``self`` are the databases that have answered it; if not, all that were asked, also those
        that gave no answer. It may return id -> list of :class:`~...remote.partly.LeftOut`: what is not shown
    :param question: name of a method of one database, which returns a Query, or None if nothing is to be asked
    """

    name: str
    store: str
    question: str = ""


# It looks at what the parts of all addons have stored, so it comes after them.
_NUMBERS = Part("numbers", store="_database_store_numbers")


class ProjectProject(models.Model):
    """What is asked of a database and stored, part by part. If a part of one database fails, the other parts and the
    other databases are stored all the same."""

    _inherit = "project.project"

    @api.model
    def _database_parts(self):
        """Extend by appending.

        :return: list of :class:`Part`, in the order in which they are asked and stored
        """
        return []

    def _database_questions(self):
        """:return: id -> :class:`~...remote.work.questions.Questions`"""
        self._database_read_ahead()
        parts = [part for part in self._database_parts() if part.question]
        questions, error = caught(self._database_queries, parts)
        if not error:
            return {id_: Questions(queries) for id_, queries in questions.items()}
        return {database.id: database._database_questions_apart(parts) for database in self}

    def _database_questions_apart(self, parts):
        """The questions for this database, without those of parts that fail."""
        queries, lost = (), {}
        for part in parts:
            asked, error = caught(self._database_queries, [part])
            if error:
                lost[part.name] = told(part.name, error)
            else:
                queries += asked[self.id]
        return Questions(queries, lost)

    def _database_queries(self, parts):
        """:return: id -> tuple of Query, of the parts that have something to ask this database"""
        with self.env.cr.savepoint(flush=False):
            asked = {
                database.id: tuple(getattr(database, part.question)() for part in parts) for database in self
            }
        return {id_: tuple(filter(None, queries)) for id_, queries in asked.items()}

    def _database_read_ahead(self):
        """Read in one statement what the parts need, and not all the fields of a project."""
        stored = [
            name
            for name, field in self._fields.items()
            if name.startswith("database_") and field.store and field.column_type
        ]
        projects_sudo = self.sudo()  # a few fields are for administrators; nobody sees them by this
        projects_sudo.fetch(stored)

    def _database_store(self, results, isolated=False):
        """Store the results of these databases.

        :param results: id -> :class:`~...remote.values.Result`
        :param isolated: if a part can't be stored, leave it out and make the result of its database an error
        :return: list of the results; a database for which a part could not be stored has an error
        """
        self._database_read_ahead()
        lost = {
            id_: error
            for id_, result in results.items()
            for error in result.answers.values()
            if isinstance(error, HubError)
        }
        left_out = {id_: _left_out(result) for id_, result in results.items()}
        for part in [*self._database_parts(), _NUMBERS]:
            of_part = {id_: result for id_, result in results.items() if _concerns(part, result)}
            if not of_part:
                continue
            not_shown, error = self._database_store_part(part, of_part, isolated)
            lost |= dict.fromkeys(of_part, error) if error else {}
            for id_, of_database in (not_shown or {}).items():
                left_out[id_] += tuple(of_database)
        stored = [
            replace(result, error=result.error or lost.get(id_), left_out=left_out[id_])
            for id_, result in results.items()
        ]
        failed = {result.target_id: result.error for result in stored if result.error}
        answered = self.browse(id_ for id_ in results if id_ not in failed)
        answered._database_note_success()
        answered._database_note_left_out(left_out)
        self.browse(failed)._database_note_errors(failed)
        return stored

    @api.model
    def _database_store_part(self, part, results, isolated):
        """
        :param results: id -> Result
        :return: what its method returned, and None; or None, and why it could not be stored, as a RemoteError
        """
        store = getattr(self.browse(results), part.store)
        if not isolated:
            return store(results), None
        not_shown, error = caught(self._database_store_within, store, results)
        if isinstance(error, psycopg2.OperationalError):
            # The transaction can't go on, for example because somebody else has written the same records.
            raise error
        if isinstance(error, TooLong):
            return None, TooMuch(str(PART_SECONDS))
        return not_shown, told(part.name, error, NotStored) if error else None

    @api.model
    def _database_store_within(self, store, results):
        with self.env.cr.savepoint(), at_most(PART_SECONDS):
            return store(results)


def _left_out(result):
    answers = () if result.error else result.answers.values()
    return tuple(answer.left_out for answer in answers if isinstance(answer, Partly) and answer.left_out)


def _concerns(part, result):
    """Whether a result contains something that this part has to store."""
    if not part.question:
        return True
    if result.error or part.name not in result.answers:
        return False
    return not isinstance(result.answers[part.name], HubError)
