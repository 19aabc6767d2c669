// A certified OpenID provider on loopback, for the sign-in tests. Its own development form takes any login; the login is the claim `sub`.
// What Node 18, as Debian 12 has it, lacks of what the provider takes for granted.
URL.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null);
globalThis.crypto ??= (await import("node:crypto")).webcrypto;
const { default: Provider } = await import("oidc-provider");

const [port, ...redirects] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "dushu",
      client_secret: "secret-of-the-test-client-secret-of-the-test-client",
      redirect_uris: redirects,
      post_logout_redirect_uris: redirects,
    },
  ],
  cookies: { keys: ["key-of-the-test-cookies"] },
});
provider.use(async (ctx, next) => {
  if (ctx.path === "/favicon.ico") return void (ctx.status = 204); // it has none, and a browser would complain
  await next();
  if (typeof ctx.body === "string") ctx.body = ctx.body.replace(/@import url\([^)]*\);?/g, ""); // its form would fetch a font from outside
});
provider.listen(Number(port), "127.0.0.1");
