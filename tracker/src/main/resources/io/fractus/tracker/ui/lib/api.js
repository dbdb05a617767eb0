// SPDX-License-Identifier: Apache-2.0
// Requests to the control API. What fails is thrown with words for people.

export class ApiError extends Error {
  constructor(problem) {
    // Details are written to be quoted; alone they begin and end like sentences.
    const text = String(problem.detail);
    super(text[0].toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : "."));
    this.status = problem.status;
    this.type = problem.type;
  }
}

async function send(method, path, body) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      credentials: "same-origin",
      headers: { "X-Fractus-Request": "ui", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError({ status: 0, type: "unreachable", detail: "The tracker does not answer. Trying again." });
  }
  if (response.ok) return response;
  let problem;
  try {
    problem = await response.json();
  } catch {
    problem = { status: response.status, type: "unknown", detail: `The tracker answered ${response.status}.` };
  }
  if (response.status === 401 && !path.startsWith("/session")) dispatchEvent(new Event("signed-out"));
  throw new ApiError(problem);
}

async function json(method, path, body) {
  const response = await send(method, path, body);
  return response.status === 204 ? null : response.json();
}

export const get = (path) => json("GET", path);
export const post = (path, body) => json("POST", path, body);
export const patch = (path, body) => json("PATCH", path, body);
export const put = (path, body) => json("PUT", path, body);
export const del = (path) => json("DELETE", path);

/** A page of a list and how long the list is. */
export async function page(path) {
  const response = await send("GET", path);
  const items = await response.json();
  return { items, total: Number(response.headers.get("X-Total-Count") ?? items.length) };
}

/** Parameters that are not empty, as a query. */
export function query(parameters) {
  const entries = Object.entries(parameters).filter(([, v]) => v !== undefined && v !== null && v !== "" && v !== false);
  const text = new URLSearchParams(entries).toString();
  return text ? `?${text}` : "";
}

/**
 * Loads now and then every so often while the page is seen; shows only what changed. Returns an
 * object with refresh() and stop().
 */
export function poll(load, show, fail, millis = 5000) {
  let last;
  let timer;
  let stopped = false;
  let turn = 0;
  async function run() {
    clearTimeout(timer);
    const mine = ++turn;
    try {
      const data = await load();
      if (stopped || mine !== turn) return;
      const text = JSON.stringify(data);
      if (text !== last) {
        last = text;
        show(data);
      }
    } catch (error) {
      if (stopped || mine !== turn) return;
      last = undefined;
      fail(error);
    }
    if (!stopped) timer = setTimeout(() => (document.hidden ? wait() : run()), millis);
  }
  function wait() {
    document.addEventListener("visibilitychange", () => !stopped && run(), { once: true });
  }
  run();
  return {
    refresh: run,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
