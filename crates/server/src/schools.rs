//! The schools of this server's database. One that is imported while the server runs is found
//! when somebody first asks for it.

use crate::failure::Failure;
use journal::SchoolId;
use journal::school::School;
use protocol::problem::{Facts, SchoolName};
use protocol::{Code, Problem};
use std::sync::{Arc, PoisonError, RwLock};
use storage::{Store, StoreError};

pub(crate) struct Schools {
    store: Arc<dyn Store>,
    /// In the order of their ids.
    known: RwLock<Vec<Arc<School>>>,
    configured: Option<SchoolId>,
}

impl Schools {
    pub(crate) async fn load(
        store: Arc<dyn Store>,
        configured: Option<SchoolId>,
    ) -> Result<Self, StoreError> {
        let schools = Self {
            store,
            known: RwLock::default(),
            configured,
        };
        schools.reload().await?;
        Ok(schools)
    }

    /// The school people sign in to when they name none: the configured one, or the only one.
    pub(crate) fn default_school(&self) -> Option<Arc<School>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        match (self.configured, known.as_slice()) {
            (Some(id), schools) => schools.iter().find(|school| school.id == id).cloned(),
            (None, [only]) => Some(Arc::clone(only)),
            (None, _) => None,
        }
    }

    /// The school that somebody signs in to, who may have named it. One that came or went since
    /// is noticed here; where it is clear which is meant, the others are not read.
    pub(crate) async fn choose(&self, named: Option<SchoolId>) -> Result<Arc<School>, Failure> {
        if let Some(id) = named.or(self.configured)
            && let Some(school) = self.reload_one(id).await?
        {
            return Ok(school);
        }
        self.reload().await?;
        let only = match named {
            Some(_) => None,
            None => self.default_school(),
        };
        only.ok_or_else(|| {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            let name = |school: &Arc<School>| SchoolName {
                school: school.id,
                title: school.title.clone(),
            };
            let schools = known.iter().map(name).collect();
            let problem = Problem::new(Code::UnknownSchool);
            problem.with(Facts::Schools { schools }).into()
        })
    }

    /// What the server calls itself: the default school, or all of them.
    pub(crate) fn title(&self) -> String {
        if let Some(school) = self.default_school() {
            return school.title.clone();
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let titles: Vec<_> = known.iter().map(|school| school.title.as_str()).collect();
        titles.join(", ")
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .is_empty()
    }

    /// The school of that id.
    pub(crate) async fn find(&self, id: SchoolId) -> Result<Option<Arc<School>>, StoreError> {
        if let Some(school) = self.known(id) {
            return Ok(Some(school));
        }
        self.reload_one(id).await
    }

    fn known(&self, id: SchoolId) -> Option<Arc<School>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|school| school.id == id).cloned()
    }

    async fn reload_one(&self, id: SchoolId) -> Result<Option<Arc<School>>, StoreError> {
        let school = self.store.school(id).await?.map(Arc::new);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        match (known.binary_search_by_key(&id, |school| school.id), &school) {
            (Ok(at), Some(school)) => {
                if let Some(place) = known.get_mut(at) {
                    *place = Arc::clone(school);
                }
            }
            (Ok(at), None) => drop(known.remove(at)),
            (Err(at), Some(school)) => known.insert(at, Arc::clone(school)),
            (Err(_), None) => {}
        }
        Ok(school)
    }

    async fn reload(&self) -> Result<(), StoreError> {
        let schools = self
            .store
            .schools()
            .await?
            .into_iter()
            .map(Arc::new)
            .collect();
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = schools;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::fixture::{self, SCHOOL};

    #[tokio::test]
    async fn a_school_that_has_come_is_found_where_it_is_named_and_where_none_is() {
        let (store, _folder) = fixture::store().await;
        let schools = Schools::load(Arc::clone(&store), None).await.unwrap();
        let other = fixture::other_school();
        let (id, title) = (other.school.id, other.school.title.clone());
        store.import(other).await.unwrap();
        let chosen = async |named| schools.choose(named).await.map(|school| school.id);
        assert!(schools.known(id).is_none());
        assert_eq!(chosen(Some(SCHOOL)).await.unwrap(), SCHOOL);
        assert!(schools.known(id).is_none(), "nobody has asked for it");
        assert_eq!(chosen(Some(id)).await.unwrap(), id);
        assert!(schools.title().ends_with(&title));
        for named in [None, Some(SchoolId(7))] {
            let code = chosen(named).await.unwrap_err().code();
            assert_eq!(code, Code::UnknownSchool, "{named:?}");
        }
        assert_eq!(schools.find(id).await.unwrap().unwrap().title, title);
        assert!(schools.find(SchoolId(7)).await.unwrap().is_none());
    }
}
