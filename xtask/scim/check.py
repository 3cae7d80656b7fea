"""Lets the unmodified scim2-tester check a server: for a master, and through the prefix for its subaccount.

The server describes itself. Beside that the checker is told what no schema can say: that names of users are addresses of a
domain of the account, which licenses they have, and which of two products that exclude each other is given. How a user signs
in is not asked for: nothing of that extension can be written, and the checker writes every extension as a whole.
"""
import json
import sys
import uuid
from collections.abc import Sequence

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import ResourceType, Schema, ScimProvider, ServiceProviderConfig
from scim2_tester import Status, check_server

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PRODUCTS = "urn:ietf:params:scim:schemas:extension:zoom:1.0:User"
LOGIN = "urn:us:zoom:scim:schemas:extension:1.0:ZoomUser"
# A user has one of the two, so only the other is given.
EXCLUDED = "zoomWhiteboardPlus"


class Addresses(Sequence):
    """As many addresses as anybody wants."""

    def __init__(self, domain):
        self.domain = domain

    def __len__(self):
        return 1 << 20

    def __getitem__(self, _):
        return f"{uuid.uuid4()}@{self.domain}"


def described(client, domain):
    """What the server says of itself, and of which values it can be given."""
    schemas = client.query(Schema).resources
    types = client.query(ResourceType).resources
    config = client.query(ServiceProviderConfig)
    for schema in schemas:
        if schema.id == PRODUCTS:
            schema.attributes = [attribute for attribute in schema.attributes if attribute.name != EXCLUDED]
    schemas = [schema for schema in schemas if schema.id != LOGIN]
    for resource_type in types:
        extensions = resource_type.schema_extensions or []
        resource_type.schema_extensions = [it for it in extensions if it.schema_ != LOGIN]
    provider = ScimProvider.from_discovery(schemas, types, config)
    for resource_type in types:
        model = provider.model_for(resource_type)
        if resource_type.schema_ == USER:
            model.model_fields["user_name"].examples = Addresses(domain)
            # Rooms of one's own come with a license, and other addresses with being active.
            model.model_fields["user_type"].examples = ["Licensed"]
            model.model_fields["active"].examples = [True]
    return provider


def without_login(request):
    """Leaves out what is not asked for, beside what the checker leaves out itself."""
    asked = request.url.params
    if request.method == "GET" and "/Users" in request.url.path and "attributes" not in asked:
        excluded = [name for name in (asked.get("excludedAttributes"), LOGIN) if name]
        request.url = request.url.copy_set_param("excludedAttributes", ",".join(excluded))


def check(name, base, token, domain):
    headers = {"Authorization": f"Bearer {token}"}
    client = SyncSCIMClient(Client(base_url=base, headers=headers, event_hooks={"request": [without_login]}))
    client.provider = described(client, domain)
    results = check_server(client)
    bad = [it for it in results if it.status in (Status.ERROR, Status.CRITICAL)]
    for it in bad:
        print(f"{name}: {it.title} of {it.resource_type}: {it.reason}", file=sys.stderr)
    counts = {status.name: sum(it.status == status for it in results) for status in Status}
    print(f"scim: {name}: {counts}")
    return len(bad), counts["SUCCESS"]


def main():
    scene = json.loads(sys.stdin.read())
    found = [check(face["name"], face["base"], face["token"], face["domain"]) for face in scene["faces"]]
    if any(bad for bad, _ in found) or not all(good for _, good in found):
        sys.exit(1)


main()
