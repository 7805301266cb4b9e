//! In which order a person has lists, as they were put last on this machine.

use super::{Durability, Store};
use crate::error::StoreError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const ORDERS: &str = "orders";

/// The order of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListOrder {
    /// The column, as its head is called.
    pub column: String,
    /// The last comes first.
    pub reverse: bool,
}

/// The orders of lists, by what the lists are called.
pub type ListOrders = BTreeMap<String, ListOrder>;

impl Store {
    /// The orders of the lists that were put in one.
    pub fn orders(&self) -> Result<ListOrders, StoreError> {
        Ok(self.fact(ORDERS)?.unwrap_or_default())
    }

    /// Keeps them.
    pub fn keep_orders(&self, orders: &ListOrders) -> Result<(), StoreError> {
        self.write_unshown(Durability::Relaxed, |tx| self.set_fact(tx, ORDERS, orders))
    }
}
