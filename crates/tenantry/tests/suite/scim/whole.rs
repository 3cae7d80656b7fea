//! Every attribute that the documents name is kept and shown.
use super::*;

/// A user with everything, as `POST` and `PUT` take it.
fn everything() -> Value {
    let flags = [
        "zoomIQ",
        "zoomRevenueAccelerator",
        "zoomCustomerManagedKey",
        "zoomWhiteboard",
        "zoomTranslatedCaptions",
        "zoomHuddles",
        "zoomWorkforceManagement",
        "zoomQualityManagement",
        "zoomScheduler",
        "zoomClipsPlus",
        "zoomMailAndCalendar",
        "visitorManagement",
        "zoomComplianceManagement",
        "zoomDocs",
        "clinicalNotes",
        "zoomClinicians",
        "zoomCustomAICompanion",
        "zoomAICompanion",
    ];
    let subscriptions = [
        "zoomWorkplace",
        "zoomPhoneCallingPlan",
        "zoomRevenueAccelerator",
        "zoomCustomerManagedKey",
        "zoomWhiteboard",
        "zoomTranslatedCaptions",
        "zoomWorkforceManagement",
        "zoomQualityManagement",
        "zoomScheduler",
        "zoomClipsPlus",
        "visitorManagement",
        "zoomComplianceManagement",
        "zoomDocs",
        "zoomAutoDialer",
    ];
    let number = server().next_world();
    let mut zoom = json!({
        "personalLinkName": format!("room.{number}"), "transferee": "heir@x.example", "pronouns": "she/her",
        "zoomUnited": "2", "zoomOneBizPlus": "32", "zoomOneEdu": "576460752303423488",
        "zoomOneSchoolCampusPlus": "274877906944", "zoomOneEntPremier": "268435456", "zoomOneEduEntPremier": "8589934592",
        "zoomWhiteboardPlus": false, "zoomRevenueAcceleratorRole": "Seller", "zoomAutoDialer": "1073741824",
        "zoomFrontline": "2048", "zoomPhoneExtNumber": "0", "zoomPhoneNumber": "+18005550100", "zoomPhoneSite": "Main",
        "zoomPhoneCallingPlan": "200", "zoomContactCenterPlan": {"zoomContactCenterPackage": "Essentials"},
        "zoomContactCenterPackage": "Premium", "zoomContactCenterAddonsPlan": "ai_expert_assist",
        "zoomContactCenterRole": "Agent", "zoomContactCenterRegion": "US", "zoomContactCenterUserTemplate": "Agents",
        "currentState": "California",
    });
    let fields = zoom.as_object_mut().unwrap();
    fields.extend(flags.map(|name| (name.to_owned(), json!(true))));
    fields.extend(subscriptions.map(|name| (format!("{name}Subscription"), json!("Subscription 7"))));
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE, ZOOM],
        "externalId": "E-7", "active": true, "userType": "Licensed", "displayName": "Jilly", "title": "Teacher",
        "locale": "Amsterdam", "name": {"givenName": "Jill", "familyName": "Chill"},
        "phoneNumbers": [{"type": "mobile", "value": "+1 8005550100"}, {"type": "work", "value": "+18005550101"}, {"type": "fax", "value": "7"}],
        ENTERPRISE: {"department": "Physics", "organization": "School", "costCenter": "C-1", "employeeNumber": format!("N-{number}"),
            "manager": "boss@x.example"},
        ZOOM: zoom,
    })
}

#[track_caller]
fn shows(answer: &Answer, sent: &Value) {
    for (name, value) in sent.as_object().unwrap() {
        assert_eq!(answer[name.as_str()], *value, "{name}\n{answer}");
    }
}

#[test]
fn whatever_is_said_of_a_user_is_shown_wherever_it_is_shown() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 20);
    for account in [&master.actor, &master.on(&sub)] {
        let mut body = everything();
        let email = address(&world, "jill");
        body["userName"] = json!(email);
        let made = account.post("/scim2/Users", body.clone()).is(201);
        shows(&made, &body);
        let id = made.text("id");
        let read = account.get(&path(&id)).is(200);
        assert_eq!(read[LOGIN]["loginType"], json!({"workEmail": true, "sso": false}));
        let mut expected = body.clone();
        expected["schemas"].as_array_mut().unwrap().push(json!(LOGIN));
        shows(&read, &expected);
        let listed = account.get(&format!("/scim2/Users?filter={}", encoded(&format!("id eq \"{id}\"")))).is(200);
        let listed = Answer { body: listed["Resources"][0].clone(), ..listed };
        shows(&listed, &expected);
        let patched = patch(account, &path(&id), json!([{"op": "replace", "value": {"active": true}}])).is(200);
        shows(&patched, &body);
    }
}

#[test]
fn put_takes_what_post_takes_and_a_user_has_the_profile_that_others_see() {
    let world = World::new();
    let master = world.master();
    let (id, email) = user(&master, "jill");
    let (group, name) = group(&master, &[]);
    let mut body = everything();
    body["emails"] = json!([{"type": "work", "value": email, "primary": true}]);
    body["roles"] = json!([{"display": "Admin", "value": "Admin", "primary": true}]);
    body["groups"] = json!([{"display": name, "type": "direct", "value": name, "primary": true}]);
    let put = master.put(&path(&id), body.clone()).is(200);
    shows(&put, &body);
    shows(
        &patch(&master.actor, &path(&id), json!([{"op": "replace", "path": "title", "value": "Teacher"}])).is(200),
        &body,
    );
    let profile = master.get(&format!("/users/{id}")).is(200);
    let expected = json!({
        "first_name": "Jill", "last_name": "Chill", "display_name": "Jilly", "job_title": "Teacher", "location": "Amsterdam",
        "dept": "Physics", "company": "School", "cost_center": "C-1", "manager": "boss@x.example", "type": 2, "pronouns": "she/her",
        "group_ids": [group], "employee_unique_id": body[ENTERPRISE]["employeeNumber"],
        "custom_attributes": [{"key": "currentState", "name": "currentState", "value": "California"}],
    });
    shows(&profile, &expected);
    let listed = master.get("/users").is(200);
    let jill = listed["users"].as_array().unwrap().iter().find(|user| user["id"] == json!(id)).unwrap();
    assert_eq!(jill["employee_unique_id"], body[ENTERPRISE]["employeeNumber"]);
    assert_eq!(profile["phone_numbers"][0]["label"], "Mobile");
    assert_eq!(profile["phone_numbers"][0]["code"], "+1");
}

#[test]
fn whatever_is_said_of_a_group_is_shown_wherever_it_is_shown() {
    let world = World::new();
    let master = world.master();
    let name = format!("group {}", server().next_world());
    let (member, _) = user(&master, "member");
    let body = json!({"displayName": name, "externalId": "G-1", ZOOM_GROUP: {"emailAlias": "group@x.example"}});
    let mut sent = body.clone();
    sent["members"] = json!([{"value": member}]);
    let made = master.post("/scim2/Groups", sent).is(201);
    let location = master.get(&path(&member)).is(200)["meta"]["location"].clone();
    let mut expected = body;
    expected["members"] = json!([{"value": member, "$ref": location, "type": "User"}]);
    expected["schemas"] = json!(["urn:ietf:params:scim:schemas:core:2.0:Group", ZOOM_GROUP]);
    shows(&made, &expected);
    assert_eq!(made["meta"]["resourceType"], "Group");
    shows(&master.get(&group_path(&made.text("id"))).is(200), &expected);
    let listed = master.get("/scim2/Groups").is(200);
    shows(&Answer { body: listed["Resources"][0].clone(), ..listed }, &expected);
}

#[test]
fn a_resource_says_when_it_was_made_and_changed() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let (group, _) = group(&master, &[]);
    for (path, change) in [(path(&id), json!({"title": "x"})), (group_path(&group), json!({"externalId": "y"}))] {
        let before = get(&master, &path, "meta");
        assert_eq!(before["created"], before["lastModified"]);
        world.advance(60);
        let mut body = master.get(&path).is(200).body;
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let after = master.put(&path, body).is(200)["meta"].clone();
        assert_eq!(after["created"], before["created"]);
        assert!(after["lastModified"].as_str() > before["lastModified"].as_str(), "{after}");
        assert_ne!(after["version"], before["version"]);
        assert_eq!(after["location"], before["location"]);
    }
    world.advance(60);
    let before = get(&master, &path(&id), "meta");
    master.patch(&format!("/users/{id}"), json!({"dept": "Physics"})).is(204);
    assert!(get(&master, &path(&id), "meta")["lastModified"].as_str() > before["lastModified"].as_str());
}
