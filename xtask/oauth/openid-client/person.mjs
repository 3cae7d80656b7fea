// A user with a browser, who decides about apps; and what clients are held to.
import { isDeepStrictEqual as equal, inspect } from "node:util";
import makeFetchCookie from "fetch-cookie";
import { Parser } from "htmlparser2";

export function same(what, found, wanted) {
  if (!equal(found, wanted)) {
    throw new Error(`${what}: ${inspect(found)} where ${inspect(wanted)} was expected`);
  }
}

// A page, and its one form: where it goes, what it carries, and what it asks for.
class Page {
  constructor(address, status, text) {
    Object.assign(this, { action: address, status, carries: {}, asks: [] });
    new Parser({ onopentag: (tag, attributes) => this.#note(tag, attributes) }).end(text);
  }

  #note(tag, { type, name, value, action }) {
    if (tag === "form" && action) {
      this.action = new URL(action, this.action).href;
    } else if (tag === "input" && type === "hidden") {
      this.carries[name] = value;
    } else if (tag === "input") {
      this.asks.push(name);
    }
  }
}

// A browser in which a user signs in on the way to the first page that asks for it.
export class Browser {
  #user;
  #fetch = makeFetchCookie(fetch);

  constructor(user) {
    this.#user = user;
  }

  async open(address) {
    const page = await this.#seen(address);
    const { email, password } = this.#user;
    const shown = page.asks.includes("password") ? await this.send(page, { email, password }) : page;
    same(address, shown.status, 200);
    return shown;
  }

  send(page, fields) {
    return this.#seen(page.action, sent(page, fields));
  }

  // Where an app is told what was decided.
  async decides(address, decision) {
    const page = await this.open(address);
    const answer = await this.#fetch(page.action, { ...sent(page, { decision }), redirect: "manual" });
    same(decision, answer.status, 303);
    return new URL(answer.headers.get("location"));
  }

  async #seen(address, request = {}) {
    const answer = await this.#fetch(String(address), request);
    return new Page(answer.url, answer.status, await answer.text());
  }
}

function sent(page, fields) {
  return { method: "POST", body: new URLSearchParams({ ...page.carries, ...fields }) };
}
