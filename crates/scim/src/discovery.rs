//! What the server can do, and of what (RFC 7644, 4): the same for every account.
use crate::{
    SCOPE,
    addresses::base,
    failures::NO_SUCH,
    lists,
    schemas::{ENTERPRISE, GROUP, LOGIN, ResourceType, Schema, TYPES, USER, ZOOM, ZOOM_GROUP},
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.get("/scim2/ServiceProviderConfig", config)
        .summary("Say what provisioning can do")
        .scopes(SCOPE)
        .rate(Rate::Light)
        .on_second_level();
    api.get("/scim2/Schemas", schemas)
        .summary("List the schemas of provisioning")
        .scopes(SCOPE)
        .rate(Rate::Light)
        .on_second_level();
    api.get("/scim2/Schemas/{schemaId}", schema)
        .summary("Get a schema of provisioning")
        .scopes(SCOPE)
        .rate(Rate::Light)
        .on_second_level()
        .fails(&[NO_SUCH]);
    api.get("/scim2/ResourceTypes", types)
        .summary("List the types of provisioned resources")
        .scopes(SCOPE)
        .rate(Rate::Light)
        .on_second_level();
    api.get("/scim2/ResourceTypes/{typeId}", one_type)
        .summary("Get a type of provisioned resources")
        .scopes(SCOPE)
        .rate(Rate::Light)
        .on_second_level()
        .fails(&[NO_SUCH]);
}

const CONFIG: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";
const TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

/// Something that describes the server.
struct Description;

impl View for Description {
    type Row<'r> = Value;
    const NAME: &'static str = "ProvisioningDescription";
    fn schema() -> Value {
        let texts = json!({"type": "array", "items": {"type": "string"}});
        json!({"title": Self::NAME, "type": "object", "required": ["schemas", "meta"],
               "properties": {"schemas": texts, "meta": {"type": "object"}}})
    }
}

struct Descriptions;

impl View for Descriptions {
    type Row<'r> = Value;
    const NAME: &'static str = "ProvisioningDescriptions";
    fn schema() -> Value {
        let mut schema = lists::schema(Description::schema());
        if let Value::Object(fields) = &mut schema {
            fields.insert("title".to_owned(), Self::NAME.into());
        }
        schema
    }
}

fn config(tenant: &Tenant, site: Site) -> Result<Json<Description>> {
    let location = format!("{}/ServiceProviderConfig", base(tenant, &site));
    Json::of(&json!({
        "schemas": [CONFIG],
        "patch": {"supported": true},
        "bulk": {"supported": false, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": true, "maxResults": lists::MOST},
        "changePassword": {"supported": false},
        "sort": {"supported": false},
        "etag": {"supported": true},
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "OAuth bearer token",
            "description": "A token of an app with a scope of provisioning.",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "primary": true,
        }],
        "meta": {"resourceType": "ServiceProviderConfig", "location": location},
    }))
}

#[derive(Deserialize, JsonSchema)]
struct SchemaPath {
    #[serde(rename = "schemaId")]
    schema_id: String,
}

fn schemas(tenant: &Tenant, site: Site) -> Result<Json<Descriptions>> {
    let base = base(tenant, &site);
    list(all_schemas().iter().map(|schema| schema.described(&base)).collect())
}

fn schema(tenant: &Tenant, Path(path): Path<SchemaPath>, site: Site) -> Result<Json<Description>> {
    let schemas = all_schemas();
    let found = schemas.iter().find(|schema| schema.id.eq_ignore_ascii_case(&path.schema_id));
    Json::of(&found.ok_or_else(|| NO_SUCH.with(&path.schema_id))?.described(&base(tenant, &site)))
}

#[derive(Deserialize, JsonSchema)]
struct TypePath {
    #[serde(rename = "typeId")]
    type_id: String,
}

fn types(tenant: &Tenant, site: Site) -> Result<Json<Descriptions>> {
    let base = base(tenant, &site);
    list(TYPES.iter().map(|of| of.described(&base)).collect())
}

fn one_type(tenant: &Tenant, Path(path): Path<TypePath>, site: Site) -> Result<Json<Description>> {
    let found = TYPES.iter().find(|of| of.name.eq_ignore_ascii_case(&path.type_id));
    Json::of(&found.ok_or_else(|| NO_SUCH.with(&path.type_id))?.described(&base(tenant, &site)))
}

fn list(all: Vec<Value>) -> Result<Json<Descriptions>> {
    Json::of(&json!({
        "schemas": [lists::SCHEMA],
        "totalResults": all.len(),
        "startIndex": 1,
        "itemsPerPage": all.len(),
        "Resources": all,
    }))
}

fn all_schemas() -> [&'static Schema; 6] {
    [&USER, &ENTERPRISE, &LOGIN, &ZOOM, &GROUP, &ZOOM_GROUP]
}

impl Schema {
    /// As RFC 7643, 7 has it.
    fn described(&self, base: &str) -> Value {
        let attributes: Vec<Value> = self.attributes.iter().map(|attribute| attribute.described()).collect();
        json!({
            "schemas": [SCHEMA],
            "id": self.id,
            "name": self.name,
            "description": self.about,
            "attributes": attributes,
            "meta": {"resourceType": "Schema", "location": format!("{base}/Schemas/{}", self.id)},
        })
    }
}

impl ResourceType {
    /// As RFC 7643, 6 has it.
    fn described(&self, base: &str) -> Value {
        let extensions: Vec<Value> =
            self.extensions.iter().map(|schema| json!({"schema": schema.id, "required": false})).collect();
        json!({
            "schemas": [TYPE],
            "id": self.name,
            "name": self.name,
            "description": self.about,
            "endpoint": self.endpoint,
            "schema": self.core.id,
            "schemaExtensions": extensions,
            "meta": {"resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{}", self.name)},
        })
    }
}
