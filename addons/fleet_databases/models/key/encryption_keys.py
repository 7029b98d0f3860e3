"""Where the encryption keys of the hub are: the environment, odoo.conf, or a file. Never the database.

The keys of all places are accepted, in this order; the first one encrypts.
"""

import contextlib
import logging
import os
import tempfile
from pathlib import Path

from odoo.tools import config

from ...tools import encryption

_logger = logging.getLogger(__name__)

VARIABLE = "FLEET_DATABASES_KEYS"
OPTION = "fleet_databases_keys"
_FILE = "fleet_databases.keys"


class KeyFlaw(Exception):
    """The encryption keys can't be used. The text names the place, never a key."""


def keys():
    """The encryption keys. A text that is no key is skipped, with a line in the log.

    :return: list of str, which may be empty
    """
    found = []
    for place, read in _places():
        try:
            found += _checked(place, read())
        except KeyFlaw as flaw:
            _logger.error("Encryption keys of the databases: %s", flaw)
    return found


def keys_to_encrypt():
    """The encryption keys, at least one: if there is none, the file is created with a new key.

    :return: list of str
    :raises KeyFlaw: a place contains a text that is no key, or the file can't be read or written
    """
    found = [key for place, read in _places() for key in _checked(place, read())]
    if not found:
        _write_first(encryption.new_key())
        found = _checked(str(path()), _of_file())
    if not found:
        raise KeyFlaw(f"{path()} is empty: bring back what was in it, or delete it")
    return found


def add():
    """Put a new key in front of those of the file.

    :return: where the encrypting key is now, which is not the file if the environment or odoo.conf has keys
    :raises KeyFlaw:
    """
    for place, read in _places():
        if place != str(path()) and _checked(place, read()):
            return place
    _replace([encryption.new_key(), *_checked(str(path()), _of_file())])
    return str(path())


def path():
    """The file of the keys, one in each line. It is in the data folder of Odoo, which a backup of a database leaves
    out."""
    return Path(config["data_dir"]) / _FILE


def _places():
    """(name of a place, function that reads the texts of its keys)."""
    return [
        (VARIABLE, lambda: os.environ.get(VARIABLE, "").split(",")),
        (f"{OPTION} (odoo.conf)", lambda: str(config.get(OPTION) or "").split(",")),
        (str(path()), _of_file),
    ]


def _of_file():
    try:
        return path().read_text().splitlines()
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise KeyFlaw(f"{path()} can't be read: {type(error).__name__}") from error


def _checked(place, texts):
    found = [text.strip() for text in texts if text.strip()]
    for number, text in enumerate(found, 1):
        if not encryption.is_key(text):
            raise KeyFlaw(f"{place}: entry {number} is not a Fernet key")
    return found


def _write_first(key):
    """Create the file, unless another process has just created it: then that key is used."""
    with _written([key]) as temporary, contextlib.suppress(FileExistsError):
        try:
            os.link(temporary, path())
        except FileExistsError:
            raise
        except OSError:
            # Some network file systems don't support links.
            if not path().exists():
                temporary.replace(path())


def _replace(lines):
    with _written(lines) as temporary:
        temporary.replace(path())


@contextlib.contextmanager
def _written(lines):
    """Write a complete file beside the file of the keys, which only its owner may read. So a file that is half written
    is never used, and no key encrypts before it is on the disk."""
    temporary = None
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        # mkstemp creates it with mode 0600.
        descriptor, name = tempfile.mkstemp(prefix=_FILE, dir=path().parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "w") as file:
            _give_to_the_server(descriptor)
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(descriptor)
        yield temporary
        _sync_folder()
    except OSError as error:
        raise KeyFlaw(f"{path()} can't be written: {error.strerror}") from error
    finally:
        if temporary:
            temporary.unlink(missing_ok=True)


def _give_to_the_server(descriptor):
    """Give the file the owner of the old file, or of the folder: the command may be run by root."""
    if os.geteuid() == 0:
        before = path() if path().exists() else path().parent
        os.fchown(descriptor, before.stat().st_uid, before.stat().st_gid)


def _sync_folder():
    folder = os.open(path().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
