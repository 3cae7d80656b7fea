//! The ledger: every charge, credit, payment and loss is a transfer between two accounts of a buyer and its seller.
//!
//! A transfer takes from one account what it gives the other, so whatever is written, debits and credits are equal; what is
//! wrong is set right by another transfer. All transfers between a buyer and a seller are of one currency each.
use crate::money::{self, MoneyFault};
use platform::choice;

choice! {
    /// The accounts that a seller keeps for each buyer.
    pub enum Account: text {
        /// What the buyer owes.
        Due = "due",
        /// What the seller owes the buyer, for what was given back.
        Credit = "credit",
        /// What was earned, without taxes.
        Sales = "sales",
        /// Taxes that were charged.
        Tax = "tax",
        /// What was paid.
        Cash = "cash",
        /// What will not be paid any more.
        Loss = "loss",
    }
}

/// An amount, above zero, that the account `debit` gets and `credit` gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    pub debit: Account,
    pub credit: Account,
    /// Minor units.
    pub amount: i64,
}

/// What an amount moves: the other way round below zero, and nothing for nothing.
fn moved(debit: Account, credit: Account, amount: i64) -> Option<Transfer> {
    match amount {
        0 => None,
        1.. => Some(Transfer { debit, credit, amount }),
        // The smallest number has no opposite, and no sum of money comes to it: amounts are split from positive ones.
        ..0 => Some(Transfer { debit: credit, credit: debit, amount: amount.checked_neg()? }),
    }
}

/// A line is owed; what is given back is owed no more.
pub fn charge(amount: i64, tax: i64) -> impl Iterator<Item = Transfer> {
    [moved(Account::Due, Account::Sales, amount), moved(Account::Due, Account::Tax, tax)].into_iter().flatten()
}

/// What an invoice gives back goes to the buyer's credit: `total` is below zero.
pub fn keep_credit(total: i64) -> Option<Transfer> {
    moved(Account::Due, Account::Credit, total.checked_neg()?)
}

/// Credit settles a part of what is owed.
pub fn use_credit(amount: i64) -> Option<Transfer> {
    moved(Account::Credit, Account::Due, amount)
}

/// A payment; a refund below zero.
pub fn pay(amount: i64) -> Option<Transfer> {
    moved(Account::Cash, Account::Due, amount)
}

/// Credit is paid out.
pub fn pay_out(amount: i64) -> Option<Transfer> {
    moved(Account::Credit, Account::Cash, amount)
}

/// What is owed will not be paid.
pub fn write_off(amount: i64) -> Option<Transfer> {
    moved(Account::Loss, Account::Due, amount)
}

/// The balance of an account: debits less credits.
///
/// # Errors
/// [`MoneyFault::Overflow`].
pub fn balance<'t>(account: Account, transfers: impl IntoIterator<Item = &'t Transfer>) -> Result<i64, MoneyFault> {
    let signed = |transfer: &Transfer| match (transfer.debit == account, transfer.credit == account) {
        (true, false) => transfer.amount,
        (false, true) => -transfer.amount,
        _ => 0,
    };
    money::sum(transfers.into_iter().map(signed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Account; 6] =
        [Account::Due, Account::Credit, Account::Sales, Account::Tax, Account::Cash, Account::Loss];

    fn balances(transfers: &[Transfer]) -> Vec<i64> {
        ALL.iter().map(|account| balance(*account, transfers).unwrap()).collect()
    }

    #[test]
    fn a_charge_is_owed_with_its_tax_until_it_is_paid() {
        let mut all: Vec<Transfer> = charge(6796, 603).collect();
        assert_eq!(balances(&all), [7399, 0, -6796, -603, 0, 0]);
        all.extend(pay(7000));
        all.extend(write_off(399));
        assert_eq!(balances(&all), [0, 0, -6796, -603, 7000, 399]);
    }
    #[test]
    fn what_is_given_back_becomes_credit_and_settles_later_charges() {
        let mut all: Vec<Transfer> = charge(-88_894, 0).chain(keep_credit(-88_894)).collect();
        assert_eq!(balances(&all), [0, -88_894, 88_894, 0, 0, 0]);
        all.extend(charge(21_990, 0).chain(use_credit(21_990)));
        assert_eq!(balances(&all), [0, -66_904, 66_904, 0, 0, 0]);
    }
    #[test]
    fn credit_that_is_paid_out_is_owed_to_nobody_any_more() {
        let mut all: Vec<Transfer> = charge(7399, 0).chain(pay(7399)).collect();
        all.extend(charge(-4078, 0).chain(keep_credit(-4078)));
        assert_eq!(balances(&all), [0, -4078, -3321, 0, 7399, 0]);
        all.extend(pay_out(4078));
        assert_eq!(balances(&all), [0, 0, -3321, 0, 3321, 0]);
    }
    #[test]
    fn nothing_moves_nothing() {
        let none = [pay(0), pay_out(0), write_off(0)].into_iter().flatten();
        assert_eq!(charge(0, 0).chain(none).count(), 0);
    }

    proptest! {
        #[test]
        fn each_account_holds_what_was_moved_there(steps in prop::collection::vec((0u8..6, -1_000_000i64..1_000_000), 0..60)) {
            let (mut all, mut expected) = (Vec::<Transfer>::new(), [0i64; 6]);
            for (what, amount) in steps {
                // What is owed, credit, sales, taxes, cash and losses, by the words that describe each.
                let moves = match what {
                    0 => [amount + amount / 10, 0, -amount, -(amount / 10), 0, 0],
                    1 => [-amount, amount, 0, 0, 0, 0],
                    2 => [-amount, amount, 0, 0, 0, 0],
                    3 => [-amount, 0, 0, 0, amount, 0],
                    4 => [0, amount, 0, 0, -amount, 0],
                    _ => [-amount, 0, 0, 0, 0, amount],
                };
                expected.iter_mut().zip(moves).for_each(|(balance, moved)| *balance += moved);
                match what {
                    0 => all.extend(charge(amount, amount / 10)),
                    1 => all.extend(keep_credit(amount)),
                    2 => all.extend(use_credit(amount)),
                    3 => all.extend(pay(amount)),
                    4 => all.extend(pay_out(amount)),
                    _ => all.extend(write_off(amount)),
                }
            }
            prop_assert!(all.iter().all(|transfer| transfer.amount > 0 && transfer.debit != transfer.credit));
            prop_assert_eq!(balances(&all), expected);
        }
    }
}
