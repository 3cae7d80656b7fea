//! The files that somebody gets who asks for what is kept about it.
use super::{
    kept,
    store::{Content, NewFile, Request},
};
use files::Format;
use platform::{
    Result, Timestamp, Vault,
    personal::{Person, Telling},
};
use serde_json::{Map, Value, json};
use storage::{Fault, Tenant};

/// The files of an export: a text that tells everything, then each picture and background. The objects of those are still
/// the person's own.
pub fn all(tenant: &Tenant, request: &Request, person: &Person, vault: &Vault) -> Result<Vec<NewFile>> {
    let text = text(tenant, request, person, vault)?;
    let size = i64::try_from(text.len()).map_err(Fault::broken)?;
    let mut all = vec![NewFile { name: format!("EXPORT_{}.json", request.id), size, content: Content::Text(text) }];
    for file in files::all_of(tenant, &person.id)? {
        let format = Format::of_type(&file.content_type)
            .ok_or_else(|| Fault::broken("a file is of a type that only a newer version knows"))?;
        all.push(NewFile {
            name: format!("EXPORT_{}_{}.{}", request.id, file.id, format.extension()),
            size: file.size,
            content: Content::Object { key: file.object_key, content_type: format.content_type() },
        });
    }
    Ok(all)
}

/// What is told: whom it is about, the time that was asked about, and every part that there is something in.
fn text(tenant: &Tenant, request: &Request, person: &Person, vault: &Vault) -> Result<Vec<u8>> {
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
