from . import test_discuss
from . import test_tours
