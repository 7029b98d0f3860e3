from . import databases_engine
from . import databases_run_line
from . import databases_waves
from . import databases_run
