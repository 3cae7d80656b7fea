//! The only place that names all products.
use auth::passwords::Cost;
use billing::{
    Counts, Desk,
    catalogue::Plans,
    documents::{Press, Seller},
};
use platform::{Api, Provisions, Surface};
use users::{settings::licenses_in_use, users::licensed_in_use};

/// The declared operations of every surface.
pub fn apis() -> Vec<Api> {
    vec![tenants(), provisioning(), tokens(), pages(), consent(), well_known(), addresses(), operator()]
}

/// What billing goes by, with this catalogue. No product records, so nothing takes room for recordings yet.
pub fn desk(catalogue: Plans) -> Desk {
    Desk::new(catalogue, Counts { seats: licensed_in_use, licenses: licenses_in_use, storage: |_| Ok(0) })
}

/// What products are configured with where nothing is said.
///
/// # Errors
/// None: without a font of its own a press is always made.
pub fn usual() -> Result<Provisions, String> {
    let press = Press::new(Seller::default(), None).map_err(|fault| fault.to_string())?;
    Ok(Provisions::default().with(desk(Plans::Shipped)).with(press).with(Cost::default()))
}

fn tenants() -> Api {
    let mut api = Api::new(Surface::Tenants);
    accounts::operations(&mut api);
    users::operations(&mut api);
    billing::operations(&mut api);
    api
}

fn provisioning() -> Api {
    let mut api = Api::new(Surface::Provisioning);
    scim::operations(&mut api);
    api
}

fn tokens() -> Api {
    let mut api = Api::new(Surface::Tokens);
    auth::operations(&mut api);
    api
}

fn pages() -> Api {
    let mut api = Api::new(Surface::Pages);
    users::pages(&mut api);
    api
}

fn consent() -> Api {
    let mut api = Api::new(Surface::Consent);
    auth::consent(&mut api);
    api
}

fn well_known() -> Api {
    let mut api = Api::new(Surface::WellKnown);
    auth::well_known(&mut api);
    api
}

fn addresses() -> Api {
    let mut api = Api::new(Surface::Files);
    files::operations(&mut api);
    accounts::data_requests::file_operations(&mut api);
    api
}

fn operator() -> Api {
    let mut api = Api::new(Surface::Operator);
    operator::operations(&mut api);
    api
}
