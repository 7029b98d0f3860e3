"""Entry of the commands beside this file: ``python setup COMMAND [arguments]``, a word of ``commands.py``."""

import sys

from bootstrap import commands

sys.exit(commands.main(sys.argv[1:]))
