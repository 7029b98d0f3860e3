from . import fsm_new_user
from . import fsm_person_merge
from . import fsm_wizard
