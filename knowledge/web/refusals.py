"""Say why a site's answer is no page, or why there was none."""

from __future__ import annotations

import errno
import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientError,
    InvalidURL,
)

from knowledge.errors import (
    BAD_LINK,
    BROKEN_ANSWER,
    CERTIFICATE_BAD,
    CERTIFICATE_EXPIRED,
    CERTIFICATE_OF_ANOTHER,
    CERTIFICATE_UNKNOWN,
    GONE,
    LOGIN_NEEDED,
    NO_ANSWER,
    NOT_PUBLIC,
    SECURITY_FAILED,
    SITE_FAILED,
    SITE_REFUSES,
    TRY_LATER,
    TRY_LATER_IN,
    WebError,
)

MAX_WAIT = 86_400.0  # seconds; a host that asks for more is asked again after a day

# OpenSSL's X509_V_ERR_… numbers, which the ssl module does not name.
_CERTIFICATES = {
    10: CERTIFICATE_EXPIRED,
    18: CERTIFICATE_UNKNOWN,  # signed by itself
    19: CERTIFICATE_UNKNOWN,  # signed by an authority that nobody knows
    20: CERTIFICATE_UNKNOWN,
    21: CERTIFICATE_UNKNOWN,
    62: CERTIFICATE_OF_ANOTHER,
    64: CERTIFICATE_OF_ANOTHER,
}


def later(seconds: float | None) -> WebError:
    """Return the error of a host that asks for a pause; None: it did not say how long."""
    if seconds is None:
        return WebError(TRY_LATER)
    minutes = math.ceil(seconds / 60)
    return WebError(TRY_LATER_IN.format(minutes=minutes), retry_after=seconds)


def seconds_of(retry_after: str) -> float | None:
    """Return how long a Retry-After asks to wait, a day at most; None: it says nothing."""
    if retry_after.isascii() and retry_after.isdigit():
        seconds = float(retry_after)  # 10^8000 is infinite, no error
    else:
        try:
            moment = parsedate_to_datetime(retry_after)
            seconds = (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds()
        except (ValueError, OverflowError):
            return None
    return min(seconds, MAX_WAIT) if seconds > 0 else None


def of_status(status: int, wait: float | None) -> WebError:
    """Return the error of an answer that is neither a page nor a redirect."""
    match status:
        case 404 | 410:
            return WebError(GONE)
        case 401 | 403 | 407:
            return WebError(LOGIN_NEEDED)
        case 429 | 503:
            return later(wait)
        case _ if 400 <= status < 500:
            return WebError(SITE_REFUSES.format(status=status))
        case _ if status >= 500:
            return WebError(SITE_FAILED.format(status=status))
    return WebError(BROKEN_ANSWER)


def of_failure(error: ClientError) -> WebError:
    """Return the error of an exchange that broke off; nothing of aiohttp's own text is in it."""
    match error:
        case ClientConnectorCertificateError():
            number = getattr(error.certificate_error, "verify_code", 0)
            return WebError(_CERTIFICATES.get(number, CERTIFICATE_BAD))
        case ClientConnectorSSLError():
            return WebError(SECURITY_FAILED)
        case ClientConnectorError(errno=errno.EACCES):
            return WebError(NOT_PUBLIC)
        case ClientConnectorError():
            return WebError(NO_ANSWER)
        case InvalidURL():
            return WebError(BAD_LINK)
    return WebError(BROKEN_ANSWER)
