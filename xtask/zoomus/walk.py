"""Drives a server with the unmodified zoomus client: for a master, and through the prefix for its subaccount."""
import json
import sys

from zoomus import ZoomClient


def same(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found!r} where {wanted!r} was expected")


def body(what, response, status):
    if response.status_code != status:
        sys.exit(f"{what}: {response.status_code} where {status} was expected: {response.text}")
    return response.json() if response.text else None


def users(client, who, domain):
    """Lists, makes, reads, changes and removes a user."""
    email = f"walker@{domain}"
    before = body("list", client.user.list(), 200)["total_records"]
    info = {"email": email, "type": 1, "first_name": "Wanda", "last_name": "Walker"}
    made = body("create", client.user.create(action="custCreate", user_info=info), 201)
    same("created email", made["email"], email)
    same("list", body("list", client.user.list(page_size=300), 200)["total_records"], before + 1)
    same("get", body("get", client.user.get(id=email), 200)["id"], made["id"])
    same("name", body("by id", client.user.get(id=made["id"]), 200)["first_name"], "Wanda")
    body("update", client.user.update(id=made["id"], dept="Walks"), 204)
    same("dept", body("get", client.user.get(id=made["id"]), 200)["dept"], "Walks")
    same("check", body("check", client.user.check_email(email=email), 200), {"existed_email": True})
    body("deactivate", client.user.update_status(id=made["id"], action="deactivate"), 204)
    same("inactive", body("list", client.user.list(status="inactive"), 200)["users"][0]["id"], made["id"])
    body("activate", client.user.update_status(id=made["id"], action="activate"), 204)
    roles(client, made["id"])
    body("delete", client.user.delete(id=made["id"], action="delete"), 204)
    gone = body("gone", client.user.get(id=made["id"]), 404)
    same("gone", gone["code"], 1001)
    print(f"{who}: users ok")


def roles(client, user):
    """Makes a role, gives it, takes it back and removes it."""
    role = body("role", client.role.create(name="Walkers", description="", privileges=["User:Read"]), 201)["id"]
    body("assign", client.role.assign(id=role, members=[{"id": user}]), 201)
    same("members", body("members", client.role.get_members(id=role), 200)["members"][0]["id"], user)
    same("role", body("role", client.role.get(id=role), 200)["total_members"], 1)
    same("roles", role in [item["id"] for item in body("roles", client.role.list(), 200)["roles"]], True)
    body("unassign", client.role.unassign(id=role, member=user), 204)
    body("remove", client.role.delete(id=role), 204)


def main():
    scene = json.loads(sys.stdin.read())
    base = scene["base"]
    master = scene["master"]

    def client(prefix):
        return ZoomClient(
            master["client_id"],
            master["client_secret"],
            api_account_id=master["id"],
            base_uri=f"{base}/v2{prefix}",
            oauth_uri=f"{base}/oauth/token",
        )

    users(client(""), "master", "master-walk.example")
    users(client(f"/accounts/{scene['sub']}"), "subaccount", "sub-walk.example")
    foreign = client("/accounts/AAAAAAAAAAAAAAAAAAAAAA").user.list()
    same("foreign", body("foreign", foreign, 404)["code"], 2001)
    print("zoomus: everything answers as its client expects")


main()
