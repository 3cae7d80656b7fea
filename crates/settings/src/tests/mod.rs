//! What must hold for the tables as a whole, and the rules of resolving, changing and locking on real settings.
mod counts;
mod resolving;
mod sample;
mod tables;
