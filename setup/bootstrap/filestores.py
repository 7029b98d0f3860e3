"""A pytest plugin: each worker of xdist has a filestore of its own.

pytest-odoo copies the database for each, and lets them share the files. But Odoo's test classes delete at their end
every file that no attachment of *their* database names: those of the other worker's tests.
"""

import os
import shutil
from functools import partial
from pathlib import Path
from unittest import mock

import pytest

from odoo.tests.common import get_db_name
from odoo.tools import config


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry):
    """Where the worker's database is a copy, its filestore is one, too."""
    name = get_db_name()
    shared, by_name = Path(config.filestore(name)), partial(type(config).filestore, config)
    own = Path(by_name(name))
    if own == shared:
        yield
        return
    shutil.rmtree(own, ignore_errors=True)
    # Odoo never changes a file of a filestore: links are enough.
    shutil.copytree(shared, own, copy_function=os.link)
    with mock.patch.object(config, "filestore", by_name):
        yield
    shutil.rmtree(own)
