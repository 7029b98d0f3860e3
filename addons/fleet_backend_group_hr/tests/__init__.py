from . import test_employees
