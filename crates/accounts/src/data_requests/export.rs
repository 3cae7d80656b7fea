//! The file that somebody gets who asks for what is kept about it.
use super::{kept, store::Request};
use platform::{
    Result, Timestamp, Vault,
    personal::{Person, Telling},
};
use serde_json::{Map, Value, json};
use storage::{Fault, Tenant};

/// The text of the file: whom it is about, the time that was asked about, and every part that there is something in.
pub fn file(tenant: &Tenant, request: &Request, person: &Person, vault: &Vault) -> Result<Vec<u8>> {
    let telling = Telling { time: request.start_at..request.end_at, vault: vault.clone() };
    let mut parts = Map::new();
    for kept in kept::all() {
        if let Some(told) = kept.tell(tenant, person, &telling)? {
            parts.insert(kept.name.to_owned(), told);
        }
    }
    let moment = |millis| Timestamp::from_millis(millis);
    let file: Value = json!({
        "request_id": request.id,
        "account_id": tenant.account_id(),
        "email": person.email,
        "created_at": moment(tenant.now()),
        "start_at": moment(request.start_at),
        "end_at": moment(request.end_at),
        "data": parts,
    });
    Ok(serde_json::to_vec_pretty(&file).map_err(Fault::broken)?)
}

/// `EXPORT_<id of the request>.json`
pub fn name(request: &Request) -> String {
    format!("EXPORT_{}.json", request.id)
}
