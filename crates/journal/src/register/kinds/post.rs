//! A post of the staff.

use super::agrees;
use crate::register::Title;
use crate::register::field::{InJournals, fields};
use crate::register::value::choices;
use crate::register::{FieldKind, Kind, RecordKind};
use serde::{Deserialize, Serialize};

choices! {
    /// What a post is counted to in the reports on the staff.
    pub enum PostGroup {
        /// Teaches or brings up.
        #[default]
        Teaching = "teaching" ["педагогическая", "педагоги"],
        /// Leads the school or a part of it.
        Leading = "leading" ["руководящая", "администрация"],
        /// Everything else without which there are no lessons.
        Support = "support" ["вспомогательная", "учебно-вспомогательная"],
    }
}

/// What the register says of a post (SGO154-3.1.8a).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Post {
    /// «Учитель математики».
    pub title: String,
    /// What it is counted to.
    pub group: PostGroup,
}

fields! {
    Post;
    title: FieldKind::Text { max: 80 },
        .required().unique_within(&[]).column(1, 44);
    group: FieldKind::Choice(PostGroup::CHOICES),
        .required().column(1, 20);
}

/// Posts.
pub static KIND: Kind = Kind {
    kind: RecordKind::Post,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title, at::group],
    order: &[at::group, at::title],
    check: agrees,
    journals: InJournals::UNSEEN,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{Record, RecordId, Register};

    #[test]
    fn posts_are_listed_by_their_group() {
        let mut register = Register::default();
        for (id, group) in [(1, PostGroup::Leading), (2, PostGroup::Teaching)] {
            let title = format!("Должность {id}");
            let at = RecordKind::Post.at(RecordId(id));
            register.put(at, Some(Record::Post(Post { title, group })));
        }
        let listed = register.listed(RecordKind::Post).into_iter();
        let ids: Vec<i64> = listed.map(|(at, _)| at.id.0).collect();
        assert_eq!(ids, [2, 1], "who teaches comes first");
    }
}
