from . import hierarchy
from . import preset
from . import relations
