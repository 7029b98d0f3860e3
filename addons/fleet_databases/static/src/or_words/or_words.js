import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { dateTimeField } from "@web/views/fields/datetime/datetime_field";
import { many2OneAvatarUserField } from "@mail/views/web/fields/many2one_avatar_user_field/many2one_avatar_user_field";

/** A read-only field whose placeholder says what it means that it is empty. Odoo shows placeholders only where
 * something can be entered. */
function orWords(field) {
    class FieldOrWords extends Component {
        static template = "fleet_databases.FieldOrWords";
        static props = ["*"];

        get component() {
            return field.component;
        }

        get words() {
            return !this.props.record.data[this.props.name] && this.props.words;
        }

        get ownProps() {
            const { words, ...ownProps } = this.props;
            return ownProps;
        }
    }
    return {
        ...field,
        component: FieldOrWords,
        extractProps: (staticInfo, dynamicInfo) => ({
            ...field.extractProps(staticInfo, dynamicInfo),
            words: staticInfo.placeholder,
        }),
    };
}

registry.category("fields").add("datetime_or_words", orWords(dateTimeField));
registry.category("fields").add("user_or_words", orWords(many2OneAvatarUserField));
