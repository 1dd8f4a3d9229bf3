"""The envelope in which the real service answers on `/api/…`."""

from fracttal_console.gateway.exchange import NO_STORE, Headers, Response, json_response


def envelope(status: int, data: object, *, total: int | None = None, headers: Headers = ()) -> Response:
    """Return an answer that went well.

    Args:
        status: of HTTP.
        data: one thing or a list of them.
        total: how many there are; None counts what is given.
        headers: in addition.
    """
    if total is None:
        total = len(data) if isinstance(data, list) else 1
    content = {"success": True, "message": str(status), "data": data, "total": total}
    return json_response(status, content, (*headers, *NO_STORE))


def failed(status: int, message: str = "", data: object = None, headers: Headers = ()) -> Response:
    """Return an answer that went not well.

    Args:
        status: of HTTP.
        message: what a program reads; the status where there is nothing more to say.
        data: what helps to repair it.
        headers: in addition.
    """
    content = {"success": False, "message": message or str(status), "data": data, "total": 0}
    return json_response(status, content, (*headers, *NO_STORE))
