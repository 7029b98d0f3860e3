-- A copy of the hub opens no client's database.
UPDATE project_project SET database_api_key = NULL;
