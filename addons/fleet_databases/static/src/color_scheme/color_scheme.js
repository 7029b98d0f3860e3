import { browser } from "@web/core/browser/browser";
import { cookie } from "@web/core/browser/cookie";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

// The scheme of the page, which Odoo and its server read, and what the person has chosen, which may be neither.
const SHOWN = "color_scheme";
const CHOSEN = "fleet_color_scheme";
const CHOICES = [
    ["light", _t("Light")],
    ["dark", _t("Dark")],
    ["automatic", _t("Automatic: as this device")],
];

const isDark = browser.matchMedia("(prefers-color-scheme: dark)");

function chosen() {
    return cookie.get(CHOSEN) || "light";
}

/** Have the page be drawn anew where it is not as chosen. */
function follow() {
    const device = isDark.matches ? "dark" : "light";
    const wanted = chosen() === "automatic" ? device : chosen();
    if ((cookie.get(SHOWN) || "light") !== wanted) {
        cookie.set(SHOWN, wanted);
        browser.location.reload();
    }
}

CHOICES.forEach(([choice, description], number) => {
    registry.category("user_menuitems").add(`fleet_color_scheme_${choice}`, () => ({
        type: "switch",
        id: `fleet_color_scheme_${choice}`,
        description,
        isChecked: chosen() === choice,
        callback: () => {
            cookie.set(CHOSEN, choice);
            follow();
        },
        sequence: 42 + number,
    }));
});

registry.category("services").add("fleet_color_scheme", {
    start() {
        follow();
        isDark.addEventListener("change", follow);
    },
});
