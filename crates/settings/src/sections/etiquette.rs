//! Rules for what messages may hold, in meetings and outside of them: the same fields stand in `chat` and in
//! `meeting_security`.
use crate::setting::{ACCOUNT, ACCOUNT_AND_GROUP, Setting};

/// Fields of one rule; their paths begin at the rule. Groups say of a rule whether it works, and read the rest of it.
pub const POLICIES: &[Setting] = &[
    Setting::text("description", "What the rule is for.").optional().shown(ACCOUNT_AND_GROUP).taken(ACCOUNT),
    Setting::text("id", "Id of the rule.").optional(),
    Setting::flag("is_locked", false, "Only administrators change the rule.")
        .optional()
        .shown(ACCOUNT_AND_GROUP)
        .taken(ACCOUNT),
    Setting::texts("keywords", "Words that a message may not hold.").optional().shown(ACCOUNT_AND_GROUP).taken(ACCOUNT),
    Setting::text("name", "Name of the rule.").optional().shown(ACCOUNT_AND_GROUP).taken(ACCOUNT),
    Setting::text("regular_expression", "Pattern that a message may not fit.")
        .optional()
        .shown(ACCOUNT_AND_GROUP)
        .taken(ACCOUNT),
    Setting::choice("status", "activated", &["activated", "deactivated"], "Whether the rule works.").optional(),
    Setting::code("trigger_action", 1, &[1, 2], "What happens: 1 the sender confirms, 2 the message is refused.")
        .optional()
        .shown(ACCOUNT_AND_GROUP)
        .taken(ACCOUNT),
];
