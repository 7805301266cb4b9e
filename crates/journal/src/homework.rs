//! Homework.

use crate::ids::PupilId;
use crate::invisible::is_blank;
use crate::text_form::vocabulary;
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

vocabulary! {
    /// How a homework is to be done (SP14-10b).
    pub enum Nature of "natures of a homework" {
        /// Письменно.
        Written = "written",
        /// Устно.
        Oral = "oral",
        /// Наизусть.
        ByHeart = "by-heart",
        /// Практическая работа.
        Practical = "practical",
        /// Творческая работа.
        Creative = "creative",
    }
}

/// A homework of a lesson. A text that shows nothing, without links, says «не задано» (SP14-10d).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Homework {
    /// Pages, numbers, exercises; may hold line breaks.
    #[cfg_attr(feature = "openapi", schema(max_length = 4000))]
    pub text: String,
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
    #[cfg_attr(feature = "openapi", schema(max_items = 10))]
    pub links: Vec<String>,
}

impl Homework {
    /// «Не задано»: the lesson does not count as unfilled.
    pub fn is_none_set(&self) -> bool {
        is_blank(&self.text) && self.links.is_empty()
    }
}
