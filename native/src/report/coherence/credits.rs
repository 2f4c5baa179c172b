//! [`CreditChecks`]: the rules on credits and on the books that they and the payments keep together.

use std::collections::HashMap;
use std::ops::Range;

use fraudgen_core::calendar::{Date, SECOND};

use super::results::RuleResults;
use super::rules::Rule;
use crate::report::population::Population;
use crate::report::read::ShortText;
use crate::report::rows::{CreditRow, Customer, PaymentRow};

const MED_RETURN: ShortText = ShortText::new("MED_RETURN");
const CHARGEBACK: ShortText = ShortText::new("CHARGEBACK");

/// Checks the credits of some customers beside their payments, each account's in order of time.
#[derive(Debug)]
pub(super) struct CreditChecks<'a> {
    population: &'a Population,
    /// In the order of their accounts, and of time.
    credits: &'a [CreditRow],
    books: HashMap<i64, Book>,
    /// Payments that belong to fraud cases, by id.
    of_cases: HashMap<i64, OfCase>,
}

/// What an account had and got so far.
#[derive(Debug)]
struct Book {
    /// The positions of its credits that are still to come.
    credits: Range<usize>,
    balance: i64,
    since_last: i64,
}

/// A payment that belongs to a fraud case.
#[derive(Debug)]
struct OfCase {
    customer: i64,
    time: i64,
    is_approved: bool,
    case: i64,
}

impl<'a> CreditChecks<'a> {
    /// `credits` are in the order of their accounts, and of time.
    pub(super) fn new(population: &'a Population, credits: &'a [CreditRow]) -> Self {
        let mut books = HashMap::new();
        let mut start = 0;
        for credits in credits.chunk_by(|one, next| one.account == next.account) {
            let range = start..start + credits.len();
            start = range.end;
            if let Some(account) = population.accounts.get(credits[0].account) {
                books.insert(account.id, Book::new(account.opening_balance, range));
            }
        }
        Self {
            population,
            credits,
            books,
            of_cases: HashMap::new(),
        }
    }

    /// Checks the credits up to the next payment, and how it is booked.
    pub(super) fn pay(&mut self, row: &PaymentRow, found: &mut RuleResults) {
        if let Some(case) = row.case {
            let payment = OfCase {
                customer: row.customer,
                time: row.time,
                is_approved: row.is_approved(),
                case,
            };
            self.of_cases.insert(row.id, payment);
        }
        let Some(account) = self.population.accounts.get(row.account) else {
            return;
        };
        let new = || Book::new(account.opening_balance, 0..0);
        let book = self.books.entry(account.id).or_insert_with(new);
        book.credit(self.credits, row.time, found);
        let holds = row.credits == book.since_last;
        found.check(Rule::CreditsSinceLast, holds, row.id);
        book.since_last = 0;
        book.balance -= row.booked();
        let holds = row.balance_after == book.balance;
        found.check(Rule::PaymentBooks, holds, row.id);
    }

    /// Checks the credits after the last payments, and each credit alone.
    pub(super) fn finish(mut self, found: &mut RuleResults) {
        for book in self.books.values_mut() {
            book.credit(self.credits, i64::MAX, found);
        }
        for row in self.credits {
            let account = self.population.accounts.get(row.account);
            let is_holder = account.is_some_and(|account| account.customer == row.customer);
            found.check(Rule::CreditAccount, is_holder, row.id);
            if let Some(account) = account {
                let holds = account.opened_on <= Date::of(row.time).0;
                found.check(Rule::CreditOpen, holds, row.id);
            }
            let holder = self.population.customers.get(row.customer);
            found.check(Rule::CreditPayer, fits_its_payer(row, holder), row.id);
            if [MED_RETURN, CHARGEBACK].contains(&row.kind) {
                found.check(Rule::CreditReturn, self.returns_a_payment(row), row.id);
            }
        }
    }

    /// Whether a credit returns an earlier payment of its case.
    fn returns_a_payment(&self, row: &CreditRow) -> bool {
        let payment = row.transaction.and_then(|id| self.of_cases.get(&id));
        let case = row.case.and_then(|case| self.population.cases.get(case));
        let (Some(payment), Some(case)) = (payment, case) else {
            return false;
        };
        let delay = case.refunded.map(|refunded| row.time - refunded);
        payment.customer == row.customer
            && payment.time < row.time
            && payment.is_approved
            && payment.case == case.id
            && row.amount == case.recovered
            && delay.is_some_and(|delay| (0..=SECOND).contains(&delay))
    }
}

impl Book {
    fn new(opening_balance: i64, credits: Range<usize>) -> Self {
        Self {
            credits,
            balance: opening_balance,
            since_last: 0,
        }
    }

    /// Books the credits up to a time.
    fn credit(&mut self, credits: &[CreditRow], until: i64, found: &mut RuleResults) {
        while let Some(row) = credits.get(self.credits.clone()).and_then(<[_]>::first) {
            if row.time > until {
                break;
            }
            self.credits.start += 1;
            self.balance += row.amount;
            self.since_last += row.amount;
            let holds = row.balance_after == self.balance;
            found.check(Rule::CreditBooks, holds, row.id);
        }
    }
}

/// Whether a credit's amount and payer fit its kind and its holder.
fn fits_its_payer(row: &CreditRow, holder: Option<&Customer>) -> bool {
    let payer = row.payer_kind.as_ref().map(ShortText::as_str);
    let is_account = matches!(payer, Some("EXTERNAL" | "ACCOUNT"));
    let has_id = !matches!(payer, None | Some("BANK"));
    let is_person = holder.map(Customer::is_person);
    let fits = match row.kind.as_str() {
        "SALARY" => is_account && is_person == Some(true),
        "SALES" => payer.is_none() && is_person == Some(false),
        "TRANSFER" | "OWN_TRANSFER" => is_account,
        "LOAN" | "MED_RETURN" => payer == Some("BANK"),
        "CHARGEBACK" => payer == Some("MERCHANT"),
        _ => false,
    };
    fits && row.amount > 0 && row.payer.is_some() == has_id
}
