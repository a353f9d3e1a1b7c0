// All that the console does by itself; it works without.
"use strict";

// The link that the server prints has the key after "#", where no server and no log sees it. It goes
// into the form, and out of the address.
const login = document.getElementById("login");
if (login && location.hash.startsWith("#key=")) {
  const key = location.hash.slice("#key=".length);
  history.replaceState(null, "", location.pathname + location.search);
  login.elements.key.value = key;
  login.requestSubmit();
}

// A run, as it goes. What has not changed is left alone, so that the focus stays on the buttons.
const live = document.querySelector("[data-events]");
if (live) {
  const parts = ["run-now", "run-acts", "run-errors"];
  const shown = new Map();
  const told = document.getElementById("run-told");
  const lost = () => {
    told.className = "caution";
    told.textContent = live.dataset.lost;
  };
  const show = (html) => {
    document.getElementById("run-reload")?.remove();
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const id of parts) {
      const fresh = page.getElementById(id);
      const same = fresh.outerHTML === (shown.get(id) ?? document.getElementById(id).outerHTML);
      shown.set(id, fresh.outerHTML);
      if (!same) document.getElementById(id).replaceWith(fresh);
    }
    const state = document.getElementById("run-state").textContent;
    if (told.textContent !== state) told.textContent = state;
  };
  const events = new EventSource(live.dataset.events);
  events.addEventListener("state", (event) => show(event.data));
  events.addEventListener("end", (event) => {
    events.close();
    show(event.data);
  });
  events.addEventListener("over", () => {
    events.close();
    lost();
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) lost();
  });
}
