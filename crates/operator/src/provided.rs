//! `/accounts/{id}/users/{userId}/…`: what other products keep for a user, until they are part of this platform.
use crate::{
    paths::UserPath,
    reach::{CLOSED, open_tenant},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;
use users::users::{
    NO_INVITATION, NO_USER,
    provided::{CollaborationDevice, MOST, MeetingTemplate, SummaryTemplate, UNKNOWN_ITEM, provide},
};

pub fn operations(api: &mut Api) {
    let failures = &[CLOSED, NO_USER, NO_INVITATION, UNKNOWN_ITEM];
    api.put("/accounts/{id}/users/{userId}/meeting_summary_templates", summary_templates)
        .summary("Set the templates of a user's meeting summaries")
        .fails(failures);
    api.put("/accounts/{id}/users/{userId}/meeting_templates", meeting_templates)
        .summary("Set the meeting templates of a user")
        .fails(failures);
    api.put("/accounts/{id}/users/{userId}/collaboration_devices", devices)
        .summary("Set the collaboration devices of a user")
        .fails(failures);
}

macro_rules! lists {
    ($($handler:ident($body:ident -> $view:ident): $field:ident of $type:ident;)*) => { $(
        #[derive(Deserialize, JsonSchema)]
        struct $body {
            /// All of them: those that are left out are no more.
            #[schemars(length(max = MOST))]
            $field: Vec<$type>,
        }

        view! {
            /// All of them, with their ids.
            pub struct $view {
                pub $field: Vec<$type>,
            }
        }

        fn $handler(
            all: &mut Directory,
            Path(path): Path<UserPath>,
            Body(body): Body<$body>,
        ) -> Result<Json<$view>> {
            let mut tenant = open_tenant(all, &path.id)?;
            let $field = provide(&mut tenant, &path.user_id, body.$field)?;
            Json::of(&$view { $field })
        }
    )* };
}
lists! {
    summary_templates(SetSummaryTemplates -> SummaryTemplatesView): templates of SummaryTemplate;
    meeting_templates(SetMeetingTemplates -> MeetingTemplatesView): templates of MeetingTemplate;
    devices(SetDevices -> DevicesView): devices of CollaborationDevice;
}
