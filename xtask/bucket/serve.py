"""Serves one bucket as S3 does, on a free port, to whoever signs with the key that it makes; until its input ends."""
import json
import logging
import sys

import boto3
from moto import settings
from moto.server import ThreadedMotoServer

BUCKET = "tenantry"
EVERYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    known = {"endpoint_url": endpoint, "region_name": "us-east-1", "aws_access_key_id": "any", "aws_secret_access_key": "any"}
    boto3.client("s3", **known).create_bucket(Bucket=BUCKET)
    iam = boto3.client("iam", **known)
    iam.create_user(UserName=BUCKET)
    iam.put_user_policy(UserName=BUCKET, PolicyName="everything", PolicyDocument=json.dumps(EVERYTHING))
    key = iam.create_access_key(UserName=BUCKET)["AccessKey"]
    # From now on every request must be signed, with a key that is known.
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    scene = {"endpoint": endpoint, "bucket": BUCKET, "key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
    print(json.dumps(scene), flush=True)
    sys.stdin.read()
    server.stop()


main()
