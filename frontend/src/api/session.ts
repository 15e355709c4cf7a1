/** Whether the session stands. What was refused for want of it waits here and is done again after signing in. */

type Listener = () => void;

let signedOut = false;
let token = "";
const listeners = new Set<Listener>();
let waiting: Listener[] = [];
let known: Listener = () => undefined;
const isKnown = new Promise<void>((told) => {
  known = told;
});

export const isSignedOut = (): boolean => signedOut;

export function onSession(heard: Listener): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

function tell(out: boolean): void {
  signedOut = out;
  for (const heard of listeners) heard();
}

/** The server has told who is calling; acts carry its token, and those that waited go on. */
export function signedIn(csrf: string): void {
  token = csrf;
  known();
  const held = waiting;
  waiting = [];
  tell(false);
  for (const go of held) go();
}

const WHO = "/api/me";
const SAFE = new Set(["GET", "HEAD"]);

/** `fetch` that carries the session, and after a 401 waits for a new one and does the same again. */
export async function sessionFetch(request: Request): Promise<Response> {
  // What carries the token waits until the server has told it.
  if (!SAFE.has(request.method)) await isKnown;
  const answer = await fetch(carrying(request.clone()));
  if (answer.status !== 401) return answer;
  tell(true);
  if (new URL(request.url).pathname === WHO) return answer;
  await new Promise<void>((go) => waiting.push(go));
  return sessionFetch(request);
}

function carrying(request: Request): Request {
  if (token !== "" && !SAFE.has(request.method)) request.headers.set("X-CSRF-Token", token);
  return request;
}

/** End the session on the server, so that nobody at an unattended screen goes on under this name. Answers where the issuer ends it too. */
export async function endSession(): Promise<string> {
  tell(true);
  try {
    const answer = await fetch(carrying(new Request("/auth/logout", { method: "POST", credentials: "same-origin" })));
    const told = (await answer.json()) as { readonly sign_out?: string };
    return answer.ok ? (told.sign_out ?? "") : "";
  } catch {
    return "";
  }
}

/** Sign out for good: here, then at the issuer. */
export async function signOut(): Promise<void> {
  location.assign((await endSession()) || "/");
}
