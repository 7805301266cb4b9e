//! Reporting periods of a school year.

use crate::ids::PeriodId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A reporting period: a quarter, a trimester, a half-year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Period {
    /// Its id within the school.
    pub id: PeriodId,
    /// «2 четверть».
    pub title: String,
    /// First day.
    pub starts: NaiveDate,
    /// Last day.
    pub ends: NaiveDate,
}

impl Period {
    /// Whether `date` lies in it.
    pub fn holds(&self, date: NaiveDate) -> bool {
        self.starts <= date && date <= self.ends
    }
}
