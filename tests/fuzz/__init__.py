"""Answers of a server to try the hub with: made up, searched for, and kept in ``cases/``. See ``setup/fuzz``."""
