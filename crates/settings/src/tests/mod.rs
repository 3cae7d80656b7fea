//! What must hold for the tables as a whole, and the rules of resolving, changing and locking on real settings.
mod bounds;
mod changing;
mod counts;
mod listing;
mod locking;
mod resolving;
mod sample;
mod tables;
