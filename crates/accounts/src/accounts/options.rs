//! `PATCH /accounts/{accountId}/options`: what a master lets a subaccount use, and who pays.
use super::{
    events::{Changed, OptionsPart},
    reach::{NOT_A_SUBACCOUNT, subaccount_only},
    store,
};
use billing::Desk;
use platform::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use storage::Tenant;

pub const FAILURES: &[Failure] = &[NOT_A_SUBACCOUNT, HAS_A_PLAN, HAS_PURCHASED, UNKNOWN_CONNECTOR];

/// The master pays for a plan: it cannot be left to the subaccount.
const HAS_A_PLAN: Failure =
    Failure::new(400, 200, "The pay mode cannot be updated for a sub account which already has an existing plan.")
        .inside_200();
/// The subaccount has bought a plan itself: it cannot be left to the master.
const HAS_PURCHASED: Failure =
    Failure::new(400, 2100, "The collection method cannot be changed after the purchase is complete.");
/// No account owns meeting connectors, so none can be named.
pub const UNKNOWN_CONNECTOR: Failure = Failure::new(400, 2115, "Some meeting connectors you provided cannot be found.");

choice! {
    /// Who pays for the plans of a subaccount.
    pub enum PayMode: text { Master = "master", Sub = "sub" }
}

/// The options of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Options {
    pub pay_mode: PayMode,
    #[serde(flatten)]
    pub granted: Granted,
}

impl WriteJson for Options {
    fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
        write_serialized(self, out)
    }
}

impl Default for Options {
    fn default() -> Self {
        Options { pay_mode: PayMode::Master, granted: Granted::default() }
    }
}

/// The options that are kept as one text. A list that is absent stands for everything that the master has; a list has
/// an effect only while its switch is on.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Granted {
    /// Whether plans are renewed at their end.
    pub billing_auto_renew: bool,
    /// Whether it may use the master's virtual room connectors.
    pub share_rc: bool,
    /// Addresses of the room connectors it may use.
    pub room_connector_list: Option<Vec<String>>,
    /// Whether it may use the master's meeting connectors.
    pub share_mc: bool,
    /// Addresses of the meeting connectors it may use.
    pub meeting_connector_list: Option<Vec<String>>,
    /// Whether it may use the meeting connectors among the master's resources.
    pub resource_share_mc: bool,
    /// Names of the meeting connectors among the resources that it may use.
    pub resource_meeting_connector_list: Option<Vec<String>>,
    /// Whether it may use the meeting hybrids among the master's resources.
    pub resource_share_mh: bool,
    /// Names of the zones of meeting hybrids that it may use.
    pub resource_meeting_hybrid_list: Option<Vec<String>>,
}

impl Default for Granted {
    fn default() -> Self {
        Granted {
            billing_auto_renew: true,
            share_rc: false,
            room_connector_list: None,
            share_mc: false,
            meeting_connector_list: None,
            resource_share_mc: false,
            resource_meeting_connector_list: None,
            resource_share_mh: false,
            resource_meeting_hybrid_list: None,
        }
    }
}

/// Options to be set. What is left out stays; a list that is `null` becomes everything that the master has.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct SetOptions {
    /// Who pays.
    #[serde(default)]
    pay_mode: Option<PayMode>,
    /// Whether plans are renewed at their end.
    #[serde(default)]
    billing_auto_renew: Option<bool>,
    /// Whether it may use the master's virtual room connectors.
    #[serde(default)]
    share_rc: Option<bool>,
    /// Addresses of the room connectors it may use.
    #[serde(default)]
    room_connector_list: Patch<Vec<String>>,
    /// Whether it may use the master's meeting connectors.
    #[serde(default)]
    share_mc: Option<bool>,
    /// Addresses of the meeting connectors it may use.
    #[serde(default)]
    meeting_connector_list: Patch<Vec<String>>,
    /// Whether it may use the meeting connectors among the master's resources.
    #[serde(default)]
    resource_share_mc: Option<bool>,
    /// Names of the meeting connectors among the resources that it may use.
    #[serde(default)]
    #[schemars(length(max = 999))]
    resource_meeting_connector_list: Patch<Vec<String>>,
    /// Whether it may use the meeting hybrids among the master's resources.
    #[serde(default)]
    resource_share_mh: Option<bool>,
    /// Names of the zones of meeting hybrids that it may use.
    #[serde(default)]
    #[schemars(length(max = 999))]
    resource_meeting_hybrid_list: Patch<Vec<String>>,
}

impl SetOptions {
    /// Refuses what no account can be given. `within` is the path of the object in the body: empty, or `options.`.
    ///
    /// # Errors
    /// A list of room connectors with something that is no address; [`UNKNOWN_CONNECTOR`].
    pub fn check(&self, within: &str) -> Result<()> {
        let rooms = listed(&self.room_connector_list);
        if rooms.iter().any(|address| address.parse::<IpAddr>().is_err()) {
            return Err(Error::field(&format!("{within}room_connector_list"), "Invalid field."));
        }
        let meetings = [&self.meeting_connector_list, &self.resource_meeting_connector_list];
        if meetings.into_iter().any(|list| !listed(list).is_empty()) {
            return Err(UNKNOWN_CONNECTOR.into());
        }
        Ok(())
    }
    /// `options` with what is to be set.
    pub fn onto(self, options: Options) -> Options {
        let Options { pay_mode, mut granted } = options;
        self.room_connector_list.apply(&mut granted.room_connector_list);
        self.meeting_connector_list.apply(&mut granted.meeting_connector_list);
        self.resource_meeting_connector_list.apply(&mut granted.resource_meeting_connector_list);
        self.resource_meeting_hybrid_list.apply(&mut granted.resource_meeting_hybrid_list);
        Options {
            pay_mode: self.pay_mode.unwrap_or(pay_mode),
            granted: Granted {
                billing_auto_renew: self.billing_auto_renew.unwrap_or(granted.billing_auto_renew),
                share_rc: self.share_rc.unwrap_or(granted.share_rc),
                share_mc: self.share_mc.unwrap_or(granted.share_mc),
                resource_share_mc: self.resource_share_mc.unwrap_or(granted.resource_share_mc),
                resource_share_mh: self.resource_share_mh.unwrap_or(granted.resource_share_mh),
                ..granted
            },
        }
    }
}

fn listed(list: &Patch<Vec<String>>) -> &[String] {
    list.value().map_or(&[], Vec::as_slice)
}

/// Only of an account below: what is left out stays, and where all is so already nothing happens.
pub fn update(tenant: &mut Tenant, Body(body): Body<SetOptions>, Provided(desk): Provided<Desk>) -> Result<NoContent> {
    subaccount_only(tenant)?;
    body.check("")?;
    // Renewals of today go by what held before.
    billing::bring_up_to_date(tenant, &desk)?;
    let account = store::account(tenant)?;
    let before = account.options()?;
    let after = body.onto(before.clone());
    if after.pay_mode != before.pay_mode {
        check_free(tenant, before.pay_mode)?;
    }
    if after != before {
        store::set_options(tenant, &after)?;
        tenant.emit(&Changed {
            id: &account.id,
            part: OptionsPart { options: &after },
            old_object: OptionsPart { options: &before },
            version: account.version + 1,
        })?;
    }
    Ok(NoContent)
}

/// Who pays stays who it is while there is a plan, also one that is cancelled, or while something is owed.
fn check_free(tenant: &Tenant, pay_mode: PayMode) -> Result<()> {
    match (billing::has_plan(tenant)?, pay_mode) {
        (true, PayMode::Master) => Err(HAS_A_PLAN.into()),
        (true, PayMode::Sub) => Err(HAS_PURCHASED.into()),
        (false, _) if billing::is_anything_owed(tenant)? => Err(HAS_PURCHASED.into()),
        (false, _) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn set(body: Value) -> SetOptions {
        serde_json::from_value(body).unwrap()
    }
    fn code(options: &SetOptions) -> Option<u32> {
        options.check("").err().map(|error| error.failure().code)
    }

    #[test]
    fn an_account_without_options_has_the_documented_defaults() {
        let stored: Granted = serde_json::from_str("{}").unwrap();
        assert_eq!(stored, Granted::default());
        assert_eq!(
            serde_json::to_value(Options::default()).unwrap(),
            json!({"pay_mode": "master", "billing_auto_renew": true, "share_rc": false, "share_mc": false,
                "resource_share_mc": false, "resource_share_mh": false})
        );
    }

    #[test]
    fn what_is_left_out_stays_and_null_means_everything() {
        let before = set(json!({"share_rc": true, "room_connector_list": ["192.0.2.1"], "pay_mode": "sub"}))
            .onto(Options::default());
        let kept = set(json!({"share_mc": true})).onto(before.clone());
        assert_eq!(kept.granted.room_connector_list.as_deref(), Some(&["192.0.2.1".to_owned()][..]));
        assert_eq!((kept.pay_mode, kept.granted.share_rc, kept.granted.share_mc), (PayMode::Sub, true, true));
        let all = set(json!({"room_connector_list": null})).onto(before);
        assert_eq!((all.granted.room_connector_list, all.granted.share_rc), (None, true));
    }

    #[test]
    fn options_come_back_from_the_text_that_is_kept() {
        let options = set(json!({"resource_share_mh": true, "resource_meeting_hybrid_list": ["zone a"],
            "meeting_connector_list": [], "billing_auto_renew": false}))
        .onto(Options::default());
        let text = serde_json::to_string(&options.granted).unwrap();
        assert_eq!(serde_json::from_str::<Granted>(&text).unwrap(), options.granted);
    }

    #[test]
    fn room_connectors_are_named_by_address() {
        for (list, is_refused) in [
            (json!([]), false),
            (json!(["192.0.2.1", "2001:db8::1"]), false),
            (json!(["192.0.2.1", "connector"]), true),
            (json!(["192.0.2.256"]), true),
            (json!(["192.0.2.1,192.0.2.2"]), true),
        ] {
            assert_eq!(code(&set(json!({ "room_connector_list": list }))), is_refused.then_some(300), "{list}");
        }
    }

    #[test]
    fn no_meeting_connector_can_be_found_but_none_may_be_shared() {
        for field in ["meeting_connector_list", "resource_meeting_connector_list"] {
            assert_eq!(code(&set(json!({ field: ["203.0.113.1"] }))), Some(2115), "{field}");
            assert_eq!(code(&set(json!({ field: [] }))), None, "{field}");
            assert_eq!(code(&set(json!({ field: null }))), None, "{field}");
        }
    }
}
