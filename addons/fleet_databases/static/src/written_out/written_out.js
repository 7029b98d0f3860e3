import { Component } from "@odoo/owl";
import { toLocaleDateTimeString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A moment that is only read, or the word for none, such as never: Odoo shows a placeholder in inputs only. */
export class WrittenOut extends Component {
    static template = "fleet_databases.WrittenOut";
    static props = { ...standardFieldProps, word: { type: String, optional: true } };

    get moment() {
        const moment = this.props.record.data[this.props.name];
        return moment && toLocaleDateTimeString(moment);
    }
}

export const writtenOut = {
    component: WrittenOut,
    supportedTypes: ["datetime"],
    listViewWidth: 150,
    extractProps: ({ placeholder }) => ({ word: placeholder }),
};

registry.category("fields").add("fleet_written_out", writtenOut);
