from . import base
from . import databases_kpi
from . import databases_kpi_list
from . import databases_kpi_current
from . import properties_base_definition
