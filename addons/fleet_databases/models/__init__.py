from . import properties_base_definition
from . import databases_key
from . import databases_user
from . import databases_run_line
from . import databases_run
from . import databases_synchronization_mixin
from . import project_project
from . import res_config_settings
