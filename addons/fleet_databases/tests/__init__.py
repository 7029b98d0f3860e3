from . import test_address
from . import test_changes
from . import test_database
from . import test_kpi
from . import test_session
from . import test_synchronize
from . import test_tour
from . import test_users
