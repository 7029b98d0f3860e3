from . import databases_wizard_mixin
from . import databases_user_wizard
from . import portal_share
from . import databases_connection_test
from . import databases_server_wizard
from . import databases_settings
from . import databases_key_renewal
from . import base_import_import
