from . import properties_base_definition
from . import databases_user
from . import project_project
