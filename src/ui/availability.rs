//! Whether an action is to be had now, with some layer on top.

use crate::action::{Action, ActionPlace};
use crate::desk::Desk;
use crate::desk::link::Line;
use crate::ui::hint::Reason;
use crate::ui::layer::Layer;

/// Why an action is not to be had now with this layer on top: its own reason, or the place where
/// the action works.
pub fn availability(top: &dyn Layer, action: Action, desk: &Desk) -> Result<(), Reason> {
    if top.knows(action, desk) || works_anywhere(action, top.is_popup()) {
        offered(top, action, desk)
    } else {
        Err(Reason::elsewhere(action))
    }
}

/// Why the layer, or any screen, does not offer an action that it knows.
pub fn offered(top: &dyn Layer, action: Action, desk: &Desk) -> Result<(), Reason> {
    if action == Action::SignIn && desk.link.line != Line::SignedOut {
        return Err(Reason("why-signed-in"));
    }
    if action == Action::OpenJournals {
        may_list(desk)?;
    }
    if action == Action::OpenRegister {
        may_look_up(desk)?;
    }
    top.availability(action, desk)
}

/// Whether whoever sits here may read any directory.
pub fn may_look_up(desk: &Desk) -> Result<(), Reason> {
    if desk.may_look_up() {
        Ok(())
    } else {
        Err(Reason("why-no-register"))
    }
}

/// Whether there is a list of journals for whoever sits here.
pub fn may_list(desk: &Desk) -> Result<(), Reason> {
    if desk.may_read() {
        Ok(())
    } else {
        Err(Reason("why-no-list"))
    }
}

/// Whether an action works on any screen, whatever it knows.
pub fn works_anywhere(action: Action, over_popup: bool) -> bool {
    match action.spec().place {
        ActionPlace::Everywhere => true,
        ActionPlace::Screens => !over_popup,
        _ => false,
    }
}
