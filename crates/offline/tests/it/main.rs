//! The client's memory and engine against a server in memory, over a network that misbehaves.

#[cfg(test)]
mod ahead;
#[cfg(test)]
mod converge;
#[cfg(test)]
mod days;
#[cfg(test)]
mod decision;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod door;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod feedless;
#[cfg(test)]
mod grow;
#[cfg(test)]
mod hands;
#[cfg(test)]
mod http;
#[cfg(test)]
mod lesson;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod memory;
#[cfg(test)]
mod network;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod restored;
#[cfg(test)]
mod server;
#[cfg(test)]
mod standing;
#[cfg(test)]
mod two_words;
#[cfg(test)]
mod undoing;
#[cfg(test)]
mod undone_words;
