from . import test_access
from . import test_api_keys
from . import test_assign
from . import test_defects
from . import test_import
from . import test_log
from . import test_presets
from . import test_preview
