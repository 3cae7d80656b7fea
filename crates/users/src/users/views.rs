//! What answers show of a user.
use super::{
    api::{IncludeField, Status, shown_id},
    assigned::{self, Assigned},
    user::NO_ITEMS,
};
use crate::phones;
use platform::{Addresses, Fields, JsonFields, JsonText, Listed, Site, StoredText, Timestamp, View, WriteJson, view};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use storage::record;

/// An attribute that the account has defined for its users.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct CustomAttribute {
    pub key: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub value: String,
}

/// A phone number on a profile.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct PhoneNumber {
    /// With `+`: `+1`.
    #[serde(default)]
    pub code: String,
    /// Two letters.
    #[serde(default)]
    pub country: String,
    /// `Mobile`, `Office`, `Home` or `Fax`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub verified: bool,
}

impl PhoneNumber {
    /// As older clients know it: `+1 8001234567`.
    fn whole(&self) -> String {
        phones::whole(&self.code, &self.number)
    }
}

view! {
    /// A user as lists show it.
    pub struct UserItem as UserItemRow<'r> {
        /// Left out for users whose invitation is pending.
        pub id: Option<&'r str>,
        pub email: StoredText<'r>,
        pub first_name: StoredText<'r>,
        pub last_name: StoredText<'r>,
        pub display_name: StoredText<'r>,
        /// 1 Basic, 2 Licensed, 4 unassigned, 99 none.
        pub r#type: i64,
        #[schemars(with = "Status")]
        pub status: &'r str,
        pub role_id: StoredText<'r>,
        pub dept: StoredText<'r>,
        pub pmi: i64,
        pub timezone: StoredText<'r>,
        /// 1 when the address was confirmed.
        pub verified: i64,
        /// When the latest way to sign in was set up.
        pub created_at: Timestamp,
        pub user_created_at: Timestamp,
        pub last_login_time: Option<Timestamp>,
        pub last_client_version: Option<StoredText<'r>>,
        #[serde(flatten)]
        pub assigned: JsonFields<'r, Assigned>,
        /// Only for users of single sign-on.
        pub employee_unique_id: Option<&'r str>,
        /// Only on request.
        pub host_key: Option<&'r str>,
        /// Only on request, and of users who have any.
        pub custom_attributes: Option<JsonText<'r, Vec<CustomAttribute>>>,
    }
}
impl Listed for UserItem {
    const LIST: &'static str = "users";
}

record! {
    /// The columns of a list, in the order of `LIST` and its kin in `store.rs`.
    pub struct ItemRow<'r> {
        created_at_key: i64,
        id: &'r str,
        email: StoredText<'r>,
        first_name: StoredText<'r>,
        last_name: StoredText<'r>,
        display_name: StoredText<'r>,
        kind: i64,
        role_id: StoredText<'r>,
        dept: StoredText<'r>,
        pmi: i64,
        timezone: StoredText<'r>,
        verified: i64,
        last_login_at: Option<i64>,
        last_client_version: StoredText<'r>,
        assigned: &'r str,
        employee_id: &'r str,
    }
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

impl<'r> ItemRow<'r> {
    pub fn id(&self) -> &'r str {
        self.id
    }
    /// `status` is that of all users of the list, `included` the field that was asked for and what it holds.
    pub fn view(&self, status: &'r str, included: Option<(IncludeField, &'r str)>) -> UserItemRow<'r> {
        let included = |field| included.filter(|(asked, _)| *asked == field).map(|(_, text)| text);
        let created_at = Timestamp::from_millis(self.created_at_key);
        UserItemRow {
            id: shown_id(status, self.id),
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            display_name: self.display_name,
            r#type: self.kind,
            status,
            role_id: self.role_id,
            dept: self.dept,
            pmi: self.pmi,
            timezone: self.timezone,
            verified: self.verified,
            created_at,
            user_created_at: created_at,
            last_login_time: self.last_login_at.map(Timestamp::from_millis),
            last_client_version: self.last_client_version.filled(),
            assigned: JsonFields::new(assigned::shown(self.assigned)),
            employee_unique_id: filled(self.employee_id),
            host_key: included(IncludeField::HostKey),
            custom_attributes: included(IncludeField::CustomAttributes)
                .filter(|text| *text != NO_ITEMS)
                .map(JsonText::new),
        }
    }
}

view! {
    /// A user with everything that is kept about it.
    pub struct UserView as UserViewRow<'r> {
        pub id: &'r str,
        pub account_id: &'r str,
        pub account_number: i64,
        pub email: &'r str,
        pub first_name: &'r str,
        pub last_name: &'r str,
        pub display_name: &'r str,
        /// 1 Basic, 2 Licensed, 4 unassigned, 99 none.
        pub r#type: i64,
        #[schemars(with = "Status")]
        pub status: &'r str,
        pub role_id: &'r str,
        pub role_name: &'r str,
        pub dept: &'r str,
        pub job_title: &'r str,
        pub company: &'r str,
        pub location: &'r str,
        pub manager: Option<&'r str>,
        pub cost_center: &'r str,
        pub cms_user_id: &'r str,
        pub timezone: &'r str,
        pub language: &'r str,
        pub pmi: i64,
        pub use_pmi: bool,
        pub personal_meeting_url: String,
        pub vanity_url: Option<String>,
        /// Serves the picture to whoever has it, and is another for each picture.
        pub pic_url: Option<String>,
        /// 1 when the address was confirmed.
        pub verified: i64,
        /// When the user was made; for a pending user, the moment of the call.
        pub created_at: Timestamp,
        pub user_created_at: Timestamp,
        pub last_login_time: Option<Timestamp>,
        pub last_client_version: Option<&'r str>,
        pub login_types: [i64; 1],
        pub jid: String,
        pub cluster: &'r str,
        pub pronouns: Option<&'r str>,
        /// 1 ask each time, 2 always shown, 3 never shown.
        pub pronouns_option: i64,
        pub phone_numbers: JsonText<'r, Vec<PhoneNumber>>,
        /// The first phone number, for older clients.
        pub phone_number: Option<String>,
        pub phone_country: Option<String>,
        #[serde(flatten)]
        pub assigned: JsonFields<'r, Assigned>,
        pub custom_attributes: JsonText<'r, Vec<CustomAttribute>>,
        pub zoom_one_type: Option<i64>,
        /// Only for users of single sign-on.
        pub employee_unique_id: Option<&'r str>,
    }
}

record! {
    /// The columns of one user, in the order of `VIEW` and `VIEW_BY_NAME`.
    pub struct DetailRow<'r> {
        pub id: &'r str,
        account_id: &'r str,
        email: &'r str,
        first_name: &'r str,
        last_name: &'r str,
        display_name: &'r str,
        kind: i64,
        status: &'r str,
        role_id: &'r str,
        role_name: &'r str,
        dept: &'r str,
        job_title: &'r str,
        company: &'r str,
        location: &'r str,
        manager: &'r str,
        cost_center: &'r str,
        cms_user_id: &'r str,
        timezone: &'r str,
        language: &'r str,
        pmi: i64,
        use_pmi: bool,
        vanity_name: &'r str,
        picture_id: &'r str,
        verified: i64,
        created_at: i64,
        last_login_at: Option<i64>,
        last_client_version: &'r str,
        pub login_type: i64,
        pronouns: &'r str,
        pronouns_option: i64,
        phone_numbers: &'r str,
        assigned: &'r str,
        custom_attributes: &'r str,
        zoom_one_type: Option<i64>,
        employee_id: &'r str,
        invited_until: Option<i64>,
    }
}

impl<'r> DetailRow<'r> {
    /// Whether it waits for an answer to an invitation that has expired.
    pub fn is_invitation_over(&self, now: i64) -> bool {
        self.invited_until.is_some_and(|until| now >= until)
    }
    /// `now` in milliseconds UTC: what a user who has not come shows as `created_at`.
    pub fn view(&self, site: &Site, addresses: &Addresses, account_number: i64, now: i64) -> UserViewRow<'r> {
        let created_at = Timestamp::from_millis(self.created_at);
        let pending = self.status == Status::Pending.as_str();
        let first_phone = first_phone(self.phone_numbers);
        UserViewRow {
            id: self.id,
            account_id: self.account_id,
            account_number,
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            display_name: self.display_name,
            r#type: self.kind,
            status: self.status,
            role_id: self.role_id,
            role_name: self.role_name,
            dept: self.dept,
            job_title: self.job_title,
            company: self.company,
            location: self.location,
            manager: filled(self.manager),
            cost_center: self.cost_center,
            cms_user_id: self.cms_user_id,
            timezone: self.timezone,
            language: self.language,
            pmi: self.pmi,
            use_pmi: self.use_pmi,
            personal_meeting_url: format!("{}/j/{}", site.base_url, self.pmi),
            vanity_url: filled(self.vanity_name).map(|name| format!("{}/my/{name}", site.base_url)),
            pic_url: filled(self.picture_id).map(|id| addresses.of(self.account_id, id)),
            verified: self.verified,
            created_at: if pending { Timestamp::from_millis(now) } else { created_at },
            user_created_at: created_at,
            last_login_time: self.last_login_at.map(Timestamp::from_millis),
            last_client_version: filled(self.last_client_version),
            login_types: [self.login_type],
            jid: format!("{}@xmpp.{}", self.id.to_lowercase(), site.host()),
            cluster: "us02",
            pronouns: filled(self.pronouns),
            pronouns_option: self.pronouns_option,
            phone_numbers: JsonText::new(self.phone_numbers),
            phone_number: first_phone.as_ref().map(PhoneNumber::whole),
            phone_country: first_phone.map(|phone| phone.country),
            assigned: JsonFields::new(assigned::shown(self.assigned)),
            custom_attributes: JsonText::new(self.custom_attributes),
            zoom_one_type: self.zoom_one_type,
            employee_unique_id: filled(self.employee_id),
        }
    }
}

/// The first number of a stored list.
pub fn first_phone(list: &str) -> Option<PhoneNumber> {
    if list == "[]" {
        return None;
    }
    serde_json::from_str::<Vec<PhoneNumber>>(list).ok()?.into_iter().next()
}

view! {
    /// A user that was made.
    pub struct UserCreatedView as UserCreatedRow<'r> {
        pub id: &'r str,
        pub email: &'r str,
        pub first_name: &'r str,
        pub last_name: &'r str,
        /// 1 Basic, 2 Licensed, 4 unassigned, 99 none.
        pub r#type: i64,
    }
}

/// A picture was set: an empty object.
#[derive(JsonSchema)]
pub struct PictureView {}

impl View for PictureView {
    type Row<'r> = PictureView;
    const NAME: &'static str = "PictureView";
}

impl WriteJson for PictureView {
    fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
        Fields::of(out).end();
        Ok(())
    }
}

view! {
    /// What the user's role allows.
    pub struct PermissionsView {
        /// `User:Edit`
        pub permissions: Vec<String>,
    }
}

view! {
    /// Whether a user of the account has an email.
    pub struct EmailView {
        pub existed_email: bool,
    }
}

view! {
    /// Whether a user of the account has a name of a meeting room.
    pub struct VanityNameView {
        pub existed: bool,
    }
}

view! {
    /// How many users of each kind there are.
    #[derive(Default)]
    pub struct SummaryView {
        pub licensed_users_count: i64,
        pub basic_users_count: i64,
        /// There are none here.
        pub on_prem_users_count: i64,
        /// There are none here.
        pub room_users_count: i64,
        /// Invited and not come yet.
        pub pending_users_count: i64,
        /// Without a license for meetings.
        pub join_only_users_count: i64,
        /// All but those who are pending.
        pub total_users_count: i64,
    }
}
