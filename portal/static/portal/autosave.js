/* Publishing waits for the draft that Wagtail is saving by itself: of a page that is being made, both would make one.
   Until that draft has come back, the form's address still says "add"; then it says "edit". */
{
  const PATIENCE = 15000; // milliseconds: a draft that never comes back holds nobody up
  const saving = new Map(); // form: what waits for its draft
  let left = null; // the form that has been sent

  const send = (form, button) => {
    // The button may be greyed by now, and what is greyed is not sent.
    if (button?.name) {
      const said = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(said);
    }
    form.submit();
  };

  document.addEventListener("w-autosave:save", (event) => {
    if (event.target === left) event.preventDefault();
    else saving.set(event.target, null);
  });

  for (const end of ["w-autosave:success", "w-autosave:error"]) {
    document.addEventListener(end, ({ target }) => {
      const waiting = saving.get(target);
      saving.delete(target);
      waiting?.();
    });
  }

  document.addEventListener("submit", (event) => {
    const { target: form, submitter: button } = event;
    if (event.defaultPrevented || !form.matches("[data-edit-form]")) return;
    if (form === left) event.preventDefault(); // a second click
    else if (saving.has(form)) {
      event.preventDefault();
      const go = () => { clearTimeout(late); saving.delete(form); send(form, button); }; // once, whichever comes first
      const late = setTimeout(go, PATIENCE);
      saving.set(form, go);
    }
    left = form;
  });

  // Who comes back to the form by the browser's button goes on with it.
  window.addEventListener("pageshow", () => { left = null; });
}
