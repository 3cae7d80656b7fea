//! `/divisions`: the divisions of an account, and one of them.
use super::{
    events::{DivisionCreated, DivisionDeleted, DivisionUpdated},
    members,
    store::{self, Division},
    views::{DivisionCreatedView, DivisionItem, DivisionView},
};
use crate::kept::{self, Kept};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

/// None of these asks for a paid plan, unlike those of groups.
pub fn operations(api: &mut Api) {
    api.get("/divisions", list)
        .summary("List divisions")
        .scope("division:read:list_divisions")
        .privilege(&[Privilege::DivisionRead])
        .rate(Rate::Light);
    api.post("/divisions", create)
        .summary("Create a division")
        .scope("division:write:division")
        .privilege(&[Privilege::DivisionEdit])
        .rate(Rate::Light)
        .unfit(&["division_name", "division_description"], UNFIT)
        .fails(&[NAME_USED, TOO_MANY]);
    api.get("/divisions/{divisionId}", get)
        .summary("Get a division")
        .scope("division:read:division")
        .privilege(&[Privilege::DivisionRead])
        .rate(Rate::Light)
        .one_statement()
        .fails(&[NO_DIVISION]);
    api.patch("/divisions/{divisionId}", update)
        .summary("Update a division")
        .scope("division:update:division")
        .privilege(&[Privilege::DivisionEdit])
        .rate(Rate::Light)
        .fails(&[NO_DIVISION, NAME_USED]);
    api.delete("/divisions/{divisionId}", delete)
        .summary("Delete a division")
        .scope("division:delete:division")
        .privilege(&[Privilege::DivisionEdit])
        .rate(Rate::Light)
        .fails(&[NO_DIVISION, MAIN_DIVISION, HAS_USERS]);
    members::operations(api);
}

/// Foreign and unknown divisions alike. One operation has the code in its document, all have the words.
pub const NO_DIVISION: Failure = Failure::new(404, 40_406, "Division not found.");
/// No name, one of blanks, and what does not fit: a new division has one code for all of it.
const UNFIT: Failure = Failure::new(400, 40_005, "Invalid field.");
/// Two divisions of an account have two names, upper and lower case told apart. The documents give no code.
const NAME_USED: Failure = Failure::new(409, 409, "This name is already in use. Please try another.");
const TOO_MANY: Failure = Failure::new(
    400,
    42_006,
    "You've reached the maximum number of divisions reached. You can clean up some divisions then try again.",
);
const MAIN_DIVISION: Failure = Failure::new(400, 42_011, "Main division can't be deleted.");
const HAS_USERS: Failure = Failure::new(400, 42_012, "Please remove all users from this division before deleting.");

/// Divisions of an account: the 500 that can be added (`POST /divisions`), and the main division, which nobody adds.
const MOST: i64 = 501;

#[derive(Deserialize, JsonSchema)]
pub struct DivisionPath {
    #[serde(rename = "divisionId")]
    pub division_id: String,
}

fn list(tenant: &Tenant, paging: Paging<300>) -> Result<Page<DivisionItem>> {
    let total = kept::number(tenant, Kept::Divisions)?;
    let mut page = paging.page::<DivisionItem>();
    store::list(tenant, &mut page)?;
    page.finish(total)
}

#[derive(Deserialize, JsonSchema)]
struct CreateDivision {
    /// Unique in the account.
    #[serde(default)]
    #[schemars(length(max = 128))]
    division_name: String,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    division_description: String,
}

fn create(tenant: &mut Tenant, Body(body): Body<CreateDivision>) -> Result<Created<DivisionCreatedView>> {
    let name = body.division_name.trim();
    if name.is_empty() {
        return Err(UNFIT.on("division_name"));
    }
    if kept::number(tenant, Kept::Divisions)? >= MOST {
        return Err(TOO_MANY.into());
    }
    let division = Division::new(tenant.new_id(), name, &body.division_description);
    if store::insert(tenant, &division)?.is_duplicate() {
        return Err(NAME_USED.into());
    }
    tenant.emit(&DivisionCreated::of(&division))?;
    Created::of(&division.created())
}

fn get(tenant: &Tenant, Path(path): Path<DivisionPath>) -> Result<Json<DivisionView>> {
    Json::of(&store::existing(tenant, &path.division_id)?.view())
}

#[derive(Deserialize, JsonSchema)]
struct UpdateDivision {
    /// Unique in the account.
    #[serde(default)]
    #[schemars(length(max = 128), regex(pattern = r"\S"))]
    division_name: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    division_description: Option<String>,
}

fn update(tenant: &mut Tenant, Path(path): Path<DivisionPath>, Body(body): Body<UpdateDivision>) -> Result<NoContent> {
    let before = store::existing(tenant, &path.division_id)?;
    let mut after = Division {
        name: body.division_name.map_or_else(|| before.name.clone(), |name| name.trim().to_owned()),
        description: body.division_description.unwrap_or_else(|| before.description.clone()),
        ..before.clone()
    };
    if after.name != before.name && store::has_name(tenant, &after.name)? {
        return Err(NAME_USED.into());
    }
    if after != before {
        store::save(tenant, &mut after)?;
        tenant.emit(&DivisionUpdated::of(&before, &after))?;
    }
    Ok(NoContent)
}

fn delete(tenant: &mut Tenant, Path(path): Path<DivisionPath>) -> Result<NoContent> {
    let division = store::existing(tenant, &path.division_id)?;
    if division.is_main {
        return Err(MAIN_DIVISION.into());
    }
    if division.total_members > 0 {
        return Err(HAS_USERS.into());
    }
    store::delete(tenant, &division.id)?;
    tenant.emit(&DivisionDeleted::of(&division))?;
    Ok(NoContent)
}
