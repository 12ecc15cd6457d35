// Hands Notion's answer to Trove. One target, written here; the address of this page
// decides nothing but the values of three known parameters.
//
// Not a check of the answer: Trove does that, with what it remembers of the request.
(() => {
  "use strict";

  const TARGET = "net.trovesearch.desktop:/oauth/callback";

  /** The query to forward, or null when this is no answer of Notion's. */
  const forwarded = (search) => {
    if (search.length > 3500) return null;
    const given = new URLSearchParams(search);
    const one = (name, shape) => {
      const values = given.getAll(name);
      return values.length === 1 && shape.test(values[0]) ? values[0] : null;
    };
    const kept = new URLSearchParams();
    for (const [name, shape] of [
      ["code", /^[!-~]{1,2048}$/],
      ["error", /^[a-z_]{1,64}$/],
      ["iss", /^https:\/\/[!-~]{1,256}$/],
      ["state", /^[A-Za-z0-9_-]{43}$/],
    ]) {
      if (!given.has(name)) continue;
      const value = one(name, shape);
      if (value === null) return null;
      kept.set(name, value);
    }
    const complete = kept.has("state") && kept.has("code") !== kept.has("error");
    return complete ? kept.toString() : null;
  };

  const query = forwarded(location.search);
  // The answer stays neither in the address bar nor in the history.
  history.replaceState(null, "", location.pathname);

  if (query === null) {
    document.getElementById("empty").hidden = false;
    return;
  }
  const target = `${TARGET}?${query}`;
  document.getElementById("open").href = target;
  document.getElementById("copy").addEventListener("click", () => {
    const say = (text) => {
      document.getElementById("copied").textContent = text;
    };
    navigator.clipboard.writeText(target).then(
      () => say("Copied."),
      () =>
        say(
          "Your browser does not let this page copy. Press the button again, or start again in Trove.",
        ),
    );
  });
  document.getElementById("answered").hidden = false;
  location.href = target;
})();
