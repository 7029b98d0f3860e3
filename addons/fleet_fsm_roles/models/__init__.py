from . import fsm_order
from . import fsm_person_merge
from . import fsm_person
from . import hr_employee
from . import res_config_settings
from . import res_users
from . import res_users_role
from . import stock_move
