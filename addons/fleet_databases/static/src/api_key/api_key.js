import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SEEN = [
    "database_url",
    "database_name",
    "database_api_login",
    "database_authority",
    "database_fingerprint",
];

/** Input for an API key. It also sends where the form says that the key goes, and the server compares that. */
export class ApiKey extends Component {
    static template = "fleet_databases.ApiKey";
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    enter({ target }) {
        const { record, name } = this.props;
        const seen = Object.fromEntries(SEEN.map((field) => [field, record.data[field]]));
        record.update({ [name]: target.value, database_connection_seen: seen });
    }
}

export const apiKey = {
    component: ApiKey,
    supportedTypes: ["char"],
    fieldDependencies: [
        { name: "database_connection_seen", type: "json", readonly: false },
        ...SEEN.map((name) => ({ name, type: "char" })),
    ],
    extractProps: ({ placeholder }) => ({ placeholder }),
};

registry.category("fields").add("fleet_api_key", apiKey);
