from . import unlogged
from . import databases_key
