from . import test_duplicates
from . import test_hours
from . import test_install
from . import test_new_user
from . import test_own_orders
from . import test_rights
from . import test_tour
from . import test_workers
