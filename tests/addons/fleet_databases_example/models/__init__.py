from . import project_project, res_partner, databases_letter
