"""What a test class of one worker deletes at its end is no file of another worker."""

from pathlib import Path

from odoo.tests.common import get_db_name
from odoo.tools import config


def test_the_filestore_belongs_to_the_database_of_this_worker():
    filestore = Path(config.filestore(get_db_name()))
    assert filestore.name == get_db_name()
    assert any(filestore.iterdir()), "with the files of the database that was copied"
