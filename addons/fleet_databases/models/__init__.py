from . import key
from . import kpi
from . import run
from . import user

# Who may see a database counts before what a database does.
from . import audience
from . import database

from . import ir_http
