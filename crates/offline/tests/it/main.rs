//! The client's memory and engine against a server in memory, over a network that misbehaves.

#[cfg(test)]
mod converge;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod http;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod network;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod server;
