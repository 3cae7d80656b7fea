//! `/accounts/{accountId}/plans`: the table of its operations.
use super::{
    addons, base, cancel,
    failures::{
        NO_ACCOUNT, NOT_PAID, addon, base as of_base, cancel_addon, cancel_base, purchase, subscribe as of,
        update_addon,
    },
    subscribe, usage,
};
use platform::{limits::Rate, *};

pub fn operations(api: &mut Api) {
    reads(api);
    api.post("/accounts/{accountId}/plans", subscribe::subscribe)
        .summary("Buy the first plans of an account")
        .scopes(Needs::MasterOnly("billing:write:subscribe_plan"))
        .privilege(&[Privilege::SubAccountEdit])
        .rate(Rate::Heavy)
        .while_self_paying()
        .on_second_level()
        .fails(purchase::ALL)
        .fails(&[
            NO_ACCOUNT,
            of::BAD_CONTACT,
            of::BAD_COUNTRY,
            of::BAD_STATE,
            of::BUNDLE,
            of::SELF_PAY,
            of::NOT_FREE,
            of::TRIED,
            of::PREVENTED,
            of::NO_PERMISSION,
            of::BAD_RECORDING,
            of::BAD_AUDIO,
            of::NO_COUNTRIES,
            of::PAY_AS_YOU_GO,
            of::BAD_EVENTS,
            of::BAD_BASE,
            of::UNKNOWN,
            of::BULK,
            of::BAD_TERM,
            of::SUBSCRIBED,
            of::PRO_25,
            of::PRO_50,
            of::FREE,
        ]);
    of_base_plan(api);
    of_addons(api);
}

fn reads(api: &mut Api) {
    api.get("/accounts/{accountId}/plans", usage::list)
        .summary("Get the plans of an account")
        .scope("billing:read:plan_information")
        .privilege(&[Privilege::SubAccountRead, Privilege::SubAccountEdit])
        .rate(Rate::Medium)
        .on_second_level();
    api.get("/accounts/{accountId}/plans/usage", usage::usage)
        .summary("Get how much of its plans an account uses")
        .scope("billing:read:plan_usage")
        .privilege(&[Privilege::SubAccountRead, Privilege::SubAccountEdit])
        .rate(Rate::Heavy)
        .while_self_paying()
        .on_second_level()
        .paid_only(NOT_PAID);
}

fn of_base_plan(api: &mut Api) {
    api.put("/accounts/{accountId}/plans/base", base::update)
        .summary("Change the base plan of an account")
        .scopes(Needs::MasterOnly("billing:update:plan"))
        .rate(Rate::Heavy)
        .while_self_paying()
        .on_second_level()
        .fails(purchase::ALL)
        .fails(&[
            NO_ACCOUNT,
            of_base::SELF_PAY,
            of_base::NO_TRIAL,
            of_base::IN_USE,
            of_base::BULK,
            of_base::BAD_HOSTS,
            of_base::FREE,
            of_base::NO_PLAN,
            of_base::TRYING,
            of_base::BAD_TYPE,
            of_base::TO_PRO,
            of_base::TO_BUSINESS,
            of_base::TO_EDUCATION,
            of_base::TO_ROOMS,
            of_base::OTHER_TYPE,
            update_addon::NO_SUM,
            of::NO_PERMISSION,
            of::PRO_25,
            of::PRO_50,
        ]);
    api.patch("/accounts/{accountId}/plans/base/status", cancel::base)
        .summary("Cancel the base plan of an account")
        .scopes(Needs::MasterOnly("billing:update:cancel_plan"))
        .rate(Rate::Heavy)
        .while_self_paying()
        .on_second_level()
        .fails(&[
            cancel_base::NO_ACCOUNT,
            cancel_base::SELF_PAY,
            cancel_base::BULK,
            cancel_base::FREE,
            cancel_base::NO_PLAN,
            cancel_base::ADDONS,
            cancel_base::TRYING,
        ]);
}

fn of_addons(api: &mut Api) {
    api.post("/accounts/{accountId}/plans/addons", addons::add)
        .summary("Buy plans beside the base")
        .scopes(Needs::MasterOnly("billing:write:subscribe_additional_plans"))
        .privilege(&[Privilege::SubAccountEdit])
        .rate(Rate::Heavy)
        .while_self_paying()
        .on_second_level()
        .fails(purchase::ALL)
        .fails(&[
            NO_ACCOUNT,
            addon::SELF_PAY,
            addon::FREE,
            addon::ROOMS,
            addon::HAS_IT,
            addon::BULK,
            addon::UNKNOWN,
            of::TRIED,
        ])
        .fails(&[of::BAD_RECORDING, of::BAD_AUDIO, of::BAD_EVENTS]);
    api.put("/accounts/{accountId}/plans/addons", addons::update)
        .summary("Change a plan beside the base")
        .scopes(Needs::MasterOnly("billing:update:additional_plans"))
        .rate(Rate::Heavy)
        .while_self_paying()
        .on_second_level()
        .fails(purchase::ALL)
        .fails(&[
            NO_ACCOUNT,
            update_addon::SELF_PAY,
            update_addon::UNKNOWN,
            update_addon::FREE,
            update_addon::NO_ADDON,
            update_addon::PAY_AS_YOU_GO,
            update_addon::BULK,
            update_addon::NO_MAJOR,
            update_addon::RETIRED,
            update_addon::NO_SUBSCRIPTION,
            update_addon::NOT_OWNED,
            update_addon::OTHER_TYPE,
            update_addon::NO_SUM,
        ]);
    api.patch("/accounts/{accountId}/plans/addons/status", cancel::addon)
        .summary("Cancel plans beside the base")
        .scopes(Needs::MasterOnly("billing:update:cancel_additional_plans"))
        .rate(Rate::Heavy)
        .while_self_paying()
        .on_second_level()
        .fails(&[
            NO_ACCOUNT,
            cancel_addon::SELF_PAY,
            cancel_addon::BULK,
            cancel_addon::FREE,
            cancel_addon::NO_PHONE,
            cancel_addon::TRYING,
            cancel_addon::NOT_OWNED,
        ]);
}
