//! «Пароль»: changing one's own, at any time, or a start password before anything else.

use crate::desk::Desk;
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::ui::form::{Form, FormField, FormScreen, FormSource, InputKind};
use crate::ui::layer::{Cx, Outcome};
use crate::ui::route::Route;
use secrecy::SecretString;

/// The form of one's own password.
pub type PasswordScreen = FormScreen<Password>;

/// Why the password is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Its owner wishes so.
    Wished,
    /// The server takes nothing before it is changed.
    Demanded,
    /// The same, found out in the middle of the work, which goes on without the server.
    DemandedLater,
}

/// The old password, and the new one twice.
#[derive(Debug)]
pub struct Password {
    why: Why,
    /// The start password that has just been typed: nobody types it again.
    known: Option<SecretString>,
    /// The server has been asked and has not answered.
    waiting: bool,
}

impl Password {
    fn new(why: Why, known: Option<SecretString>) -> FormScreen<Self> {
        let waiting = false;
        FormScreen::new(Self {
            why,
            known,
            waiting,
        })
    }

    /// The form of whoever wishes to change it.
    pub fn wished() -> PasswordScreen {
        Self::new(Why::Wished, None)
    }

    /// The form of a start password, before anything else is possible; `known` if it has just been
    /// typed.
    pub fn demanded(known: Option<SecretString>) -> PasswordScreen {
        Self::new(Why::Demanded, known)
    }

    /// The form of a start password over a screen, for whom the server asks it of in the middle of
    /// the work.
    pub fn demanded_later(known: Option<SecretString>) -> PasswordScreen {
        Self::new(Why::DemandedLater, known)
    }
}

impl FormSource for Password {
    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("title-new-password").into_owned()
    }

    fn intro(&self, _desk: &Desk, texts: &Texts) -> Option<String> {
        let key = match self.why {
            Why::Wished => "password-why",
            Why::Demanded | Why::DemandedLater => "new-password-why",
        };
        Some(texts.get(key).into_owned())
    }

    fn fields(&self, _desk: &Desk, _texts: &Texts) -> Option<Vec<FormField>> {
        let secret =
            |id, label, hint| FormField::new(id, label, hint, InputKind::Secret).required();
        let old = secret("old", "label-old-password", "hint-old-password");
        let new = [
            secret("new", "label-new-password", "hint-new-password"),
            secret("again", "label-repeat-password", "hint-repeat-password"),
        ];
        let old = self.known.is_none().then_some(old);
        Some(old.into_iter().chain(new).collect())
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        if self.waiting {
            return Outcome::Consumed;
        }
        let alike = form.are_alike("new", "again");
        let new = form.take_secret("new");
        form.take_secret("again");
        if !alike {
            // Nobody sees which of the two is the wrong one.
            form.refuse("new", cx.texts.get("passwords-differ"));
            return Outcome::Consumed;
        }
        self.waiting = true;
        let typed = form.take_secret("old");
        let old = self.known.clone().unwrap_or(typed);
        cx.effects.push(Effect::ChangePassword { old, new });
        Outcome::Consumed
    }

    fn here(&self) -> Option<Route> {
        Some(Route::Password)
    }

    fn is_sign_in(&self) -> bool {
        self.why != Why::Wished
    }

    fn can_be_left(&self) -> bool {
        self.why != Why::Demanded
    }

    fn refused(&mut self) {
        self.waiting = false;
    }
}
