import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** Opens a foreign address in a new tab. The page there gets no access to this one. */
function openAddress(env, { params }) {
    browser.open(params.url, "_blank", "noopener");
}

registry.category("actions").add("fleet_databases.open_address", openAddress);
