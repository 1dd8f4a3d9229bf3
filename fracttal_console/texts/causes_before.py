"""Why the gateway turns requests away before anybody asks whose they are, and what to do."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_

TURNED_AWAY: Mapping[str, tuple[str, str]] = {
    "headers_too_large": (
        N_("Headers too large"),
        N_("The gateway takes 16 KB of headers at most. Send fewer cookies and shorter headers."),
    ),
    "header_repeated": (
        N_("Header sent twice"),
        N_("Of two, nobody must have to guess which counts. Send it once; a proxy in between may be adding the other."),
    ),
    "content_encoding": (
        N_("Body packed"),
        N_("The gateway takes no packed bodies. Send it without Content-Encoding."),
    ),
    "body_too_large": (
        N_("Body too large"),
        N_("The gateway takes 64 KB at most. Its forms are far smaller: check what the program sends to this address."),
    ),
    "body_too_slow": (
        N_("Body came too slowly"),
        N_("It has to be there within 15 seconds. Check Content-Length in the program, and the network between."),
    ),
    "host_malformed": (
        N_("Host header malformed"),
        N_("It is a name or an address, with a port where that is not the usual one. Correct it in the program."),
    ),
    "host_unknown": (
        N_("Request for another host"),
        N_(
            "The gateway answers only for its own and its public address. Correct the address in the program, or set "
            "the public address in the settings."
        ),
    ),
    "path_malformed": (
        N_("Path malformed"),
        N_("It has signs that no address may have. Percent-encode them in the program."),
    ),
    "method_not_allowed": (
        N_("Method not allowed"),
        N_("This address knows other methods only. Correct the method in the program."),
    ),
    "too_many_connections": (
        N_("Too many connections"),
        N_("The gateway keeps 256 open at once. Programs shall use theirs again, and end those they do not need."),
    ),
    "too_many_of_one_peer": (
        N_("Too many connections of one address"),
        N_("The gateway keeps 128 of each open at once. The program shall use its connections again."),
    ),
    "neither_tls_nor_proxy": (
        N_("Neither TLS nor a declared proxy"),
        N_(
            "Beyond this machine, plain HTTP is taken from declared proxies only. Use HTTPS, or declare the proxy in "
            "the settings."
        ),
    ),
    "request_malformed": (
        N_("Not readable as HTTP"),
        N_(
            "It is no HTTP, or can be read in two ways. Check whether the program speaks HTTPS to an HTTP address, and "
            "use a kept HTTP library."
        ),
    ),
}
