"""Makes the calls of a JSON list on stdin with the vendor's official SDK, and prints their answers as JSON.

A call is {"service": "dcs" or "iam", "method": ..., "request": {...}}; the request's fields are the SDK's own. An answer
is {"status": ..., "body": {...}}; a refused call has its error code as body. The environment names endpoint, keys and project.
"""

import json
import os
import sys

import huaweicloudsdkdcs.v2 as dcs
import huaweicloudsdkiam.v3 as iam
from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException

ENDPOINT = os.environ["DCS_ENDPOINT"]
KEYS = (os.environ["HUAWEICLOUD_SDK_AK"], os.environ["HUAWEICLOUD_SDK_SK"])


def client(service):
    if service == "dcs":
        credentials = BasicCredentials(*KEYS, os.environ["HUAWEICLOUD_SDK_PROJECT_ID"])
        builder = dcs.DcsClient.new_builder()
    else:
        credentials = GlobalCredentials(*KEYS, "domain")
        builder = iam.IamClient.new_builder()
    return builder.with_credentials(credentials).with_endpoint(ENDPOINT).build()


def request(module, method, fields):
    """The SDK's request object; its body, if there is one, is a model too."""
    name = "".join(word.capitalize() for word in method.split("_")) + "Request"
    kind = getattr(module, name)
    body = fields.pop("body", None)
    made = kind(**fields)
    if body is not None:
        made.body = getattr(module, kind.openapi_types["body"])(**body)
    return made


def plain(value):
    """A model as JSON by its wire names, without what is not there."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if hasattr(value, "openapi_types"):
        pairs = ((wire, getattr(value, field)) for field, wire in value.attribute_map.items())
        return {wire: plain(member) for wire, member in pairs if member is not None}
    return value


def answer(call):
    module = {"dcs": dcs, "iam": iam}[call["service"]]
    made = request(module, call["method"], call["request"])
    try:
        response = getattr(client(call["service"]), call["method"])(made)
    except ClientRequestException as refused:
        return {"status": refused.status_code, "body": refused.error_code}
    return {"status": response.status_code, "body": plain(response)}


print(json.dumps([answer(call) for call in json.load(sys.stdin)]))
