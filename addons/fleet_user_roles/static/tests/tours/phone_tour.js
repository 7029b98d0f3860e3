import { registry } from "@web/core/registry";

function rectangle(selector) {
    return document.querySelector(selector).getBoundingClientRect();
}

registry.category("web_tour.tours").add("fleet_user_roles_phone", {
    steps: () => [
        {
            content: "what is lost stands above the button, without scrolling",
            trigger: ".modal .alert-danger:contains('Lost by Ann Mason: Bricks')",
            run() {
                const [lost, button] = [rectangle(".modal .alert-danger"), rectangle("button[name='action_apply']")];
                if (lost.top < 0 || lost.bottom > Math.min(button.top, window.innerHeight)) {
                    throw new Error(`What is lost is at ${lost.top} to ${lost.bottom}, the button at ${button.top}`);
                }
            },
        },
        {
            content: "each user is a card, what is lost in red",
            trigger: ".modal .o_kanban_record:contains('Ann Mason') .text-danger:contains('Groups lost: Bricks')",
        },
        { trigger: ".modal .o_kanban_record:contains('Bob Roofer'):contains('Nothing changes.')" },
        { trigger: ".modal button[name='action_apply']:contains('Withdraw')", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
