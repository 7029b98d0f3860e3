from . import test_assign
