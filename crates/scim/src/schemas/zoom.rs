//! The extension of users for what this platform has beyond the core: profile, products and plans.
use super::Schema;
use crate::attributes::Attribute;

pub static ZOOM: Schema = Schema {
    id: "urn:ietf:params:scim:schemas:extension:zoom:1.0:User",
    name: "ZoomProducts",
    about: "Profile and products of the user. Other names are those of attributes that the account has defined.",
    is_open: true,
    attributes: &[
        text("personalLinkName", "The name of the personal meeting room; it comes with a license."),
        text("pronouns", "The pronouns."),
        text("transferee", "The email of who gets what the user leaves behind."),
        plan("zoomUnited", "A Zoom United plan.", &UNITED),
        plan("zoomOneBizPlus", "Workplace Business Plus.", &["16", "32", "64", "128", "33554432"]),
        plan("zoomOneEdu", "Education Enterprise Student.", &["576460752303423488"]),
        plan(
            "zoomOneSchoolCampusPlus",
            "Education School and Campus Plus.",
            &["137438953472", "274877906944", "549755813888", "1099511627776", "2199023255552"],
        ),
        plan(
            "zoomOneEntPremier",
            "Workplace Enterprise Premier.",
            &["134217728", "268435456", "536870912", "1073741824", "2147483648"],
        ),
        plan(
            "zoomOneEduEntPremier",
            "Education Enterprise Premier.",
            &["4294967296", "8589934592", "17179869184", "34359738368", "68719476736"],
        ),
        flag("zoomIQ", "IQ."),
        flag("zoomRevenueAccelerator", "Revenue Accelerator."),
        flag("zoomCustomerManagedKey", "Customer Managed Key."),
        flag("zoomWhiteboard", "Whiteboard; not together with Whiteboard Plus."),
        flag("zoomWhiteboardPlus", "Whiteboard Plus; not together with Whiteboard."),
        flag("zoomTranslatedCaptions", "Translated Captions."),
        flag("zoomHuddles", "Huddles."),
        flag("zoomWorkforceManagement", "Workforce Management."),
        flag("zoomQualityManagement", "Quality Management."),
        flag("zoomScheduler", "Scheduler."),
        flag("zoomClipsPlus", "Clips Plus."),
        flag("zoomMailAndCalendar", "Mail and Calendar."),
        flag("visitorManagement", "Visitor Management."),
        flag("zoomComplianceManagement", "Compliance Management."),
        flag("zoomDocs", "Docs."),
        flag("clinicalNotes", "Clinical Notes."),
        flag("zoomClinicians", "Workplace for Clinicians."),
        flag("zoomCustomAICompanion", "Custom AI Companion."),
        flag("zoomAICompanion", "AI Companion."),
        text("zoomRevenueAcceleratorRole", "The role in Revenue Accelerator."),
        plan("zoomAutoDialer", "Auto Dialer.", &["1073741824"]),
        plan("zoomFrontline", "Workplace for Frontline.", &["2048"]),
        text("zoomPhoneExtNumber", "The extension number; `0` asks for any."),
        text("zoomPhoneNumber", "The number of Phone."),
        text("zoomPhoneSite", "The site of Phone."),
        text("zoomPhoneCallingPlan", "The calling plan of Phone."),
        Attribute::complex("zoomContactCenterPlan", CONTACT_CENTER, "Contact Center, in its older form."),
        plan("zoomContactCenterPackage", "The package of Contact Center.", &["Essentials", "Premium", "Elite"]),
        plan("zoomContactCenterAddonsPlan", "An add-on of Contact Center.", &["ai_expert_assist"]),
        text("zoomContactCenterRole", "The role in Contact Center."),
        text("zoomContactCenterRegion", "The region of Contact Center."),
        text("zoomContactCenterUserTemplate", "The template of Contact Center."),
        subscription("zoomWorkplaceSubscription"),
        subscription("zoomPhoneCallingPlanSubscription"),
        subscription("zoomRevenueAcceleratorSubscription"),
        subscription("zoomCustomerManagedKeySubscription"),
        subscription("zoomWhiteboardSubscription"),
        subscription("zoomTranslatedCaptionsSubscription"),
        subscription("zoomWorkforceManagementSubscription"),
        subscription("zoomQualityManagementSubscription"),
        subscription("zoomSchedulerSubscription"),
        subscription("zoomClipsPlusSubscription"),
        subscription("visitorManagementSubscription"),
        subscription("zoomComplianceManagementSubscription"),
        subscription("zoomDocsSubscription"),
        subscription("zoomAutoDialerSubscription"),
    ],
};

const UNITED: [&str; 18] = [
    "1", "2", "4", "8", "16", "32", "64", "128", "256", "512", "1024", "2048", "4096", "8192", "16384", "32768",
    "65536", "131072",
];
const CONTACT_CENTER: &[Attribute] =
    &[Attribute::text("zoomContactCenterPackage", "The package.").one_of(&["Essential", "Essentials"])];

/// Plans of which an account without a plan of its own has none to give, as refusals call them.
pub const PLANS: [(&str, &str); 6] = [
    ("zoomUnited", "Zoom United Plan"),
    ("zoomOneBizPlus", "Zoom Workplace Business Plus"),
    ("zoomOneEntPremier", "Zoom Workplace Enterprise Premier"),
    ("zoomOneSchoolCampusPlus", "Zoom Workplace for Education School and Campus Plus"),
    ("zoomOneEduEntPremier", "Zoom Workplace for Education Enterprise Premier"),
    ("zoomOneEdu", "Zoom Workplace for Education Enterprise Student"),
];

const fn text(name: &'static str, about: &'static str) -> Attribute {
    Attribute::text(name, about).exact()
}
const fn flag(name: &'static str, about: &'static str) -> Attribute {
    Attribute::flag(name, about)
}
const fn plan(name: &'static str, about: &'static str, options: &'static [&'static str]) -> Attribute {
    Attribute::text(name, about).exact().one_of(options)
}
const fn subscription(name: &'static str) -> Attribute {
    Attribute::text(name, "The subscription that the license is taken from, by id or name.").exact()
}
