//! The catalogue of role privileges, and sets of them.
use std::collections::HashMap;
use std::sync::LazyLock;

/// Writes the enumeration, its order and its names from one table.
macro_rules! catalogue {
    ($($privilege:ident = $name:literal,)+) => {
        /// What a role may allow. Names as in `privileges[]` of a role and in `x-permissions` of an operation.
        ///
        /// The order is that of the published groups. It is not a stored format: rows keep names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Privilege { $(#[doc = concat!("`", $name, "`")] $privilege,)+ }

        impl Privilege {
            /// Every privilege, in the order of the catalogue.
            pub const ALL: &[Privilege] = &[$(Privilege::$privilege,)+];

            /// The name on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Privilege::$privilege => $name,)+ }
            }
        }
    };
}

// Users, roles, account; areas of settings; billing; rooms and connectors; chat; dashboards and reports; apps and
// phone; meetings; and last those that only operations name.
catalogue! {
    UserRead = "User:Read",
    UserEdit = "User:Edit",
    UserAdvancedRead = "UserAdvanced:Read",
    UserAdvancedEdit = "UserAdvanced:Edit",
    RoleRead = "Role:Read",
    RoleEdit = "Role:Edit",
    GroupRead = "Group:Read",
    GroupEdit = "Group:Edit",
    AccountProfileRead = "AccountProfile:Read",
    AccountProfileEdit = "AccountProfile:Edit",
    AccountSettingRead = "AccountSetting:Read",
    AccountSettingEdit = "AccountSetting:Edit",
    SubAccountRead = "SubAccount:Read",
    SubAccountEdit = "SubAccount:Edit",

    WebinarSettingRead = "WebinarSetting:Read",
    WebinarSettingEdit = "WebinarSetting:Edit",
    RecordingRead = "Recording:Read",
    RecordingEdit = "Recording:Edit",
    RecordingContentRead = "RecordingContent:Read",
    SecurityRead = "Security:Read",
    SecurityEdit = "Security:Edit",
    SingleSignOnRead = "SingleSignOn:Read",
    SingleSignOnEdit = "SingleSignOn:Edit",
    IntegrationRead = "Integration:Read",
    IntegrationEdit = "Integration:Edit",
    BrandingRead = "Branding:Read",
    BrandingEdit = "Branding:Edit",
    CalendarIntegrationRead = "CalendarIntegration:Read",
    CalendarIntegrationEdit = "CalendarIntegration:Edit",
    ScheduleTrackingFieldsRead = "ScheduleTrackingFields:Read",
    ScheduleTrackingFieldsEdit = "ScheduleTrackingFields:Edit",
    InformationBarriersRead = "Informationbarriers:Read",
    InformationBarriersEdit = "Informationbarriers:Edit",

    BillingSubscriptionRead = "BillingSubscription:Read",
    BillingSubscriptionEdit = "BillingSubscription:Edit",
    BillingInformationRead = "BillingInformation:Read",
    BillingInformationEdit = "BillingInformation:Edit",

    ZoomRoomsRead = "ZoomRooms:Read",
    ZoomRoomsEdit = "ZoomRooms:Edit",
    DigitalSignageRead = "DigitalSignage:Read",
    DigitalSignageEdit = "DigitalSignage:Edit",
    RoomConnectorRead = "RoomConnector:Read",
    RoomConnectorEdit = "RoomConnector:Edit",
    MeetingConnectorRead = "MeetingConnector:Read",
    MeetingConnectorEdit = "MeetingConnector:Edit",
    LyncConnectorRead = "LyncConnector:Read",
    LyncConnectorEdit = "LyncConnector:Edit",
    CrossHybridRead = "CrossHybrid:Read",
    CrossHybridEdit = "CrossHybrid:Edit",
    SipPhoneRead = "SipPhone:Read",
    SipPhoneEdit = "SipPhone:Edit",
    CallInContactsRead = "CallInContacts:Read",
    CallInContactsEdit = "CallInContacts:Edit",
    ThirdPartyConferenceRead = "ThirdPartyConference:Read",
    ThirdPartyConferenceEdit = "ThirdPartyConference:Edit",
    MobileDeviceManagementRead = "MobileDeviceManagement:Read",
    MobileDeviceManagementEdit = "MobileDeviceManagement:Edit",

    ImChatHistoryRead = "IMChatHistory:Read",
    NewImChatHistoryRead = "NewIMChatHistory:Read",
    NewImChatHistoryEdit = "NewIMChatHistory:Edit",
    ImGroupsRead = "IMGroups:Read",
    ImGroupsEdit = "IMGroups:Edit",
    ImSettingRead = "IMSetting:Read",
    ImSettingEdit = "IMSetting:Edit",
    ImChatBotEdit = "IMChatBot:Edit",
    ChatMessageRead = "ChatMessage:Read",
    ChatMessageEdit = "ChatMessage:Edit",
    ChatChannelRead = "ChatChannel:Read",
    ChatChannelEdit = "ChatChannel:Edit",

    DashboardRead = "Dashboard:Read",
    DashboardHomeRead = "DashboardHome:Read",
    DashboardMeetingsRead = "DashboardMeetings:Read",
    DashboardMeetingJoinEdit = "DashboardMeetingJoin:Edit",
    DashboardMeetingControlEdit = "DashboardMeetingControl:Edit",
    DashboardMeetingEndEdit = "DashboardMeetingEnd:Edit",
    DashboardZrRead = "DashboardZR:Read",
    DashboardCrcRead = "DashboardCRC:Read",
    DashboardWebinarsRead = "DashboardWebinars:Read",
    DashboardWebinarJoinEdit = "DashboardWebinarJoin:Edit",
    DashboardImRead = "DashboardIM:Read",
    DashboardPbxRead = "DashboardPBX:Read",
    UsageReportRead = "UsageReport:Read",
    UserActivitiesReportRead = "UserActivitiesReport:Read",

    ZoomDevelopersRead = "ZoomDevelopers:Read",
    ZoomDevelopersEdit = "ZoomDevelopers:Edit",
    MarketPlaceRead = "MarketPlace:Read",
    MarketPlaceEdit = "MarketPlace:Edit",
    PbxAdminRead = "PbxAdmin:Read",
    PbxAdminEdit = "PbxAdmin:Edit",

    MeetingEdit = "Meeting:Edit",
    MeetingJoin = "Meeting:Join",

    AiStudioKnowledgeBasesRead = "AIStudioKnowledgeBases:Read",
    AiStudioKnowledgeBasesEdit = "AIStudioKnowledgeBases:Edit",
    AllConversationsRead = "AllConversations:Read",
    AllDealsEdit = "AllDeals:Edit",
    AllInteractionsRead = "AllInteractions:Read",
    AllInteractionsEdit = "AllInteractions:Edit",
    AssignEvaluationsEdit = "AssignEvaluations:Edit",
    ClipEdit = "Clip:Edit",
    ClipContentRead = "ClipContent:Read",
    ContactCenterMgtEdit = "ContactCenterMgt:Edit",
    DataRequestRead = "DataRequest:Read",
    DivisionRead = "Division:Read",
    DivisionEdit = "Division:Edit",
    DocsMgtRead = "DocsMgt:Read",
    DocsMgtEdit = "DocsMgt:Edit",
    EngagementSurveyRead = "EngagementSurvey:Read",
    ImExternalConnectionEdit = "IMExternalConnection:Edit",
    InteractionPerformanceMgtRead = "InteractionPerformanceMgt:Read",
    IqAccountSettingRead = "IQAccountSetting:Read",
    ProviderPortalRead = "ProviderPortal:Read",
    SmartMeetingSummaryMgtRead = "SmartMeetingSummaryMgt:Read",
    SmartMeetingSummaryMgtEdit = "SmartMeetingSummaryMgt:Edit",
    SmsCampaignsRead = "SmsCampaigns:Read",
    SurveyRead = "Survey:Read",
    TeamManagementEdit = "TeamManagement:Edit",
    VecVariablesLogDeleteEdit = "VecVariablesLogDelete:Edit",
    WhiteboardContentRead = "WhiteboardContent:Read",
    WhiteboardManagementRead = "WhiteboardManagement:Read",
    WhiteboardManagementEdit = "WhiteboardManagement:Edit",
    WorkforceAdminEdit = "WorkforceAdmin:Edit",
    WorkspacesManagementRead = "WorkspacesManagement:Read",
    WorkspacesManagementEdit = "WorkspacesManagement:Edit",
    ZoomKnowledgeBaseKnowledgeBasesRead = "ZoomKnowledgeBaseKnowledgeBases:Read",
    ZoomKnowledgeBaseKnowledgeBasesEdit = "ZoomKnowledgeBaseKnowledgeBases:Edit",
    ZrWebControllerEdit = "ZRWebController:Edit",
}

/// Names that the published documents misprint and clients copy from there.
const MISPRINTS: &[(&str, Privilege)] = &[
    ("MoileDeviceManagement:Read", Privilege::MobileDeviceManagementRead),
    ("Marketplace:Edit", Privilege::MarketPlaceEdit),
    ("IMSetting:Read,", Privilege::ImSettingRead),
];

static BY_NAME: LazyLock<HashMap<&str, Privilege>> = LazyLock::new(|| {
    let names = Privilege::ALL.iter().map(|&privilege| (privilege.name(), privilege));
    names.chain(MISPRINTS.iter().copied()).collect()
});

impl Privilege {
    /// The privilege of this exact name. Blanks around it and the misprints of the documents are forgiven.
    pub fn parse(name: &str) -> Option<Privilege> {
        BY_NAME.get(name.trim()).copied()
    }

    /// Its place in the catalogue, from 0.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The word of a set in which its bit stands, and that bit.
    const fn bit(self) -> (usize, u64) {
        (self.index() / 64, 1 << (self.index() % 64))
    }
}

const _: () = assert!(Privilege::ALL.len() <= 256, "a set has room for 256 privileges");

/// A set of privileges: copied freely, asked without allocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PrivilegeSet([u64; 4]);

impl PrivilegeSet {
    pub const EMPTY: PrivilegeSet = PrivilegeSet([0; 4]);
    pub const ALL: PrivilegeSet = PrivilegeSet([filled(0), filled(1), filled(2), filled(3)]);

    /// The owner's: all of them, and they cannot be changed.
    pub const fn owner() -> PrivilegeSet {
        PrivilegeSet::ALL
    }

    /// The admin's until somebody edits that role: all but acting on subaccounts and changing roles.
    ///
    /// Both belong to the owner alone at first (KB0066764 for subaccounts, KB0064983 for roles). An admin who could
    /// change roles could also grant itself the subaccounts. Billing stays in: the published guide to roles names
    /// it among the admin's work, and the switch that hides it from admins overrides an option of that role.
    pub fn admin_default() -> PrivilegeSet {
        let owners_own = [Privilege::SubAccountRead, Privilege::SubAccountEdit, Privilege::RoleEdit];
        PrivilegeSet::ALL.difference(owners_own.into_iter().collect())
    }

    /// The member's: none, and that cannot be changed. Each privilege of the catalogue opens what belongs to others;
    /// one's own profile, settings and meetings need none.
    pub const fn member() -> PrivilegeSet {
        PrivilegeSet::EMPTY
    }

    /// The set of these bits, as [`PrivilegeSet::bits`] gave them in this process; bits of no privilege are dropped.
    pub fn from_bits(bits: [u64; 4]) -> PrivilegeSet {
        PrivilegeSet(bits).intersection(PrivilegeSet::ALL)
    }

    /// Bit `index` is set when that privilege is in the set. For carrying it within a process, not for storing it.
    pub const fn bits(self) -> [u64; 4] {
        self.0
    }

    pub fn contains(&self, privilege: Privilege) -> bool {
        let (word, bit) = privilege.bit();
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    pub fn insert(&mut self, privilege: Privilege) {
        let (word, bit) = privilege.bit();
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == PrivilegeSet::EMPTY
    }

    pub fn union(self, other: PrivilegeSet) -> PrivilegeSet {
        self.zip(other, |mine, theirs| mine | theirs)
    }

    pub fn intersection(self, other: PrivilegeSet) -> PrivilegeSet {
        self.zip(other, |mine, theirs| mine & theirs)
    }

    /// What is in this set and not in the other.
    pub fn difference(self, other: PrivilegeSet) -> PrivilegeSet {
        self.zip(other, |mine, theirs| mine & !theirs)
    }

    pub fn is_subset(&self, of: &PrivilegeSet) -> bool {
        self.difference(*of).is_empty()
    }

    /// Its privileges in the order of the catalogue.
    pub fn iter(self) -> impl Iterator<Item = Privilege> {
        Privilege::ALL.iter().copied().filter(move |&privilege| self.contains(privilege))
    }

    /// Their names in the order of the catalogue, as answers list them.
    pub fn names(&self) -> Vec<&'static str> {
        self.iter().map(Privilege::name).collect()
    }

    /// The set of these names. Errors: the names that the catalogue does not know, as given, in the order given.
    pub fn parse_names(names: &[String]) -> Result<PrivilegeSet, Vec<String>> {
        let unknown: Vec<String> = names.iter().filter(|name| Privilege::parse(name).is_none()).cloned().collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        Ok(names.iter().filter_map(|name| Privilege::parse(name)).collect())
    }

    fn zip(self, other: PrivilegeSet, join: impl Fn(u64, u64) -> u64) -> PrivilegeSet {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        PrivilegeSet([join(a, e), join(b, f), join(c, g), join(d, h)])
    }
}

impl FromIterator<Privilege> for PrivilegeSet {
    fn from_iter<I: IntoIterator<Item = Privilege>>(privileges: I) -> Self {
        let mut set = PrivilegeSet::EMPTY;
        privileges.into_iter().for_each(|privilege| set.insert(privilege));
        set
    }
}

/// The word at `position` of the set of all privileges.
const fn filled(position: usize) -> u64 {
    match Privilege::ALL.len().saturating_sub(position * 64) {
        bits @ 0..64 => (1 << bits) - 1,
        _ => u64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn sets() -> impl Strategy<Value = PrivilegeSet> {
        any::<[u64; 4]>().prop_map(PrivilegeSet::from_bits)
    }

    fn strings(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| name.to_string()).collect()
    }

    #[test]
    fn every_name_is_unique_well_formed_and_leads_back_to_its_privilege() {
        for (index, &privilege) in Privilege::ALL.iter().enumerate() {
            let (area, access) = privilege.name().split_once(':').unwrap();
            assert!(area.chars().all(|c| c.is_ascii_alphabetic()) && ["Read", "Edit", "Join"].contains(&access));
            assert_eq!(Privilege::parse(privilege.name()), Some(privilege));
            assert_eq!(privilege.index(), index);
        }
        assert_eq!(BY_NAME.len(), Privilege::ALL.len() + MISPRINTS.len());
    }

    #[test]
    fn names_are_exact_but_for_blanks_around_them_and_known_misprints() {
        assert_eq!(Privilege::parse(" User:Read\t"), Some(Privilege::UserRead));
        assert_eq!(Privilege::parse("MoileDeviceManagement:Read"), Some(Privilege::MobileDeviceManagementRead));
        assert_eq!(Privilege::parse("Marketplace:Edit"), Some(Privilege::MarketPlaceEdit));
        assert_eq!(Privilege::parse("IMSetting:Read,"), Some(Privilege::ImSettingRead));
        for unknown in ["", ":", "User", "user:read", "User:read", "User: Read", "User:Delete", "User:Read,User:Edit"] {
            assert_eq!(Privilege::parse(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn all_holds_each_privilege_and_no_bit_more() {
        assert_eq!(Privilege::ALL.iter().copied().collect::<PrivilegeSet>(), PrivilegeSet::ALL);
        let bits: u32 = PrivilegeSet::ALL.bits().iter().map(|word| word.count_ones()).sum();
        assert_eq!(bits as usize, Privilege::ALL.len());
        assert_eq!(PrivilegeSet::from_bits([u64::MAX; 4]), PrivilegeSet::ALL);
        assert!(PrivilegeSet::EMPTY.is_empty() && PrivilegeSet::EMPTY.names().is_empty());
    }

    #[test]
    fn unknown_names_are_all_listed_as_they_were_given() {
        let refused = PrivilegeSet::parse_names(&strings(&["User:Read", " Nobody:Edit", "Role:Edit", "user:read"]));
        assert_eq!(refused, Err(strings(&[" Nobody:Edit", "user:read"])));
    }

    #[test]
    fn names_come_back_once_each_in_the_order_of_the_catalogue() {
        let set =
            PrivilegeSet::parse_names(&strings(&["Survey:Read", "User:Edit ", "Survey:Read", "Marketplace:Edit"]));
        assert_eq!(set.unwrap().names(), ["User:Edit", "MarketPlace:Edit", "Survey:Read"]);
        assert_eq!(PrivilegeSet::parse_names(&[]), Ok(PrivilegeSet::EMPTY));
    }

    #[test]
    fn the_owner_has_all_privileges_and_the_member_none() {
        assert_eq!(PrivilegeSet::owner().names().len(), Privilege::ALL.len());
        assert!(PrivilegeSet::member().is_empty());
    }

    #[test]
    fn the_default_admin_lacks_subaccounts_and_the_change_of_roles_only() {
        let missing = PrivilegeSet::owner().difference(PrivilegeSet::admin_default());
        assert_eq!(missing.names(), ["Role:Edit", "SubAccount:Read", "SubAccount:Edit"]);
    }

    proptest! {
        #[test]
        fn a_set_is_what_its_names_say(set in sets()) {
            let names: Vec<String> = set.names().iter().map(|name| name.to_string()).collect();
            prop_assert_eq!(PrivilegeSet::parse_names(&names), Ok(set));
        }

        #[test]
        fn union_intersection_and_difference_agree_with_membership(a in sets(), b in sets()) {
            for &privilege in Privilege::ALL {
                let (in_a, in_b) = (a.contains(privilege), b.contains(privilege));
                prop_assert_eq!(a.union(b).contains(privilege), in_a || in_b);
                prop_assert_eq!(a.intersection(b).contains(privilege), in_a && in_b);
                prop_assert_eq!(a.difference(b).contains(privilege), in_a && !in_b);
            }
            prop_assert!(a.intersection(b).is_subset(&a) && b.is_subset(&a.union(b)));
            prop_assert_eq!(a.is_subset(&b), a.iter().all(|privilege| b.contains(privilege)));
        }

        #[test]
        fn inserting_adds_exactly_what_is_inserted(indexes in vec(0..Privilege::ALL.len(), 0..20)) {
            let mut set = PrivilegeSet::EMPTY;
            indexes.iter().for_each(|&index| set.insert(Privilege::ALL[index]));
            for &privilege in Privilege::ALL {
                prop_assert_eq!(set.contains(privilege), indexes.contains(&privilege.index()));
            }
        }
    }
}
