// The next dates of an activity, worked out anew by the server whenever something about its time changes.
(() => {
  "use strict";
  const start = (box) => {
    const form = box.closest("form");
    if (!form || box.dataset.ready) return;
    box.dataset.ready = "1";
    const result = box.querySelector("[data-dates]");
    let timer = 0;
    let asked = 0;
    const ask = async () => {
      const number = ++asked;
      const answer = await fetch(box.dataset.url, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (answer.ok && number === asked) result.innerHTML = await answer.text();
    };
    const later = (event) => {
      if (event.target.name && event.target.name.startsWith("wagtail")) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, 500);
    };
    form.addEventListener("change", later);
    form.addEventListener("input", later);
    const button = box.querySelector("button");
    if (button) button.addEventListener("click", (event) => { event.preventDefault(); ask(); });
  };
  const all = () => document.querySelectorAll("[data-activity-dates]").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
