import "./tokens.css";

const start = (): Promise<unknown> => import("./start");

// The bar is painted first; nobody waits for a frame of a page that is not on screen.
if (document.visibilityState === "visible") requestAnimationFrame(() => setTimeout(() => void start()));
else void start();
