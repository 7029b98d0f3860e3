from . import test_access
from . import test_http
from . import test_menus
from . import test_older_views
from . import test_tours
from . import test_types
