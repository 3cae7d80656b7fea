//! What the operations on plans refuse with: codes and words as published, also where two of them say one thing in two ways.
use platform::Failure;
pub use platform::decide::NO_ACCOUNT;

/// Of `POST …/plans`.
pub mod subscribe {
    use super::Failure;

    pub const BAD_CONTACT: Failure = Failure::new(400, 2100, "Invalid parameter: {}");
    pub const BAD_COUNTRY: Failure = Failure::new(400, 2100, "Invalid country parameter: {}");
    pub const BAD_STATE: Failure = Failure::new(400, 2100, "Invalid state parameter: {}");
    /// No bundle is sold, whichever it is.
    pub const BUNDLE: Failure = Failure::new(400, 2100, "Invalid field: plan_bundle");
    pub const SELF_PAY: Failure = Failure::new(400, 2100, "Cannot add plan for a subaccount which is paid by self.");
    /// It has a base that goes on, or is to begin.
    pub const NOT_FREE: Failure = Failure::new(400, 2100, "Cannot add plan for the subaccount which is not free plan.");
    pub const TRIED: Failure = Failure::new(400, 2100, "Cannot enable free trial again for subaccount.");
    /// An account above may not buy for those below it.
    pub const PREVENTED: Failure = Failure::new(
        400,
        2100,
        "You cannot add a subaccount because your master account owner prevented you from adding one.",
    );
    /// Not for sale: any more, in the currency of the account, or where the platform's owner has not enabled it.
    pub const NO_PERMISSION: Failure =
        Failure::new(400, 2100, "Account doesn't have the permission to purchase this plan.");
    pub const BAD_RECORDING: Failure = Failure::new(400, 2100, "Invalid Cloud Recording Plan: {}");
    pub const BAD_AUDIO: Failure = Failure::new(400, 2100, "Invalid Audio Conferencing Plan: {}");
    /// Of audio plans, in the words of its document alone: bought later, one has no countries.
    pub const NO_COUNTRIES: Failure =
        Failure::new(400, 2100, "At least one option from among the Toll-free, Premium and Call-out must be provided.");
    /// The document of 2018; today's has no words for it.
    pub const PAY_AS_YOU_GO: Failure = Failure::new(
        400,
        2100,
        "Can not subscribe/update Additional Audio Conferencing Pay As You Go Plan for a sub account which base plan is not Business/Education",
    );
    pub const BAD_EVENTS: Failure = Failure::new(400, 2100, "Invalid Zoom Event plan: {}");
    pub const BAD_BASE: Failure = Failure::new(400, 2100, "Invalid Base Plan: {}");
    pub const UNKNOWN: Failure = Failure::new(400, 2010, "Plan Not Exist: {}.");
    pub const BULK: Failure = Failure::new(
        400,
        2100,
        "Master accounts with bulk licenses cannot provision, update, or cancel plans for subaccounts using APIs, please use the billing portal or contact Support.",
    );
    /// Of no length that can be agreed on, or not of whole periods of every plan.
    pub const BAD_TERM: Failure =
        Failure::new(400, 10_200, "Your request cannot be processed due to an invalid contract term.");
    /// Its base is cancelled, and has not ended yet.
    pub const SUBSCRIBED: Failure =
        Failure::new(400, 200, "One account only can have one active billing subscription.");
    /// Codes that end in 25 are sold only where the platform's owner has enabled them.
    pub const PRO_25: Failure = Failure::new(400, 200, "Can't subscribe 25-participants Pro plan for this subaccount.");
    /// As [`PRO_25`], of codes that end in 50.
    pub const PRO_50: Failure = Failure::new(400, 200, "Can't subscribe 50-participants pro plan for this subaccount.");
    /// A trial is tried alone.
    pub const FREE: Failure = super::addon::FREE;
}

/// Of all that is bought.
pub mod purchase {
    use super::Failure;

    pub const BAD_HOSTS: Failure = Failure::new(400, 2100, "Invalid host number.");
    pub const TOO_FEW: Failure = Failure::new(400, 300, "Buy hosts must equal or larger than {}.");
    pub const TOO_MANY: Failure = Failure::new(400, 300, "Buy hosts must equal or smaller than {}.");
    pub const TWICE: Failure = Failure::new(400, 2100, "Duplicate {} Plan: {}");
    /// Not for sale to this account, or not beside what it has.
    pub const NOT_FOR_YOU: Failure = Failure::new(400, 2100, "Account can't buy this product.");
    /// Also of all other kinds whose hosts are held against those of the base.
    pub const WEBINARS: Failure =
        Failure::new(400, 2100, "You Major plan host count should be larger than Webinar host count.");
    pub const LARGE_MEETINGS: Failure =
        Failure::new(400, 2100, "You Major plan host count should be larger than Large100 host count.");
    /// Who pays has not paid all that was due.
    pub const OWING: Failure = Failure::new(400, 2100, "Cannot process account.");
    /// It costs more than can be owed.
    pub const NO_SUM: Failure = Failure::new(400, 2100, "Failed to add zuora plans");
    /// All of them, for the tables of operations.
    pub const ALL: &[Failure] =
        &[BAD_HOSTS, TOO_FEW, TOO_MANY, TWICE, NOT_FOR_YOU, WEBINARS, LARGE_MEETINGS, OWING, NO_SUM];
}

/// Of `PUT …/plans/base`.
pub mod base {
    use super::Failure;

    pub const SELF_PAY: Failure = platform::decide::PAYS_ITSELF;
    pub const NO_TRIAL: Failure = Failure::new(400, 2100, "This account is not under a Free Trial plan.");
    /// More users hold a seat (`platform.md` 1.9).
    pub const IN_USE: Failure = Failure::new(
        400,
        2100,
        "The account currently has \"{}\" paid users. Change the user type to Basic and reduce the number of paid users before performing this action.",
    );
    pub const BULK: Failure = Failure::new(
        400,
        2100,
        "Master accounts with bulk licenses cannot provision, update, or cancel plans for subaccounts using APIs. Use the Billing portal or contact Zoom support.",
    );
    pub const BAD_HOSTS: Failure = Failure::new(400, 300, "Invalid host number.");
    /// It has no plan, not even one that has ended.
    pub const FREE: Failure = Failure::new(400, 2100, "Cannot update plan for sub account which is free plan.");
    /// Its base has ended.
    pub const NO_PLAN: Failure = Failure::new(400, 200, "You do not have a subscription yet.");
    /// The account above is on a trial itself.
    pub const TRYING: Failure = Failure::new(400, 200, "Free trial and VIP account can't update sub plan.");
    pub const BAD_TYPE: Failure = Failure::new(400, 2100, "Invalid Base Plan Type: {}");
    pub const TO_PRO: Failure =
        Failure::new(400, 2100, "Cannot update Pro plan for sub account which is not Pro/Business/Zoom Rooms Plan.");
    pub const TO_BUSINESS: Failure =
        Failure::new(400, 2100, "Cannot update Business plan for sub account which is not Pro or Business Plan.");
    pub const TO_EDUCATION: Failure =
        Failure::new(400, 2100, "Cannot update Education plan for sub account which is not Education Plan.");
    pub const TO_ROOMS: Failure =
        Failure::new(400, 2100, "Cannot update Zoom Rooms plan for sub account which is not Zoom Rooms Plan.");
    pub const OTHER_TYPE: Failure = Failure::new(400, 300, "Plan types do not match, oldPlanType: {} newPlanType: {}.");
}

/// Of `PATCH …/plans/base/status`.
pub mod cancel_base {
    use super::Failure;

    pub const NO_ACCOUNT: Failure =
        Failure::new(404, 2001, "This account does not exist or does not belong to this master account.");
    pub const SELF_PAY: Failure = Failure::new(400, 2100, "This sub account is paid by self.");
    pub const BULK: Failure = Failure::new(
        400,
        2100,
        "Master accounts with bulk licenses cannot provision, update, or cancel plans for sub accounts using APIs, please use the billing portal or contact Support.",
    );
    /// It has no plan, not even one that has ended.
    pub const FREE: Failure = Failure::new(400, 200, "Cannot cancel plan for a sub account which is under free plan.");
    /// Its base has ended.
    pub const NO_PLAN: Failure = Failure::new(400, 200, "You don't have a major subscription yet.");
    /// One of them has not been cancelled.
    pub const ADDONS: Failure = Failure::new(400, 200, "You should first cancel all additional subscriptions.");
    pub const TRYING: Failure = Failure::new(
        400,
        200,
        "Free trial and VIP accounts can not cancel plans of a sub account. Contact the Zoom Support team for details.",
    );
}

/// Of `POST …/plans/addons`.
pub mod addon {
    use super::Failure;

    pub const SELF_PAY: Failure = super::base::SELF_PAY;
    /// No base is there on that day, or a trial.
    pub const FREE: Failure =
        Failure::new(400, 2100, "Cannot update Additional plan for a subaccount under free plan.");
    pub const ROOMS: Failure = Failure::new(
        400,
        2100,
        "Additional Zoom Rooms plan cannot be added to a subaccount that already has a Zoom Rooms base plan.",
    );
    pub const HAS_IT: Failure = Failure::new(400, 2100, "This subaccount already has the additional plan: {}.");
    pub const BULK: Failure = Failure::new(
        400,
        2100,
        "Master accounts with bulk licenses cannot provision, update, or cancel plans for subaccounts using APIs. Please use the billing portal or contact Support.",
    );
    pub const UNKNOWN: Failure = Failure::new(400, 2100, "Invalid Additional Plan Type: {}");
}

/// Of `PUT …/plans/addons`.
pub mod update_addon {
    use super::Failure;

    pub const SELF_PAY: Failure = Failure::new(400, 2100, "This sub account is on self pay mode.");
    pub const UNKNOWN: Failure = Failure::new(400, 2100, "Invalid Additional Plan Type: {}.");
    /// Its base has ended.
    pub const FREE: Failure =
        Failure::new(400, 2100, "Cannot update Additional plan for a sub account under free plan.");
    /// It is a base, and sold beside none.
    pub const NO_ADDON: Failure = Failure::new(400, 2100, "Invalid plan type.");
    pub const PAY_AS_YOU_GO: Failure = Failure::new(
        400,
        2100,
        "Can not subscribe/update additional Audio Conferencing Pay As You Go Plan for a sub account whose base plan is not Business/Education plan.",
    );
    pub const BULK: Failure = super::cancel_base::BULK;
    pub const NO_SUM: Failure = Failure::new(400, 3261, "Failed to change sub plan of account:{}.");
    /// The base is a trial.
    pub const NO_MAJOR: Failure = Failure::new(400, 3261, "Must subscribe to a major plan first.");
    /// Of every plan that is sold to nobody any more.
    pub const RETIRED: Failure = Failure::new(
        400,
        3261,
        "The \"Webinar100\" plan is not supported. You cannot increase hosts for the \"{}\" plan.",
    );
    /// It has no plan, not even one that has ended.
    pub const NO_SUBSCRIPTION: Failure = Failure::new(404, 3200, "Cannot find Zuora subscription for account:{}.");
    pub const NOT_OWNED: Failure = Failure::new(400, 200, "You don't have subscription for ({}) yet.");
    pub const OTHER_TYPE: Failure = super::base::OTHER_TYPE;
}

/// Of `PATCH …/plans/addons/status`.
pub mod cancel_addon {
    use super::Failure;

    pub const SELF_PAY: Failure = Failure::new(400, 2100, "This sub account is on self-pay mode.");
    pub const BULK: Failure = Failure::new(
        400,
        2100,
        "Master accounts with Bulk licenses cannot provision, update, or cancel plans for sub accounts via APIs. Use the billing portal or contact Support.",
    );
    pub const FREE: Failure =
        Failure::new(400, 200, "You cannot cancel an add-on plan for a sub account that is under a Free plan.");
    pub const NO_PHONE: Failure = Failure::new(
        400,
        200,
        "You cannot perform this action because you do not have a Zoom Phone subscription for this account.",
    );
    pub const TRYING: Failure = Failure::new(
        400,
        200,
        "Free trial and VIP accounts cannot cancel sub account add-on plans. Contact the Zoom Support team for details.",
    );
    pub const NOT_OWNED: Failure = Failure::new(400, 200, "You do not have a \"{}\" plan subscription.");
}

/// Of the reads.
pub const NOT_PAID: Failure = Failure::new(400, 200, "Only available for paid account.");
