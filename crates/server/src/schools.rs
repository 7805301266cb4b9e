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
    /// is noticed here.
    pub(crate) async fn choose(&self, named: Option<SchoolId>) -> Result<Arc<School>, Failure> {
        self.reload().await?;
        let school = match named {
            Some(id) => self.known(id),
            None => self.default_school(),
        };
        school.ok_or_else(|| {
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
        self.reload().await?;
        Ok(self.known(id))
    }

    fn known(&self, id: SchoolId) -> Option<Arc<School>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|school| school.id == id).cloned()
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
