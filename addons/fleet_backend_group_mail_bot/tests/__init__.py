from . import test_odoobot
