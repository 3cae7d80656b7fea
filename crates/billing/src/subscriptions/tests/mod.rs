//! Plans by themselves: the worked examples of `billing.md` 6.4, single rules, and long random histories.
mod examples;
mod given_up;
mod histories;
mod house;
mod lasting;
mod rules;
