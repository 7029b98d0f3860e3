import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("fleet_backend_group_chatter", {
    steps: () => [
        { trigger: ".o_data_cell:contains('First dummy')", run: "click" },
        { content: "a message of a colleague", trigger: ".o-mail-Message:contains('Hello Dee')" },
        { content: "log a note", trigger: ".o-mail-Chatter-logNote", run: "click" },
        { trigger: ".o-mail-Composer-input", run: "edit A note of mine" },
        { trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { trigger: ".o-mail-Message:contains('A note of mine')" },
        { content: "send a message", trigger: ".o-mail-Chatter-sendMessage", run: "click" },
        { trigger: ".o-mail-Composer-input", run: "edit A message of mine" },
        { trigger: ".o-mail-Composer-send:enabled", run: "click" },
        { trigger: ".o-mail-Message:contains('A message of mine')" },
        { content: "followers", trigger: ".o-mail-Followers-button", run: "click" },
        { trigger: ".o-dropdown--menu:contains('Unfollow'):contains('Emma')" },
        { trigger: ".o-mail-Followers-button", run: "click" },
        { content: "plan an activity", trigger: ".o-mail-Chatter-activity", run: "click" },
        { trigger: ".modal div[name='summary'] input", run: "edit Call them back" },
        { trigger: ".modal button[name='action_schedule_activities']", run: "click" },
        { trigger: ".o-mail-Activity:contains('Call them back')" },
        { content: "change it", trigger: ".o-mail-Activity .o-mail-Activity-edit", run: "click" },
        { trigger: ".modal div[name='summary'] input", run: "edit Write to them" },
        { trigger: ".modal button[name='action_close_dialog']:visible", run: "click" },
        { trigger: ".o-mail-Activity:contains('Write to them')" },
        { content: "attach a file", trigger: ".o-mail-Chatter-attachFiles", run: "click" },
        {
            trigger: ".o-mail-Chatter .o_input_file:not(:visible)",
            run: () => {
                const input = document.querySelector(".o-mail-Chatter .o_input_file");
                const files = new DataTransfer();
                files.items.add(new File(["hello"], "hello.txt", { type: "text/plain" }));
                input.files = files.files;
                input.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        { content: "it is there", trigger: ".o-mail-AttachmentCard:contains('hello.txt'), .o-mail-AttachmentContainer:contains('hello.txt')" },
        { content: "who wrote this", trigger: ".o-mail-Message:contains('Hello Dee') .o-mail-Message-avatar", run: "click" },
        { trigger: ".o_avatar_card:contains('Emma')" },
        { content: "done", trigger: ".o-mail-Activity-markDone", run: "click" },
        { trigger: ".o-mail-ActivityMarkAsDone button[aria-label='Done']", run: "click" },
        { trigger: ".o-mail-Message:contains('Write to them')" },
        { content: "back", trigger: ".o_back_button a", run: "click" },
        { trigger: ".o_list_view .o_data_cell:contains('First dummy')" },
    ],
});

registry.category("web_tour.tours").add("fleet_backend_group_inbox", {
    steps: () => [
        { content: "activities of all records", trigger: ".o_switch_view.o_activity", run: "click" },
        { trigger: ".o_activity_view:contains('First dummy')" },
        { content: "a notification waits", trigger: ".o_menu_systray .o-mail-MessagingMenu-counter" },
        { trigger: ".o_menu_systray i[aria-label='Messages']", run: "click" },
        { content: "read it", trigger: ".o-mail-NotificationItem:contains('First dummy')", run: "click" },
        { content: "in the inbox", trigger: ".o-mail-Discuss .o-mail-Message:contains('Hello Dee')" },
        { content: "my activities", trigger: ".o_menu_systray .o-mail-ActivityMenu-counter" },
        { trigger: ".o_menu_systray i[aria-label='Activities']", run: "click" },
        { trigger: ".o-mail-ActivityGroup:contains('Dummy')", run: "click" },
        { content: "the records behind them", trigger: ".o_list_view .o_data_cell:contains('First dummy')" },
    ],
});
