"""A mail server for tests: Debian's python3-aiosmtpd with STARTTLS, AUTH and the moods that real servers have.

Says the port that it listens on, then one JSON line for each thing that happens. Ends with its standard input.
How it answers is in the recipient's address, before the @:
  grey     451 at first, taken at the second try (greylisting, RFC 6647)
  gone     550, with the address in the answer, as servers like to do
  full     452
  spam     taken, then 554 for what it says
  others   taken
"""

import argparse
import asyncio
import base64
import email
import email.policy
import json
import logging
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

PASSWORD = "pass wörd".encode()


def say(**what):
    print(json.dumps(what), flush=True)


def is_encrypted(server, session):
    """session.ssl tells of STARTTLS only, the transport of TLS from the first byte."""
    return session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None


class Moods:
    def __init__(self):
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        mood = address.split("@")[0]
        if mood == "grey" and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 Greylisted, please try again later"
        if mood == "gone":
            return f"550 5.1.1 <{address}>: no such user here"
        if mood == "full":
            return f"452 4.2.2 <{address}>: mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_exception(self, error):
        say(failed=repr(error))
        return "500 The test server failed"

    # Parsed by Python's email package, which has nothing in common with what wrote the mail.
    async def handle_DATA(self, server, session, envelope):
        content = envelope.original_content
        mail = email.message_from_bytes(content, policy=email.policy.default)
        say(
            headers=[[name, str(value)] for name, value in mail.items()],
            body=mail.get_body(("plain",)).get_content().replace("\r\n", "\n"),
            parts=[part.get_content_type() for part in mail.walk()],
            attached=[
                [part.get_filename(), base64.b64encode(part.get_content()).decode()]
                for part in mail.iter_attachments()
            ],
            longest_line=max(len(line) for line in content.split(b"\r\n")),
            ascii=content.isascii(),
            bare_ends=content.replace(b"\r\n", b"").count(b"\n") + content.replace(b"\r\n", b"").count(b"\r"),
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            encrypted=is_encrypted(server, session),
            user=session.auth_data.login.decode() if session.authenticated else None,
        )
        if any(address.startswith("spam@") for address in envelope.rcpt_tos):
            return "554 5.7.1 This looks like spam"
        return "250 OK"


class Listening(SMTP):
    """Tells what it hears before it answers."""

    async def _call_handler_hook(self, command, *args):
        say(heard=command)
        return await super()._call_handler_hook(command, *args)


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and data.login == b"kiosk" and data.password == PASSWORD
    say(login=right, encrypted=is_encrypted(server, session))
    return AuthResult(success=right, handled=False, auth_data=data)


async def main():
    # Whoever hangs up on a certificate would fill the tests' output, and so would aiosmtpd's worries about itself.
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")

    arguments = argparse.ArgumentParser()
    arguments.add_argument("--certificate")
    arguments.add_argument("--key")
    arguments.add_argument("--mode", choices=["tls", "starttls", "plain"], required=True)
    arguments = arguments.parse_args()

    context = None
    if arguments.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(arguments.certificate, arguments.key)
    moods = Moods()

    def session():
        return Listening(
            moods,
            hostname="mail.test",
            enable_SMTPUTF8=False,
            tls_context=context if arguments.mode == "starttls" else None,
            require_starttls=arguments.mode == "starttls",
            auth_required=arguments.mode != "plain",
            # aiosmtpd counts only STARTTLS as encryption, not TLS from the first byte.
            auth_require_tls=arguments.mode == "starttls",
            authenticator=authenticate,
        )

    wrapped = context if arguments.mode == "tls" else None
    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", 0, ssl=wrapped)
    say(port=server.sockets[0].getsockname()[1])
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
