"""OCA's other addons for roles pass their own tests beside ours. Nothing of ours depends on them."""

import os
import subprocess
import sys

from bootstrap import odoo_tests
from farm.hub import own_hub

NEIGHBOURS = ("base_user_role_company", "base_user_role_history")


def test_their_suites_pass_beside_ours():
    with own_hub("neighbours") as hub:
        command = [sys.executable, "-m", "odoo", "server", "-c", os.environ["FLEET_CONFIGURATION"]]
        command += ["-d", hub.name, "-i", ",".join(NEIGHBOURS), "--stop-after-init", "--max-cron-threads=0"]
        command += ["--http-port=0", f"--test-tags={','.join(f'/{name}' for name in NEIGHBOURS)}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        verdict = odoo_tests.read(done.stderr, done.returncode, set())
        assert verdict.complaints == (), done.stderr[-3000:]
        assert verdict.passed >= 10
        for name in NEIGHBOURS:
            assert f"odoo.addons.{name}.tests." in done.stderr
