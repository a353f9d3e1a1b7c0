// All that the page does by itself; it works without.
"use strict";

// Dates are written in the reader's time zone, and "last week" means the reader's.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) {
  document.cookie = `tz=${zone}; Path=/; Max-Age=31536000; SameSite=Strict`;
}

// A sign of life while a question is under way, and a word when the server is gone.
const answer = document.getElementById("answer");
if (answer) {
  const busy = (on) => answer.setAttribute("aria-busy", String(on));
  document.addEventListener("htmx:beforeRequest", () => busy(true));
  document.addEventListener("htmx:afterRequest", () => busy(false));
  document.addEventListener("htmx:sendError", () => {
    const line = document.createElement("p");
    line.className = "failure";
    line.textContent = answer.dataset.offline;
    answer.replaceChildren(line);
  });
}
