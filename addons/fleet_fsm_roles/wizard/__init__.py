from . import fsm_new_user
from . import fsm_person_merge
