"""Sends pictures to a server that keeps its files in a bucket, and looks into the bucket.

Reads a scene as JSON: the base and a token of the server, a user, and the bucket with a key to it.
"""
import json
import struct
import sys
import time
import urllib.request
import zlib

import boto3

SCENE = json.loads(sys.stdin.read())
BOUNDARY = "----bucket"
PATIENCE = 60


def png(red):
    """One pixel."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes([0, red, 0, 0]))) + chunk(b"IEND", b"")


def call(method, path, data=None, kind="application/json"):
    request = urllib.request.Request(SCENE["base"] + path, data=data, method=method)
    request.add_header("Authorization", f"Bearer {SCENE['token']}")
    request.add_header("Content-Type", kind)
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def send(picture):
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="pic_file"; filename="a.png"\r\n\r\n'
    form = head.encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()
    call("POST", f"/v2/users/{SCENE['user']}/picture", form, f"multipart/form-data; boundary={BOUNDARY}")


def shown():
    address = json.loads(call("GET", f"/v2/users/{SCENE['user']}"))["pic_url"]
    with urllib.request.urlopen(address) as answer:
        return answer.read()


def bucket():
    """The objects of the bucket, by their keys."""
    known = {"endpoint_url": SCENE["endpoint"], "region_name": "us-east-1"}
    s3 = boto3.client("s3", aws_access_key_id=SCENE["key"], aws_secret_access_key=SCENE["secret"], **known)
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=SCENE["bucket"]).get("Contents", [])]
    return {key: s3.get_object(Bucket=SCENE["bucket"], Key=key)["Body"].read() for key in keys}


def becomes(wanted):
    """Waits for the job that deletes what nobody keeps."""
    end = time.monotonic() + PATIENCE
    while len(bucket()) != wanted:
        if time.monotonic() > end:
            sys.exit(f"{len(bucket())} objects are in the bucket, and {wanted} were expected")
        time.sleep(0.5)


def main():
    send(png(200))
    (key, kept), = bucket().items()
    if not key.startswith(f"deep/down/{SCENE['account']}/") or shown() != kept:
        sys.exit(f"{key} is not what is shown")
    send(png(100))
    becomes(1)
    if key in bucket() or shown() not in bucket().values():
        sys.exit("what is shown is not in the bucket")
    call("DELETE", f"/v2/users/{SCENE['user']}/picture")
    becomes(0)
    print("bucket: files came, were shown, and went")


main()
