"""Entry of the commands beside this file: ``python setup run|test|bench|fuzz|lint|screenshots|translations [arguments]``."""

import sys

from bootstrap import commands

sys.exit(commands.main(sys.argv[1:]))
