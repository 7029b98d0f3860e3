from . import base_module_uninstall
from . import base_partner_merge
from . import res_users_apikeys_description
from . import res_users_role_export
from . import res_users_role_import
from . import res_users_role_wizard
