//! What `PATCH /users/{userId}` takes, and what it makes of a user.
use super::{
    rules,
    user::User,
    views::{CustomAttribute, PhoneNumber},
    workplace,
};
use crate::{
    names::{self, NameKind},
    phones,
};
use platform::{Error, Failure, Result, choice};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Fault;

choice! {
    /// A kind of phone number.
    pub enum PhoneLabel: text { Mobile = "Mobile", Office = "Office", Home = "Home", Fax = "Fax" }
}
choice! {
    /// The type of a user: 1 Basic, 2 Licensed, 4 unassigned, 99 none. 99 is only for users of single sign-on.
    pub enum UserType: number { Basic = 1, Licensed = 2, Unassigned = 4, None = 99 }
}
choice! {
    /// When pronouns are shown: 1 ask each time, 2 always, 3 never.
    pub enum PronounsOption: number { Ask = 1, Always = 2, Never = 3 }
}
choice! {
    /// What a license is for.
    pub enum LicenseType: text { Meeting = "MEETING", WorkplaceBundle = "ZOOM_WORKPLACE_BUNDLE" }
}

/// A phone number to be shown on the profile.
#[derive(Deserialize, JsonSchema)]
pub struct SetPhoneNumber {
    /// With `+`: `+1`.
    #[serde(default)]
    #[schemars(length(max = 8))]
    code: String,
    /// Two letters.
    #[serde(default)]
    #[schemars(length(max = 8))]
    country: String,
    #[serde(default)]
    label: Option<PhoneLabel>,
    #[serde(default)]
    #[schemars(length(max = 64))]
    number: String,
}

/// An attribute that the account has defined for its users.
#[derive(Deserialize, JsonSchema)]
pub struct SetAttribute {
    #[schemars(length(max = 128))]
    key: String,
    #[serde(default)]
    #[schemars(length(max = 256))]
    name: String,
    #[serde(default)]
    #[schemars(length(max = 256))]
    value: String,
}

/// A license to be taken from a subscription.
#[derive(Deserialize, JsonSchema)]
pub struct SetLicense {
    #[expect(dead_code, reason = "plans have no subscription ids that it could be taken from")]
    license_type: LicenseType,
    #[expect(dead_code, reason = "plans have no subscription ids that it could be taken from")]
    #[schemars(transform = workplace::license_option)]
    license_option: i64,
    pub subscription_id: String,
}

/// Products beside meetings.
#[derive(Deserialize, JsonSchema)]
struct SetFeature {
    #[serde(default)]
    zoom_phone: Option<bool>,
}

/// Everything is optional; what is left out stays.
#[derive(Deserialize, JsonSchema)]
pub struct UpdateUser {
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub first_name: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 64))]
    pub last_name: Option<String>,
    /// First and last name when empty.
    #[serde(default)]
    #[schemars(length(max = 128))]
    pub display_name: Option<String>,
    #[serde(default)]
    pub r#type: Option<UserType>,
    #[serde(default)]
    #[schemars(range(min = 1_000_000_000, max = 9_999_999_999i64))]
    pub pmi: Option<i64>,
    #[serde(default)]
    use_pmi: Option<bool>,
    /// Six to ten digits.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9]{6,10}$"))]
    pub host_key: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 64))]
    timezone: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 32))]
    language: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 255))]
    dept: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 128))]
    job_title: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 255))]
    company: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 256))]
    location: Option<String>,
    /// The email or the name of somebody in the account.
    #[serde(default)]
    #[schemars(length(max = 128))]
    manager: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 255))]
    cost_center: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 255))]
    cms_user_id: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 128))]
    pronouns: Option<String>,
    #[serde(default)]
    pronouns_option: Option<PronounsOption>,
    /// No links and no markup.
    #[serde(default)]
    #[schemars(length(max = 150))]
    about_me: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 255))]
    linkedin_url: Option<String>,
    /// The name of the personal meeting room, which becomes part of its address; none when empty. It has a letter or a
    /// digit: dots alone would lead elsewhere.
    #[serde(default)]
    #[schemars(length(max = 64), regex(pattern = r"^([._-]*[A-Za-z0-9][A-Za-z0-9._-]*)?$"))]
    pub vanity_name: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 3))]
    phone_numbers: Option<Vec<SetPhoneNumber>>,
    /// For older clients: the first phone number, as `+1 8001234567`.
    #[serde(default)]
    #[schemars(length(max = 64))]
    phone_number: Option<String>,
    /// Needed with `phone_number`.
    #[serde(default)]
    #[schemars(length(max = 8))]
    phone_country: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 5))]
    custom_attributes: Option<Vec<SetAttribute>>,
    /// A group that somebody who is invited will belong to.
    #[serde(default)]
    group_id: Option<String>,
    #[serde(default)]
    pub division_ids: Option<Vec<String>>,
    #[serde(default)]
    feature: Option<SetFeature>,
    /// 0 takes the plan away.
    #[serde(default)]
    #[schemars(transform = workplace::plan_or_off)]
    zoom_one_type: Option<i64>,
    /// `none` takes the plan away.
    #[serde(default)]
    plan_united_type: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 2))]
    license_info_list: Option<Vec<SetLicense>>,
}

/// Of what a profile may hold, whoever changes it.
pub const FAILURES: &[Failure] = &[
    INVALID_WORD,
    BAD_ABOUT_ME,
    BAD_LINKEDIN,
    SEVERAL_TYPES,
    BAD_UNITED_TYPE,
    NO_ONE_LICENSE,
    NO_SUBSCRIPTION,
    NO_PHONE_LICENSE,
    NO_GROUP,
];

/// In the words of `PATCH /users/{userId}`.
pub const INVALID_WORD: Failure =
    Failure::new(400, 300, "Your request could not be completed because the name contains an invalid word: {}");
const BAD_ABOUT_ME: Failure =
    Failure::new(400, 300, "The `about_me` field is illegal and can't contain hyperlinks or HTML code.");
const BAD_LINKEDIN: Failure =
    Failure::new(400, 300, "The `linkedin_url` field is illegal. The URL must contain `linkedin.com`.");
const SEVERAL_TYPES: Failure = Failure::new(
    400,
    300,
    "You can't change the \"type\" or \"plan_united_type\" or \"zoom_one_type\" at the same time.",
);
const BAD_UNITED_TYPE: Failure = Failure::new(
    400,
    300,
    "The value provided for \"plan_united_type\" parameter is invalid. Try again with a valid value.",
);
/// Nobody is given a bundle by name: where an account has bought some, their hosts are Licensed seats.
const NO_ONE_LICENSE: Failure = Failure::new(
    400,
    2038,
    "Your request to convert the plan type of this user was not approved at this time because your account has reached the permitted maximum number. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.",
);
/// Plans have no subscription ids: licenses are those of the account, by their kind.
pub const NO_SUBSCRIPTION: Failure = Failure::new(
    400,
    300,
    "The subscription \"{}\" you entered does not exist. Please choose a different subscription and try again.",
);
/// A phone takes a license of the account.
pub const NO_PHONE_LICENSE: Failure = Failure::new(
    404,
    1102,
    "You cannot enable the **Zoom Phone** feature because you do not have any available licenses.",
);
/// Foreign and unknown groups alike.
pub const NO_GROUP: Failure = Failure::new(404, 4130, "Group does not exist: {}.");

/// The plan type that turns a plan off.
const UNITED_OFF: &str = "none";

impl UpdateUser {
    /// Refuses what no user may have, whoever it is.
    pub fn check(&self) -> Result<()> {
        let names = [
            ("first_name", NameKind::Person, self.first_name.as_deref()),
            ("last_name", NameKind::Person, self.last_name.as_deref()),
            ("display_name", NameKind::Display, self.display_name.as_deref()),
        ];
        rules::check_names(&names, INVALID_WORD)?;
        if self.about_me.as_deref().is_some_and(rules::has_links_or_markup) {
            return Err(BAD_ABOUT_ME.into());
        }
        if !self.linkedin_url.as_deref().is_none_or(rules::is_linkedin) {
            return Err(BAD_LINKEDIN.into());
        }
        if self.phone_number.is_some() && self.phone_country.is_none() {
            return Err(Error::field("phone_country", "Missing field: phone_country"));
        }
        self.check_plans()
    }
    fn check_plans(&self) -> Result<()> {
        let sent = [self.r#type.is_some(), self.plan_united_type.is_some(), self.zoom_one_type.is_some()];
        if sent.into_iter().filter(|is_sent| *is_sent).count() > 1 {
            return Err(SEVERAL_TYPES.into());
        }
        if self.r#type == Some(UserType::None) {
            return Err(Error::validation(vec![rules::invalid("type")]));
        }
        let united = self.plan_united_type.as_deref().filter(|plan| *plan != UNITED_OFF);
        match united {
            Some(plan) if !rules::is_united_type(plan) => return Err(BAD_UNITED_TYPE.into()),
            Some(_) => return Err(NO_ONE_LICENSE.into()),
            None => {}
        }
        if self.zoom_one_type.is_some_and(|plan| plan != workplace::OFF) {
            return Err(NO_ONE_LICENSE.into());
        }
        check_licenses(self.license_info_list.as_deref())
    }
    /// Whether the user is to have a phone.
    pub fn zoom_phone(&self) -> Option<bool> {
        self.feature.as_ref()?.zoom_phone
    }
    /// The group that somebody who is invited will belong to.
    pub fn group(&self) -> Option<&str> {
        self.group_id.as_deref().filter(|group| !group.is_empty())
    }

    /// The user as it will be.
    pub fn applied_to(&self, user: &User) -> Result<User> {
        let mut after = user.clone();
        let texts = [
            (&mut after.first_name, &self.first_name),
            (&mut after.last_name, &self.last_name),
            (&mut after.host_key, &self.host_key),
            (&mut after.timezone, &self.timezone),
            (&mut after.language, &self.language),
            (&mut after.dept, &self.dept),
            (&mut after.job_title, &self.job_title),
            (&mut after.company, &self.company),
            (&mut after.location, &self.location),
            (&mut after.manager, &self.manager),
            (&mut after.cost_center, &self.cost_center),
            (&mut after.cms_user_id, &self.cms_user_id),
            (&mut after.pronouns, &self.pronouns),
            (&mut after.about_me, &self.about_me),
            (&mut after.linkedin_url, &self.linkedin_url),
            (&mut after.vanity_name, &self.vanity_name),
        ];
        for (kept, sent) in texts {
            sent.iter().for_each(|text| kept.clone_from(text));
        }
        after.kind = self.r#type.map_or(user.kind, UserType::number);
        after.pmi = self.pmi.unwrap_or(user.pmi);
        after.use_pmi = self.use_pmi.unwrap_or(user.use_pmi);
        after.pronouns_option = self.pronouns_option.map_or(user.pronouns_option, PronounsOption::number);
        after.display_name = self.display_name(user, &after);
        self.apply_lists(&mut after)?;
        Ok(after)
    }
    /// The one that was sent; first and last name for an empty one, and as long as it was made of them.
    fn display_name(&self, before: &User, after: &User) -> String {
        let made_of = |user: &User| display_name(&user.first_name, &user.last_name);
        match self.display_name.as_deref().map(str::trim) {
            Some("") => made_of(after),
            Some(name) => name.to_owned(),
            None if before.display_name == made_of(before) => made_of(after),
            None => before.display_name.clone(),
        }
    }
    fn apply_lists(&self, user: &mut User) -> Result<()> {
        if let Some(attributes) = &self.custom_attributes {
            let attributes: Vec<CustomAttribute> = attributes.iter().map(SetAttribute::kept).collect();
            user.custom_attributes = text_of(&attributes)?;
        }
        if let Some(numbers) = &self.phone_numbers {
            let numbers: Vec<PhoneNumber> = numbers.iter().map(SetPhoneNumber::kept).collect();
            user.phone_numbers = text_of(&numbers)?;
        } else if let (Some(number), Some(country)) = (&self.phone_number, &self.phone_country) {
            user.phone_numbers = with_first(&user.phone_numbers, number, country)?;
        }
        Ok(())
    }
}

impl SetPhoneNumber {
    fn kept(&self) -> PhoneNumber {
        PhoneNumber {
            code: self.code.clone(),
            country: self.country.clone(),
            label: self.label.map(|label| label.as_str().to_owned()),
            number: self.number.clone(),
            verified: false,
        }
    }
}

impl SetAttribute {
    fn kept(&self) -> CustomAttribute {
        CustomAttribute { key: self.key.clone(), name: self.name.clone(), value: self.value.clone() }
    }
}

/// The display name of those who state none.
pub fn display_name(first: &str, last: &str) -> String {
    names::joined(first, last, 128)
}

/// Refuses a license of one subscription.
pub fn check_licenses(licenses: Option<&[SetLicense]>) -> Result<()> {
    let license = licenses.and_then(<[SetLicense]>::first);
    license.map_or(Ok(()), |license| Err(NO_SUBSCRIPTION.with(&license.subscription_id)))
}

/// The list with the number that older clients know in its first place; an empty number takes that one out.
fn with_first(list: &str, number: &str, country: &str) -> Result<String> {
    let mut numbers: Vec<PhoneNumber> = serde_json::from_str(list).map_err(Fault::broken)?;
    let (code, rest) = phones::parts(number);
    let label = if numbers.is_empty() { None } else { numbers.remove(0).label };
    if !rest.is_empty() {
        let first =
            PhoneNumber { code: code.into(), country: country.into(), label, number: rest.into(), verified: false };
        numbers.insert(0, first);
    }
    text_of(&numbers)
}

fn text_of<T: serde::Serialize>(list: &[T]) -> Result<String> {
    Ok(serde_json::to_string(list).map_err(Fault::broken)?)
}
