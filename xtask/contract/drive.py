"""Drives every operation to a success on both faces, so that the answers can be held against the published documents.

Reads a scene as JSON: the base to call, and a master with a subaccount whose tokens and operator plane are open.
"""
import json
import struct
import sys
import time
import urllib.error
import urllib.request
import zlib

SCENE = json.loads(sys.stdin.read())


def call(base, token, method, path, body=None, wanted=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data=data, method=method)
    request.add_header("Authorization", f"Bearer {token}")
    request.add_header("Content-Type", "application/json")
    return answered(request, wanted)


def answered(request, wanted):
    try:
        with urllib.request.urlopen(request) as answer:
            status, text = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read()
    if wanted and status != wanted:
        sys.exit(f"{request.method} {request.full_url}: {status} where {wanted} was expected: {text.decode()}")
    return json.loads(text) if text else None


def upload(path, field, name, content):
    boundary = "----driven"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    data = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    request = urllib.request.Request(SCENE["base"] + path, data=data, method="POST")
    request.add_header("Authorization", f"Bearer {SCENE['token']}")
    request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
    return answered(request, 201)


def png(red):
    """One pixel."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes([0, red, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def operator(method, path, body=None, wanted=None):
    return call(SCENE["operator_base"], SCENE["operator_token"], method, "/operator/v1" + path, body, wanted)


class Face:
    """A master on its own account, or on one below it."""

    def __init__(self, prefix, account, domain, own_email):
        self.prefix, self.account, self.domain, self.own_email = prefix, account, domain, own_email

    def __call__(self, method, path, body=None, wanted=200):
        return call(SCENE["base"], SCENE["token"], method, f"/v2{self.prefix}{path}", body, wanted)

    def sends(self, path, field, name, content):
        return upload(f"/v2{self.prefix}{path}", field, name, content)

    def user(self, name, action="custCreate", kind=1, **more):
        info = {"email": f"{name}@{self.domain}", "type": kind, "first_name": name.title(), "last_name": "Driven", **more}
        return self("POST", "/users", {"action": action, "user_info": info}, 201)["id"]


def backgrounds(face, settings):
    path = f"{settings}/virtual_backgrounds"
    file = face.sends(path, "file", "sea.png", png(7))["id"]
    face("DELETE", f"{path}?file_ids={file}", None, 204)


def users(face):
    face("GET", "/users/summary")
    one = face.user("one", "autoCreate", 2, password="Quartz7!River", display_name="One D.")
    face.user("invited", "create")
    face.user("robot")
    profile = {
        "first_name": "Uno", "dept": "Physics", "job_title": "Reader", "company": "Northfield", "location": "Hall 3",
        "manager": face.own_email, "language": "en-US", "timezone": "Europe/Vienna", "use_pmi": True, "host_key": "123456",
        "vanity_name": f"uno.{face.domain.split('.')[0]}", "cost_center": "C7", "cms_user_id": "K9", "pronouns": "they/them",
        "pronouns_option": 2, "about_me": "Reads.", "linkedin_url": "https://www.linkedin.com/in/uno",
        "phone_numbers": [{"country": "US", "code": "+1", "number": "5550100200", "label": "Office"}],
        "custom_attributes": [{"key": "cbf_1", "name": "Shelf", "value": "12"}],
    }
    face("PATCH", f"/users/{one}", profile, 204)
    face.sends(f"/users/{one}/picture", "pic_file", "one.png", png(200))
    backgrounds(face, f"/users/{one}/settings")
    face("GET", f"/users/{one}")
    face("GET", f"/users/one@{face.domain}")
    face("GET", f"/users/{one}/permissions")
    face("GET", f"/users/email?email=one@{face.domain}")
    face("GET", f"/users/vanity_name?vanity_name=uno.{face.domain.split('.')[0]}")
    for query in ["", "?status=pending", "?include_fields=host_key", "?include_fields=custom_attributes", "?page_size=1", "?page_number=2&page_size=1"]:
        face("GET", f"/users{query}")
    token = face("GET", "/users?page_size=1")["next_page_token"]
    face("GET", f"/users?page_size=1&next_page_token={token}")
    face("PUT", f"/users/{one}/password", {"password": "Garnet8!Lake"}, 204)
    face("PUT", f"/users/{one}/email", {"email": f"uno@{face.domain}"}, 204)
    face("PUT", f"/users/{one}/status", {"action": "deactivate"}, 204)
    face("GET", "/users?status=inactive")
    face("DELETE", f"/users/{one}/picture", None, 204)
    face("PUT", f"/users/{one}/status", {"action": "activate"}, 204)
    face("DELETE", f"/users/{one}?action=delete", None, 204)
    face("DELETE", f"/users/invited@{face.domain}", None, 204)


def people(face):
    host, assistant = (face.user(name, "autoCreate", 2, password="Quartz7!River") for name in ("host", "assistant"))
    assistants, schedulers = f"/users/{host}/assistants", f"/users/{assistant}/schedulers"
    for end in (assistants, f"{assistants}/{assistant}", schedulers, f"{schedulers}/{host}"):
        face("POST", assistants, {"assistants": [{"id": assistant, "can_manage_host_private_event": True}]}, 201)
        face("GET", assistants)
        face("GET", schedulers)
        face("DELETE", end, None, 204)
    face("PUT", f"/users/{host}/presence_status", {"status": "Away"}, 204)
    face("GET", f"/users/{host}/presence_status")
    basic = {"feature_type": "user_type", "feature_value": "1", "users": [{"id": host}, {"id": "nobody"}]}
    face("POST", "/users/features", basic, 201)
    face("GET", f"/users/{host}/token?type=zak")
    face("DELETE", f"/users/{host}/token", None, 204)
    provided = f"/accounts/{face.account}/users/{host}"
    operator("PUT", f"{provided}/meeting_summary_templates", {"templates": [{"name": "Recap", "description": "Next steps"}]}, 200)
    settings = {"in_meeting": {"entry_exit_chime": "all", "manual_captioning": {"allow_to_type": True}}, "meeting_security": {"waiting_room": True}}
    templates = operator("PUT", f"{provided}/meeting_templates", {"templates": [{"name": "Lesson", "settings": settings}]}, 200)
    board = {"device_name": "Board", "room_name": "Home", "room_user_id": "R1", "status": "Online"}
    devices = operator("PUT", f"{provided}/collaboration_devices", {"devices": [board]}, 200)
    face("GET", f"/users/{host}/meeting_summary_templates")
    face("GET", f"/users/{host}/meeting_templates/{templates['templates'][0]['id']}")
    face("GET", f"/users/{host}/collaboration_devices")
    face("GET", f"/users/{host}/collaboration_devices/{devices['devices'][0]['id']}")


def roles(face):
    holder = face.user("holder")
    role = face("POST", "/roles", {"name": "Desk", "description": "At the desk", "privileges": ["User:Read", "Group:Read"]}, 201)["id"]
    change = {"name": "Front desk", "privileges": ["User:Read"], "sub_account_privileges": {"second_level": 2}}
    face("PATCH", f"/roles/{role}", change, 204)
    face("GET", "/roles")
    face("GET", f"/roles/{role}")
    face("POST", f"/roles/{role}/members", {"members": [{"id": holder}]}, 201)
    face("GET", f"/roles/{role}/members")
    face("DELETE", f"/roles/{role}/members/{holder}", None, 204)
    face("DELETE", f"/roles/{role}", None, 204)


def settings_of_users(face):
    user = face.user("setter", "autoCreate", 2, password="Quartz7!River")
    path = f"/users/{user}/settings"
    for option, body in [
        ("", {"schedule_meeting": {"host_video": True}}),
        ("?option=meeting_security", {"meeting_security": {"waiting_room": True}}),
        ("?option=meeting_authentication", {"meeting_authentication": True}),
        ("?option=recording_authentication", {"recording_authentication": True}),
    ]:
        face("PATCH", f"{path}{option}", body, 204)
        face("GET", f"{path}{option}")
    face("GET", f"{path}?custom_query_fields=authentication_options")


def settings_of_groups(face):
    group = face("POST", "/groups", {"name": "Setters"}, 201)["id"]
    for path, body in [
        ("settings", {"schedule_meeting": {"host_video": True}}),
        ("settings?option=meeting_security", {"meeting_security": {"pmi_password": False}}),
        ("settings?option=meeting_authentication", {"meeting_authentication": True}),
        ("settings?option=recording_authentication", {"recording_authentication": True}),
        ("lock_settings", {"schedule_meeting": {"host_video": True}}),
        ("settings/registration?type=webinar", {"approve_type": 1}),
    ]:
        face("PATCH", f"/groups/{group}/{path}", body, 204)
        face("GET", f"/groups/{group}/{path}")
    face("GET", f"/groups/{group}/lock_settings?option=meeting_security")


def settings_of_accounts(own):
    for option, body in [
        ("", {"schedule_meeting": {"host_video": True}, "in_meeting": {"dscp_audio": 40}}),
        ("?option=security", {"security": {"hide_billing_info": True}}),
        ("?option=meeting_security", {"meeting_security": {"waiting_room": True}}),
        ("?option=meeting_authentication", {"authentication_option": {"action": "add", "name": "Staff", "type": "enforce_login"}}),
        ("?option=recording_authentication", {"authentication_option": {"action": "add", "name": "Staff", "type": "internally"}}),
    ]:
        own("PATCH", f"/settings{option}", body, 204)
        own("GET", f"/settings{option}")
    own("PATCH", "/settings/registration", {"approve_type": 1, "questions": [{"field_name": "city", "required": True, "selected": True}]}, 204)
    own("GET", "/settings/registration")
    own("PATCH", "/lock_settings", {"schedule_meeting": {"host_video": True}, "meeting_security": {"waiting_room": True}}, 200)
    own("GET", "/lock_settings")
    own("GET", "/lock_settings?option=meeting_security")


def groups(face):
    member, admin = (face.user(name) for name in ("member", "admin"))
    one, other = (face("POST", "/groups", {"name": name}, 201)["id"] for name in ("Walkers", "Runners"))
    path = f"/groups/{one}"
    face("PATCH", path, {"name": "Hikers"}, 204)
    backgrounds(face, f"{path}/settings")
    face("POST", f"{path}/members", {"members": [{"id": member}, {"email": f"admin@{face.domain}"}]}, 201)
    face("POST", f"{path}/admins", {"admins": [{"id": admin}]}, 201)
    for below in ["", "/channels", "/members", "/members?page_size=1", "/admins"]:
        face("GET", f"{path}{below}")
    for query in ["", "?page_size=1"]:
        face("GET", f"/groups{query}")
    face("PATCH", f"{path}/members/{member}", {"action": "set_primary", "target_group_id": one}, 204)
    face("PATCH", f"{path}/members/{member}", {"action": "move", "target_group_id": other}, 204)
    face("GET", f"/users/{member}")
    face("DELETE", f"/groups/{other}/members/{member}", None, 204)
    face("DELETE", f"{path}/admins/{admin}", None, 204)
    for group in (one, other):
        face("DELETE", f"/groups/{group}", None, 204)


def information_barriers(face):
    first, second, chaperone = (face("POST", "/groups", {"name": name}, 201)["id"] for name in ("Research", "Trade", "Audit"))
    names = ["complete_phone_calls", "file_transfer", "im", "in_meeting_chat", "meeting", "message_via_sms", "recording", "screen_share"]
    new = {"policy_name": "Wall", "assigned_group_id": first, "to_group_id": second, "chaperone_group_id": chaperone,
           "settings": {name: True for name in names}, "status": 1, "type": 0}
    policy = face("POST", "/information_barriers/policies", new, 201)["id"]
    face("GET", "/information_barriers/policies")
    face("GET", f"/information_barriers/policies/{policy}")
    face("PATCH", f"/information_barriers/policies/{policy}", {**new, "id": policy, "status": 0}, 200)
    face("DELETE", f"/information_barriers/policies/{policy}", None, 204)


def data_requests(face):
    face.user("asked")
    email = f"asked@{face.domain}"
    export = {"emails": [email], "request_type": "EXPORT", "start_date": "2000-01-01T00:00:00Z", "end_date": "2100-01-01T00:00:00Z"}
    request = face("POST", "/data_requests/requests", export, 201)["data"][0]["request_id"]
    for _ in range(100):
        files = face("GET", f"/data_requests/requests/{request}")["file_records"]
        if files:
            break
        time.sleep(0.1)
    face("GET", f"/data_requests/files/{files[0]['file_id']}/url")
    request = face("POST", "/data_requests/requests", {"emails": [email], "request_type": "DELETE"}, 201)["data"][0]["request_id"]
    face("GET", "/data_requests/requests")
    face("DELETE", f"/data_requests/requests/{request}", None, 204)
def contact_groups(face):
    one, other = (face.user(name) for name in ("contact", "colleague"))
    team = face("POST", "/groups", {"name": "Contacts"}, 201)["id"]
    new = {"group_name": "Desk", "group_privacy": 1, "description": "Up front", "group_members": [{"type": 1, "id": one}]}
    group = face("POST", "/contacts/groups", new, 201)["group_id"]
    path = f"/contacts/groups/{group}"
    face("POST", f"{path}/members", {"group_members": [{"type": 2, "id": team}, {"type": 1, "id": other}]}, 201)
    face("PATCH", path, {"name": "Front desk", "privacy": 2, "description": "Here"}, 204)
    for read in ["/contacts/groups", path, f"{path}/members", f"{path}/members?page_size=1"]:
        face("GET", read)
    face("DELETE", f"{path}/members?member_ids={other},{team}", None, 204)
    face("DELETE", path, None, 204)
    face("DELETE", f"/groups/{team}", None, 204)


def divisions(face):
    user = face.user("northerner")
    division = face("POST", "/divisions", {"division_name": "North", "division_description": "Up there"}, 201)["division_id"]
    path = f"/divisions/{division}"
    face("POST", f"{path}/users", {"users": [{"user_id": user}]}, 201)
    face("PATCH", path, {"division_name": "Far north", "division_description": "Further up"}, 204)
    for read in ["/divisions", "/divisions?page_size=1", path, f"{path}/users", f"/users/{user}"]:
        face("GET", read)
    face("PATCH", f"/users/{user}", {"division_ids": []}, 204)
    face("DELETE", path, None, 204)


def accounts(master, sub):
    password = "Quartz7!River"
    new = {"email": "fresh@fresh.example", "first_name": "Fresh", "last_name": "Face", "password": password,
           "account_name": "Fresh", "options": {"pay_mode": "master", "share_rc": True, "room_connector_list": ["10.1.1.1"]}}
    fresh = master("POST", "/accounts", new, 201)["id"]
    for query in ["", "?page_size=1", "?page_number=2&page_size=1", "?email=fresh@fresh.example"]:
        master("GET", f"/accounts{query}")
    for account in ["me", sub.account]:
        own = Face(f"/accounts/{account}", account, "", "")
        own("GET", "")
        own("GET", "/managed_domains")
        own("GET", "/trusted_domains")
        settings_of_accounts(own)
        backgrounds(own, "/settings")
    below = Face(f"/accounts/{fresh}", fresh, "", "")
    below("PATCH", "/options", {"share_mc": False, "resource_share_mc": True, "resource_meeting_hybrid_list": ["zone-1"], "resource_share_mh": True}, 204)
    below("GET", "")
    below("DELETE", "", None, 204)


ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PRODUCTS = "urn:ietf:params:scim:schemas:extension:zoom:1.0:User"
# The documents know an attribute of the account by this name alone.
CUSTOM = "{customAttribute}"


def provisioned(face, name):
    """What the answers to all writes show of a user."""
    flags = [
        "zoomIQ", "zoomRevenueAccelerator", "zoomCustomerManagedKey", "zoomWhiteboard", "zoomWhiteboardPlus",
        "zoomTranslatedCaptions", "zoomHuddles", "zoomWorkforceManagement", "zoomQualityManagement", "zoomScheduler",
        "zoomClipsPlus", "zoomComplianceManagement", "zoomDocs", "clinicalNotes", "zoomClinicians", "zoomCustomAICompanion",
    ]
    subscribed = [
        "zoomWorkplace", "zoomRevenueAccelerator", "zoomCustomerManagedKey", "zoomWhiteboard", "zoomTranslatedCaptions",
        "zoomWorkforceManagement", "zoomQualityManagement", "zoomScheduler", "zoomClipsPlus", "visitorManagement",
        "zoomComplianceManagement", "zoomDocs", "zoomAutoDialer",
    ]
    products = {flag: flag != "zoomWhiteboardPlus" for flag in flags} | {f"{it}Subscription": "S-1" for it in subscribed}
    products |= {
        "personalLinkName": f"{name}.{face.domain.split('.')[0]}", "transferee": face.own_email, "pronouns": "they/them",
        "zoomUnited": "1", "zoomOneBizPlus": "16", "zoomOneEdu": "576460752303423488",
        "zoomOneSchoolCampusPlus": "137438953472", "zoomOneEntPremier": "134217728", "zoomOneEduEntPremier": "4294967296",
        "zoomAutoDialer": "1073741824", "zoomFrontline": "2048",
    }
    return {
        "userType": "Licensed", "displayName": "One D.", "name": {"givenName": "Uno", "familyName": "Driven"},
        "phoneNumbers": [{"type": "office", "value": "+1 5550100200"}], "roles": [{"value": "Admin", "primary": True}],
        "groups": [{"value": "Provisioned", "primary": True}],
        ENTERPRISE: {"department": "Physics", "organization": "Northfield"}, PRODUCTS: products,
    }


def provisioning(face):
    """Outside of `/v2`. What the answer of one operation names and that of another does not is asked for alone."""
    def scim(method, path, body=None, wanted=200):
        prefix = f"/v2{face.prefix}" if face.prefix else ""
        return call(SCENE["base"], SCENE["token"], method, f"{prefix}/scim2{path}", body, wanted)

    def patched(path, wanted, *operations):
        schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]
        return scim("PATCH", path, {"schemas": schemas, "Operations": list(operations)}, wanted)

    listed = scim("POST", "/Users", {"userName": f"listed@{face.domain}", ENTERPRISE: {"department": "Physics"},
                                     "name": {"givenName": "Li", "familyName": "Sted"}}, 201)["id"]
    scim("GET", f"/Users?filter=id%20eq%20%22{listed}%22")
    alias = "urn:ietf:params:scim:schemas:extension:zoom:2.0:Group"
    group = scim("POST", "/Groups", {"displayName": "Provisioned", alias: {"emailAlias": f"all@{face.domain}"}}, 201)["id"]
    scim("GET", "/Groups")
    scim("GET", f"/Groups/{group}")
    patched(f"/Groups/{group}", 204, {"op": "replace", "value": {f"{alias}:emailAlias": f"each@{face.domain}"}})
    body = provisioned(face, "provisioned")
    place = {"costCenter": "C7", "employeeNumber": f"N-{face.domain}", "manager": face.own_email}
    more = {"zoomMailAndCalendar": True, "visitorManagement": True, "zoomAICompanion": True}
    whole = {**body, "userName": f"provisioned@{face.domain}", "title": "Reader", "locale": "Hall 3",
             ENTERPRISE: {**body[ENTERPRISE], **place},
             PRODUCTS: {**body[PRODUCTS], **more, "zoomRevenueAcceleratorRole": "Seller", CUSTOM: "12"}}
    one = scim("POST", "/Users", whole, 201)["id"]
    without = [f"{ENTERPRISE}:{name}" for name in place]
    only_written = ["title", "locale", "roles", "groups", f"{PRODUCTS}:zoomRevenueAcceleratorRole", f"{PRODUCTS}:{CUSTOM}"]
    scim("GET", f"/Users/{one}?excludedAttributes={','.join(only_written)}")
    left = ",".join(without + [f"{PRODUCTS}:{name}" for name in more])
    scim("PUT", f"/Users/{one}?excludedAttributes={left}", {"title": "Writer"})
    left = ",".join(without + [f"{PRODUCTS}:zoomRevenueAcceleratorRole"])
    patched(f"/Users/{one}?excludedAttributes={left}", 200, {"op": "replace", "path": "roles", "value": []},
            {"op": "replace", "value": {"active": False}}, {"op": "replace", "value": {"active": True}},
            {"op": "replace", "path": "roles", "value": [{"value": "Admin"}]})
    patched(f"/Users/{one}?attributes=id", 200, {"op": "replace", "path": "roles", "value": []})
    for user in (one, listed):
        scim("DELETE", f"/Users/{user}", None, 204)
    scim("DELETE", f"/Groups/{group}", None, 204)


LISTS = ["plan_large_meeting", "plan_phone.plan_calling", "plan_phone.plan_calling_addons", "plan_phone.plan_number",
         "plan_zcc.plan_package_list", "plan_zcc.plan_phone_number", "plan_webinar", "plan_zoom_events", "plan_zoom_one",
         "plan_zoom_one_premier", "plan_zoom_one_edu_school_campus_plus", "plan_zoom_one_edu_premier"]
BY_CODE = ["plan_qss", "plan_zoom_sessions", "plan_united", "plan_zva", "sip_trunk"]
CONTACT = {"first_name": "Dora", "last_name": "Driven", "email": "dora@driven.example", "phone_number": "+1 555 010 0000",
           "address": "1 Main St.", "apt": "4", "city": "San Jose", "state": "CA", "zip": "95113", "country": "US",
           "employee_count": "15"}


def code(kind):
    return kind.replace(".", "_") + "_monthly"


def purchase(kinds):
    """A body with one plan of each kind, in the field that it has."""
    countries = {"callout_countries": "US"}
    more = {"plan_base": {"active_hosts": 2}, "plan_phone.plan_base": countries, "plan_zcc.plan_package_list": countries,
            "plan_zcc.plan_usage": countries,
            "plan_audio": {**countries, "tollfree_countries": "DE", "premium_countries": "FR", "ddi_numbers": 3}}
    body = {"contact": CONTACT}
    for kind in kinds:
        plan = {"type": code(kind), "hosts": 2, **more.get(kind, {})}
        value = code(kind) if kind == "plan_recording" else [plan] if kind in LISTS else plan
        group, _, name = kind.rpartition(".")
        place = body.setdefault(group, {}) if group else body
        place[name] = value
    return body


def billing(master, sub):
    mine = Face("/accounts/me", master.account, "", "")
    operator("PATCH", f"/accounts/{master.account}/billing", CONTACT, 204)
    kinds = [kind for kind in SCENE["kinds"] if kind not in BY_CODE]
    sub("POST", "/plans", purchase(kinds), 201)
    for kind in BY_CODE:
        sub("POST", "/plans/addons", {"type": code(kind), "hosts": 2}, 201)
    for face in (mine, sub):
        for path in ("/plans", "/plans/usage", "/billing", "/billing/invoices"):
            face("GET", path)
    sub("PATCH", "/billing", {"city": "San Mateo"})
    sub("PUT", "/plans/addons", {"type": code("plan_webinar"), "hosts": 1})
    sub("PUT", "/plans/base", {"type": code("plan_base"), "hosts": 3}, 204)
    invoice = sub("GET", "/billing/invoices")["invoices"][-1]
    sub("GET", f"/billing/invoices/{invoice['id']}")
    for path in (f"/billing/invoices/{invoice['id']}/download", f"/api/download/billing/invoices/{invoice['id']}"):
        downloaded(path)
    master("GET", "/accounts/billing/renewals")
    reports = "/accounts/billing/invoice_reports"
    days = {"start_date": invoice["invoice_date"], "end_date": invoice["invoice_date"]}
    report = master("POST", reports, {**days, "account_ids": [sub.account]}, 201)["id"]
    master("GET", reports)
    master("GET", f"{reports}/{report}?download=false")
    master("DELETE", f"{reports}/{report}", None, 204)
    master("GET", "/report/billing")
    month = sub("GET", "/report/billing")["billing_reports"][0]["id"]
    sub("GET", f"/report/billing/invoices?billing_id={month}")
    sub("PATCH", "/plans/addons/status", {"action": "cancel", "type": code("plan_webinar")})
    for kind in kinds + BY_CODE:
        if kind not in ("plan_base", "plan_webinar"):
            sub("PATCH", "/plans/addons/status", {"action": "cancel", "type": code(kind)})
    sub("PATCH", "/plans/base/status", {"action": "cancel"})


def downloaded(path):
    request = urllib.request.Request(f"{SCENE['base']}/v2{path}")
    request.add_header("Authorization", f"Bearer {SCENE['token']}")
    with urllib.request.urlopen(request) as answer:
        if not answer.read().startswith(b"%PDF"):
            sys.exit(f"{path} is no PDF")


def owner(face, account):
    heir = face.user("heir", "autoCreate", 1, password="Quartz7!River")
    face("POST", "/roles/1/members", {"members": [{"id": heir}]}, 201)
    Face(f"/accounts/{account}", account, "", "")("PUT", "/owner", {"email": f"heir@{face.domain}"}, 204)


def move(face, target):
    """Whoever has an address in a managed domain stays, so the mover has one elsewhere."""
    elsewhere = Face(face.prefix, face.account, f"not-{face.domain}", "")
    face("PUT", f"/users/{elsewhere.user('mover')}/account", {"account_id": target}, 204)


def main():
    master = Face("", SCENE["master"], "drive-master.example", SCENE["master_email"])
    sub = Face(f"/accounts/{SCENE['sub']}", SCENE["sub"], "drive-sub.example", SCENE["sub_email"])
    for face in (master, sub):
        operator("POST", f"/accounts/{face.account}/managed_domains", {"domain": face.domain, "status": "verified"}, 200)
        operator("PUT", f"/accounts/{face.account}/trusted_domains", {"domains": ["trusted.example"]}, 200)
        users(face)
        people(face)
        roles(face)
        settings_of_users(face)
        settings_of_groups(face)
        groups(face)
        information_barriers(face)
        data_requests(face)
        contact_groups(face)
        divisions(face)
        provisioning(face)
    accounts(master, sub)
    billing(master, Face(f"/accounts/{SCENE['buyer']}", SCENE["buyer"], "", ""))
    master("GET", "/users/me/zak")
    Face(f"/accounts/{master.account}", master.account, "", "")("GET", "/users/me/zak")
    move(master, sub.account)
    move(sub, master.account)
    owner(sub, sub.account)
    owner(master, "me")
    print("contract: every operation was driven to a success on both faces")


main()
