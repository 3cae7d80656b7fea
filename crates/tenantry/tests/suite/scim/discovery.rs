//! `/scim2/ServiceProviderConfig`, `/scim2/Schemas` and `/scim2/ResourceTypes`
use super::*;

#[test]
fn the_server_says_what_it_can_do() {
    let world = World::new();
    let master = world.master();
    let config = master.get("/scim2/ServiceProviderConfig").is(200);
    for (feature, supported) in
        [("patch", true), ("bulk", false), ("filter", true), ("changePassword", false), ("sort", false), ("etag", true)]
    {
        assert_eq!(config[feature]["supported"], supported, "{feature}");
    }
    assert_eq!(config["filter"]["maxResults"], 100);
    assert_eq!(config["authenticationSchemes"][0]["type"], "oauthbearertoken");
}

#[test]
fn types_and_schemas_are_found_by_their_ids() {
    let world = World::new();
    let master = world.master();
    for (list, many) in [("/scim2/ResourceTypes", 2), ("/scim2/Schemas", 6)] {
        let all = master.get(list).is(200);
        assert_eq!((ids(&all).len(), &all["totalResults"]), (many, &json!(many)));
        for (id, whole) in ids(&all).iter().zip(all["Resources"].as_array().unwrap()) {
            let one = master.get(&format!("{list}/{id}")).is(200);
            assert_eq!(one.body, *whole);
            assert!(one["meta"]["location"].as_str().unwrap().ends_with(&format!("{list}/{id}")));
        }
        master.get(&format!("{list}/Nothing")).denied(404, "", "Nothing does not exist.");
    }
    let user = master.get("/scim2/ResourceTypes/User").is(200);
    let schemas: Vec<&Value> = user["schemaExtensions"].as_array().unwrap().iter().map(|it| &it["schema"]).collect();
    assert_eq!(schemas, [ENTERPRISE, LOGIN, ZOOM]);
}

/// Every attribute that a client may write according to the schemas is written, and shown as it was written.
#[test]
fn only_what_is_stored_is_advertised() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    master.put(&path(&id), json!({"userType": "Licensed"})).is(200);
    for schema in master.get("/scim2/Schemas").is(200)["Resources"].as_array().unwrap() {
        let name = schema["id"].as_str().unwrap();
        if name.ends_with(":Group") {
            continue;
        }
        let core = name.ends_with("core:2.0:User");
        let attributes = schema["attributes"].as_array().unwrap().iter();
        for attribute in attributes.filter(|it| it["mutability"] == "readWrite" && it["name"] != "userName") {
            let attribute_name = attribute["name"].as_str().unwrap();
            let value = sample(attribute);
            let path_of = if core { attribute_name.to_owned() } else { format!("{name}:{attribute_name}") };
            let shown =
                patch(&master.actor, &path(&id), json!([{"op": "replace", "path": path_of, "value": value}])).is(200);
            let holder = if core { &shown.body } else { &shown[name] };
            assert_eq!(holder[attribute_name], value, "{path_of}\n{shown}");
            // The one that goes with no other.
            if attribute_name == "zoomWhiteboard" || attribute_name == "userType" {
                patch(&master.actor, &path(&id), json!([{"op": "replace", "path": "userType", "value": "Licensed"}]))
                    .is(200);
            }
        }
    }
}

/// A value that the schema allows.
fn sample(attribute: &Value) -> Value {
    let one = match (attribute["type"].as_str().unwrap(), attribute["canonicalValues"].get(0)) {
        (_, Some(value)) => value.clone(),
        ("boolean", _) => json!(true),
        ("complex", _) => {
            let parts = attribute["subAttributes"].as_array().unwrap().iter();
            parts
                .map(|part| (part["name"].as_str().unwrap().to_owned(), sample(part)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
        _ => json!(format!("text{}", server().next_world())),
    };
    if attribute["multiValued"] == true { json!([one]) } else { one }
}
