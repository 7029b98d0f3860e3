import { markup } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

const PROPERTIES = "database_kpi_properties.";

/** Colour and shape of a status of a tax return, and what it means. */
const STATUSES = {
    late: ["fa-exclamation-circle text-danger", _t("Late: a return is past its deadline")],
    to_do: ["fa-adjust text-warning", _t("To do: the deadline is within three months")],
    to_submit: ["fa-circle-o text-success", _t("To submit: ready, and has to be sent")],
    done: ["fa-check-circle text-success", _t("Done: all returns are completed")],
    longterm: ["fa-circle-o text-muted", _t("Long term: the deadline is more than three months away")],
};

/** A KPI is a property, or a field of which the server says what tells it: see _database_show_kpi. */
export function isKpi(column) {
    return column.name.startsWith(PROPERTIES) || Boolean(column.attrs?.kpi_told_by);
}

/** Whether the database has told this number: it was asked for, and there is one. Zero is a number. */
export function isTold(column, data) {
    const value = data[column.attrs?.kpi_told_by] ?? data[column.name];
    return Boolean(data.database_last_synchro) && value !== false;
}

/** What the server calls the KPI of a column. */
export function kpiAction(name) {
    return name.replace(PROPERTIES, "");
}

/** The icon of a status, or nothing: the value is none. */
export function statusIcon(value) {
    const [icon, meaning] = STATUSES[value] || [];
    return icon && markup`<i class="fa ${icon}" role="img" aria-label="${meaning}" data-tooltip="${meaning}"></i>`;
}

/** Open the list in the client's database that the KPI of a column counts. */
export async function openKpi({ orm, action }, resId, name) {
    return action.doAction(
        await orm.call("project.project", "action_database_open_kpi", [[resId], kpiAction(name)])
    );
}
