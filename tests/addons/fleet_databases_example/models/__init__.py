from . import project_project
from . import res_partner
from . import databases_letter
from . import databases_example_rhythm
from . import databases_settings
