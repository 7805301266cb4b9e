//! Homework.

use crate::ids::PupilId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// For whom a homework is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// The whole group.
    #[default]
    All,
    /// Named pupils (SOLO2-8.2).
    Pupils(BTreeSet<PupilId>),
}

/// How a homework is to be done (SP14-10b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// Письменно.
    Written,
    /// Устно.
    Oral,
    /// Наизусть.
    ByHeart,
    /// Практическая работа.
    Practical,
    /// Творческая работа.
    Creative,
}

/// A homework of a lesson. An empty text with no links says «не задано» (SP14-10d).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Homework {
    /// Pages, numbers, exercises; may hold line breaks.
    pub text: String,
    #[cfg_attr(feature = "openapi", schema(max_length = 4000))]
    /// For whom.
    #[serde(default)]
    pub audience: Audience,
    /// The day it is due: normally the journal's next lesson.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// How it is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// Addresses of attachments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
}

impl Homework {
    /// «Не задано»: the lesson does not count as unfilled.
    pub fn is_none_set(&self) -> bool {
        self.text.trim().is_empty() && self.links.is_empty()
    }
}
