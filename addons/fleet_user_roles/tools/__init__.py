from . import hierarchy
from . import preset
