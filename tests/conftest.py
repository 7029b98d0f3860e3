"""For the tests that no single addon can hold. setup/test loads its guards, ``bootstrap.guards``, for all of them."""

pytest_plugins = ["pytester"]
