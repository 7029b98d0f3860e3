from . import properties_base_definition
