"""Two mail servers: one that takes mail over STARTTLS alone, and one that refuses every recipient.

Reads {"certificate", "key"} as JSON. Prints {"taking", "refusing"}, their ports, and then a line for each mail that was
taken and each recipient that was refused. Ends with its standard input, and in any case after a minute."""
import asyncio
import json
import signal
import ssl
import sys

from aiosmtpd.smtp import SMTP


def say(what):
    print(json.dumps(what), flush=True)


class Taking:
    async def handle_DATA(self, server, session, envelope):
        text = envelope.content.decode("utf-8", "replace")
        say({"taken": envelope.rcpt_tos, "is_encrypted": session.ssl is not None, "text": text})
        return "250 OK"


class Refusing:
    async def handle_RCPT(self, server, session, envelope, address, options):
        say({"refused": address})
        return "550 Nobody here is called that"


async def main():
    told = json.loads(sys.stdin.readline())
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(told["certificate"], told["key"])
    loop = asyncio.get_running_loop()

    async def port(handler, **options):
        server = await loop.create_server(lambda: SMTP(handler, loop=loop, **options), "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]

    taking = await port(Taking(), tls_context=context, require_starttls=True)
    say({"taking": taking, "refusing": await port(Refusing())})
    await loop.run_in_executor(None, sys.stdin.read)


signal.alarm(60)
asyncio.run(main())
