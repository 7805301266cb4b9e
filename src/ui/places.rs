//! Which layers there are: going to a place, coming back, leaving.

use super::Ui;
use crate::ui::layer::{Cx, Layer};
use crate::ui::route::Route;
use crate::ui::screen::open;

impl Ui {
    /// Puts a layer on top.
    pub fn open(&mut self, layer: Box<dyn Layer>) {
        self.layers.push(layer);
        self.changed = true;
    }

    /// Leaves nothing but this layer.
    pub fn reset(&mut self, bottom: Box<dyn Layer>) {
        self.layers.clear();
        self.open(bottom);
        self.ahead.orphan();
    }

    /// Goes to a place. The one where a person begins leaves nothing over it; the screen on top or
    /// the one right beneath that is there already is gone to and not opened again; another goes
    /// on top.
    pub fn go(&mut self, route: &Route, cx: &mut Cx<'_>) {
        if *route == open::home(cx.desk) {
            let is_kept = |home: &&mut Box<dyn Layer>| *route != Route::Today && home.is_at(route);
            let Some(home) = self.layers.first_mut().filter(is_kept) else {
                return self.reset(open::open(route, cx));
            };
            home.arrive(route);
            self.layers.truncate(1);
            self.changed = true;
            return self.ahead.orphan();
        }
        let mut nearest = self.layers.iter().rev().take(2);
        if let Some(above) = nearest.position(|layer| layer.is_at(route)) {
            self.layers.truncate(self.layers.len() - above);
            self.changed = true;
            if let Some(top) = self.layers.last_mut() {
                top.arrive(route);
            }
            return;
        }
        if let Some(left) = self.layers.last_mut() {
            left.left();
        }
        let opened = open::open(route, cx);
        // A form is open once: what was typed in it has come along as its draft, and what is given up
        // in one must not stand in another.
        if let Some(draft) = opened.draft_key() {
            let layers = &mut self.layers;
            layers.retain(|layer| layer.draft_key().as_ref() != Some(&draft));
        }
        // What waits for the page of the screen beneath is for no other.
        if !opened.is_popup() {
            self.forget_ahead(cx.desk, cx.texts);
        }
        self.open(opened);
    }

    /// Takes the forms of signing in away; answers whether anything lies beneath.
    pub fn close_sign_in(&mut self) -> bool {
        self.layers.retain(|layer| !layer.is_sign_in());
        self.changed = true;
        !self.layers.is_empty()
    }

    /// Whether the screen of a place is the one that is seen, with or without windows over it.
    pub fn is_seen(&self, route: &Route) -> bool {
        let seen = self.layers.get(self.first_visible());
        seen.is_some_and(|layer| layer.is_at(route))
    }

    /// The screen of a place, if it is open.
    pub fn at(&mut self, route: &Route) -> Option<&mut Box<dyn Layer>> {
        self.layers.iter_mut().find(|layer| layer.is_at(route))
    }

    /// Takes the screen of a place away, whatever lies over it; false if it is not open.
    pub fn leave(&mut self, route: &Route) -> bool {
        let before = self.layers.len();
        self.layers.retain(|layer| !layer.is_at(route));
        self.changed = true;
        self.layers.len() < before
    }

    /// Whether nothing lies over the list of the day.
    pub fn is_at_the_bottom(&self) -> bool {
        self.layers.len() == 1
    }

    /// The form of signing in, if one is open.
    pub fn sign_in(&mut self) -> Option<&mut Box<dyn Layer>> {
        self.layers.iter_mut().find(|layer| layer.is_sign_in())
    }

    /// Closes the top if it is that place.
    pub fn close_at(&mut self, route: &Route, cx: &mut Cx<'_>) {
        if self.layers.last().is_some_and(|top| top.is_at(route)) {
            self.close_top(cx);
        }
    }

    /// Closes the top layer; the last screen gives way to the one where a person begins.
    pub fn close_top(&mut self, cx: &mut Cx<'_>) {
        let home = open::home(cx.desk);
        if self.layers.len() > 1 {
            self.layers.pop();
            self.changed = true;
        } else if !self.layers.iter().any(|only| only.is_at(&home)) {
            self.reset(open::open(&home, cx));
        }
    }
}
