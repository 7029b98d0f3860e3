from . import ir_default
from . import connection
from . import trust
from . import parts
from . import version
from . import synchronization
from . import failures
from . import by_hand
from . import left_out
from . import kpis
from . import kpi_columns
from . import kpi_current
from . import kpi_sums
from . import users
from . import api_key
from . import companies
from . import key_reminder
from . import key_renewal
from . import odoo_com_account
from . import template
from . import server
from . import odoo_com_discovery
from . import connect
from . import connection_check
from . import target

# It comes last, so that its checks of who may change a database run before the code of the others.
from . import database
