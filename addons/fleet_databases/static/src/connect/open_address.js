import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

/** Opens an address that is not the hub's own in a new tab, whose page has no way back to this one. */
function openAddress(env, { params }) {
    browser.open(params.url, "_blank", "noopener");
}

registry.category("actions").add("fleet_databases.open_address", openAddress);
