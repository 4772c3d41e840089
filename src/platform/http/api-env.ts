/** What the security middleware puts in the context of each API request, before any handler runs. */
export interface ApiEnv {
  Variables: {
    /** Authenticates this one request in the audit trail: `uuid:hmac`. */
    stamp: string;
    /** The session token of the cookie, or null. */
    token: string | null;
    /** Roles the matrix allows on this route; the database checks them with the session. */
    roles: readonly string[];
    /** Nonce of the content security policy. */
    nonce: string;
    /** Address of the client as the listening socket (or the trusted proxy) gives it. */
    clientAddress: string;
    /** True when the browser reached us over TLS (directly or through the declared proxy). */
    secure: boolean;
  };
}
