from . import res_users
from . import databases_user
from . import databases_user_follow
from . import databases_user_change
from . import databases_access
from . import databases_run
from . import welcome
