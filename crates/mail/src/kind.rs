//! What a mail is about.

platform::choice! {
    /// What a mail is about, and what the link in it is good for if there is one.
    pub enum Kind: text {
        /// The link accepts an invitation.
        Invitation = "invitation",
        /// The link confirms the address of the owner of a new account, or of a user who has asked for it.
        Confirmation = "confirmation",
        /// The link confirms an address that a user was given.
        EmailChange = "email_change",
        /// The user does not have this address any more.
        EmailChanged = "email_changed",
        /// The link sets another password.
        PasswordReset = "password_reset",
        PasswordChanged = "password_changed",
        /// Told to the owner of an account: few licenses are left.
        FewLicenses = "few_licenses",
    }
}

impl Kind {
    /// Those that a link stands in.
    pub(crate) const WITH_LINKS: [Kind; 4] =
        [Kind::Invitation, Kind::Confirmation, Kind::EmailChange, Kind::PasswordReset];
}
