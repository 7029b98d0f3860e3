from . import project_project
from . import res_partner
from . import databases_letter
