// A certified OpenID provider on loopback, for the sign-in tests. Its own development form takes any login; the login is the claim `sub`.
// Version 8, because version 9 needs a newer Node than Debian 12 has.
import Provider from "oidc-provider";

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
