//! What an account may ask of the server at all. Every route declares one of these.
//!
//! Least privilege (SOLO2-3.1): what is not granted here is refused. Which lessons and journals
//! a person may open is decided by relations (own journal, own class), on top of this.

use super::matrix::{Act, WRITES, is_somebodys, is_somebodys_of};
use super::role_sets::{
    DECIDERS, LESSON_KEEPERS, LOG_READERS, MANAGEMENT, reads_absences, reads_all,
};
use crate::person::{Role, Roles};
use crate::register::RecordKind;
use crate::text_form::vocabulary;

vocabulary! {
    /// A right that a route may ask for. Its word is in the contract: `x-permission`.
    pub enum Permission of "permissions" {
        /// Without signing in: the server's name and time, signing in itself.
        Anyone = "anyone",
        /// Any signed-in account: its own session and password.
        OwnAccount = "own-account",
        /// End a session: one's own, an administrator anyone's.
        EndSessions = "end-sessions",
        /// Any signed-in account whose start password has been changed: the page «Сегодня».
        OpenToday = "open-today",
        /// Report that sign-in data got known: one's own, an administrator anyone's.
        ReportBreach = "report-breach",
        /// Read the reports of sign-in data that got known, and what was written under them.
        ReadBreaches = "read-breaches",
        /// Void what was written under sign-in data that got known, or confirm it.
        SettleBreaches = "settle-breaches",
        /// Open lessons and journals that one's relations allow.
        OpenLessons = "open-lessons",
        /// Keep lessons, in journals of one's own.
        WriteLessons = "write-lessons",
        /// Send changes: who keeps lessons, and who corrects what others have asked for.
        SendChanges = "send-changes",
        /// Follow what changes in what one may see.
        FollowFeed = "follow-feed",
        /// Read the log of changes of a sheet that one may open.
        ReadLog = "read-log",
        /// Read the list of accounts, as far as one's relations allow.
        ReadAccounts = "read-accounts",
        /// Give a new start password to an account that one's relations allow.
        IssuePassword = "issue-password",
        /// Read the access log of the school.
        ReadAccessLog = "read-access-log",
        /// Read records of some kind of the register; of which, the kind says.
        ReadRegister = "read-register",
        /// Amend records of some kind of the register; of which, the regulation judges.
        AmendRegister = "amend-register",
        /// Read what became of a record: of the kinds that one amends; the management, of all.
        ReadRecordLog = "read-record-log",
        /// Read what the school still lacks.
        ReadSetup = "read-setup",
        /// Read the book of movement, and how many pupils there are.
        ReadMovement = "read-movement",
        /// Read who of one's own class, or of the school, is absent.
        ReadAbsences = "read-absences",
    }
}

impl Permission {
    /// Whether it is one to write what a school keeps: who lacks it and tries is logged.
    pub fn writes(self) -> bool {
        matches!(
            self,
            Self::WriteLessons
                | Self::SendChanges
                | Self::IssuePassword
                | Self::AmendRegister
                | Self::EndSessions
                | Self::ReportBreach
                | Self::SettleBreaches
        )
    }

    /// Whether it is one to see journals: who lacks it and asks for one is logged.
    pub fn opens_journals(self) -> bool {
        matches!(self, Self::OpenLessons | Self::ReadLog)
    }

    /// Whether it is one to see records: who lacks it and asks for some is logged.
    pub fn opens_records(self) -> bool {
        matches!(self, Self::ReadRegister | Self::ReadRecordLog)
    }

    /// Whether an account with these roles has it.
    pub fn granted_to(self, roles: &Roles) -> bool {
        match self {
            Self::Anyone => true,
            Self::OwnAccount | Self::EndSessions | Self::ReportBreach | Self::OpenToday => {
                !roles.0.is_empty()
            }
            Self::OpenLessons | Self::FollowFeed | Self::ReadLog => {
                roles.any(LESSON_KEEPERS) || reads_all(roles)
            }
            Self::WriteLessons => roles.any(LESSON_KEEPERS),
            Self::SendChanges => roles.any(LESSON_KEEPERS) || roles.any(DECIDERS),
            // A class teacher is a teacher.
            Self::ReadAccounts => roles.any(MANAGEMENT) || roles.has(Role::Teacher),
            Self::IssuePassword => roles.any(&[Role::Admin, Role::Teacher]),
            Self::ReadAccessLog | Self::ReadBreaches => roles.any(LOG_READERS),
            Self::SettleBreaches => roles.has(Role::Admin),
            Self::ReadRegister => is_somebodys(roles, &[Act::Read]),
            Self::AmendRegister => is_somebodys(roles, WRITES),
            Self::ReadRecordLog => is_somebodys(roles, WRITES) || roles.any(LOG_READERS),
            Self::ReadSetup => roles.any(MANAGEMENT),
            Self::ReadAbsences => roles.has(Role::Teacher) || reads_absences(roles),
            Self::ReadMovement => is_somebodys_of(roles, Act::Read, RecordKind::Movement),
        }
    }
}
