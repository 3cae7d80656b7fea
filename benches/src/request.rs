//! The requests that are sent: written once, before anything is measured.
use crate::{
    data::{Data, Dice, TOKEN},
    fault::*,
    load::{self, Requests},
};
use std::net::SocketAddr;

/// A GET as a client library sends it.
pub fn get(path: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: benches\r\naccept: */*\r\nauthorization: Bearer {TOKEN}\r\n\r\n"
    )
    .into_bytes()
}

/// A POST with a JSON body.
pub fn post(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: benches\r\naccept: */*\r\nauthorization: Bearer {TOKEN}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The same request again and again.
pub fn same(path: &str) -> Requests {
    [get(path)].into()
}

/// `count` users, each drawn from all users of the first `accounts` subaccounts.
pub fn users(data: &Data, accounts: usize, count: usize) -> Requests {
    let mut dice = Dice(7);
    let one = |_| {
        let account = dice.below(accounts);
        let user = dice.below(data.users_of(account));
        get(&format!("/v2/accounts/{}/users/{}", data.account(account), data.user(account, user)))
    };
    (0..count).map(one).collect()
}

/// Pages all over the lists of the first `accounts` subaccounts, `count` of them at most and all of them full, each by
/// the token that the page before it gave out.
///
/// # Errors
/// The server refuses a page.
pub fn pages(server: SocketAddr, data: &Data, accounts: usize, size: usize, count: usize) -> Result<Requests> {
    let mut client = load::Client::open(server)?;
    let full = |account| data.users_of(account) / size;
    let all: usize = (0..accounts).map(|account| full(account).saturating_sub(1)).sum();
    let (mut requests, mut passed) = (Vec::with_capacity(count), 0);
    for account in 0..accounts {
        let path = format!("/v2/accounts/{}/users?page_size={size}", data.account(account));
        let mut page = get(&path);
        for _ in 1..full(account) {
            page = get(&format!("{path}&next_page_token={}", client.token(&page)?));
            passed += count.min(all);
            if passed >= all {
                passed -= all;
                requests.push(page.clone());
            }
        }
    }
    shuffle(&mut requests);
    Ok(requests.into())
}

fn shuffle(requests: &mut [Vec<u8>]) {
    let mut dice = Dice(11);
    for at in (1..requests.len()).rev() {
        requests.swap(at, dice.below(at + 1));
    }
}
