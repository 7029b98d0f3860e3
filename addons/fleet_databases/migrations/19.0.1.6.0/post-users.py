def migrate(cr, version):
    """Until now a user of a client's database was known by its login. The ids come with the next synchronization."""
    cr.execute("DROP INDEX IF EXISTS databases_user__login_index")
