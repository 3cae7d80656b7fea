//! What answers show of requests and of their files.
use super::rules::{DataType, Kind, State};
use platform::{Listed, Said, Timestamp, view};

view! {
    /// A request in the history.
    pub struct RequestView as RequestRow<'r> {
        pub request_id: &'r str,
        #[schemars(with = "Kind")]
        pub request_type: &'r str,
        pub created_at: Timestamp,
        /// Empty where it was made from above or by somebody who was erased, but to whoever has made it.
        pub requestor_user_id: &'r str,
        /// Empty where it was made from above: people of another account have no name here.
        pub requestor_name: &'r str,
        pub account_id: &'r str,
        /// The email that the request names.
        pub user_identifier: &'r str,
        pub data_type: [DataType; 1],
        #[schemars(with = "State")]
        pub state: &'r str,
        pub files_count: i64,
        /// Of an export, the beginning of the time that is asked about; of a deletion, when it was asked for.
        pub start_at: Timestamp,
        /// Of an export, the end of the time that is asked about; of a deletion, when it can be canceled no longer.
        pub end_at: Timestamp,
        pub is_current_user: bool,
        pub failed_reason: Option<&'r str>,
    }
}
impl Listed for RequestView {
    const LIST: &'static str = "records";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::TotalRecords];
}

view! {
    /// The requests that were made of one call, one for each email.
    pub struct RequestsMade {
        pub data: Vec<RequestMade>,
    }
}
view! {
    /// A request that was made.
    pub struct RequestMade {
        pub email: String,
        pub request_id: String,
    }
}

view! {
    /// A file that has come of an export.
    pub struct FileView as FileRow<'r> {
        pub file_id: &'r str,
        pub file_name: &'r str,
        /// In bits.
        pub size: String,
        pub created_at: Timestamp,
    }
}
impl Listed for FileView {
    const LIST: &'static str = "file_records";
    const ENVELOPE: &'static [Said] = &[Said::NextPageToken, Said::TotalRecords];
    const BESIDE: &'static [(&'static str, &'static str)] =
        &[("request_type", "Always `EXPORT`: a deletion leaves no files.")];
}

view! {
    /// Where a file can be fetched.
    pub struct LinkView as LinkRow<'r> {
        /// Good for five minutes, and for one time.
        pub download_url: &'r str,
    }
}
