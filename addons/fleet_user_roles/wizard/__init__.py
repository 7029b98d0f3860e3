from . import res_users_role_wizard
from . import res_users_role_import
from . import res_users_role_export
