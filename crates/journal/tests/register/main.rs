//! The register: descriptions, checks, consequences, gestures, rights.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod bells;
mod cancellations;
mod card_checks;
mod check;
mod class_teachers;
mod consents;
mod consequences;
mod days;
mod debts;
mod employments;
mod gaps;
mod kinds;
mod meanings;
mod movement;
mod movement_book;
mod moves;
mod oneroster;
mod pages;
mod people;
mod plan;
mod promotions;
mod properties;
mod requests;
mod rests;
mod rights;
mod rule_values;
mod school_card;
mod setup;
mod support;
mod table;
mod texts;
mod undo;
