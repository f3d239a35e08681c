/* Only what makes a working page nicer. Buttons that need this file are `hidden` until it runs. */
(function () {
  "use strict";

  function text(id) {
    return document.getElementById(id);
  }

  /* Copying: selects the text, so that where copying is forbidden a long press still takes it. */
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = text(button.getAttribute("data-copy"));
    var label = button.querySelector("span");
    if (!field || !label) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      field.focus();
      field.select();
      field.setSelectionRange(0, field.value.length);
      if (document.execCommand("copy")) {
        label.textContent = button.getAttribute("data-done");
        label.setAttribute("role", "status");
      }
    });
  });

  if (navigator.share) {
    document.querySelectorAll("[data-share]").forEach(function (button) {
      var field = text(button.getAttribute("data-share"));
      if (!field) return;
      button.hidden = false;
      button.addEventListener("click", function () {
        navigator.share({ text: field.value }).catch(function () {});
      });
    });
  }

  /* Printing fails inside WeChat: no button there. */
  if (!/MicroMessenger/i.test(navigator.userAgent)) {
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        window.print();
      });
    });
  }

  /* Paper has no taps: what is folded is printed open. */
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("main details").forEach(function (folded) {
      folded.open = true;
    });
  });

  /* A letter's picture has its code behind the #, which reaches no server: into the field, and out of the address. */
  var coded = document.querySelector("[data-from-fragment]");
  if (coded && location.hash.length > 1) {
    coded.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }

  /* Suggestions while typing: a combobox after the ARIA Authoring Practices. The form does all it does without them. */
  document.querySelectorAll("form[data-suggest]").forEach(function (form) {
    var input = form.querySelector("[type=search]");
    var place = form.querySelector("[name=community]");
    if (!input || !window.fetch) return;
    var list = document.createElement("ul");
    var said = document.createElement("p");
    var chosen = -1;
    var asked = 0;
    var waiting;
    list.id = input.id + "-suggestions";
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.getAttribute("data-label"));
    list.hidden = true;
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    form.appendChild(list);
    form.appendChild(said);
    input.type = "text"; // HTML lets no search field be a combobox
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    function choose(number) {
      chosen = number;
      input.removeAttribute("aria-activedescendant");
      Array.prototype.forEach.call(list.children, function (option, at) {
        option.setAttribute("aria-selected", String(at === number));
        if (at === number) input.setAttribute("aria-activedescendant", option.id);
      });
    }

    /* An answer that is still on its way must not open or change the list any more. */
    function settle() {
      clearTimeout(waiting);
      asked += 1;
    }

    function hide() {
      list.hidden = true;
      said.textContent = "";
      choose(-1);
      input.setAttribute("aria-expanded", "false");
    }

    function close() {
      settle();
      hide();
    }

    function show(found) {
      list.textContent = "";
      found.forEach(function (each, number) {
        var option = document.createElement("li");
        option.id = list.id + "-" + number;
        option.className = "suggestions__option suggestions__option--" + each.kind;
        option.setAttribute("role", "option");
        option.textContent = each.text;
        option.addEventListener("mousedown", function (event) {
          event.preventDefault();
        });
        option.addEventListener("click", function () {
          location.href = each.url;
        });
        list.appendChild(option);
      });
      if (!found.length) return hide(); // what was typed since is asked all the same
      choose(-1);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      said.textContent = form.getAttribute("data-some");
    }

    function ask() {
      var words = input.value.trim();
      var number = ++asked;
      if (!words) return close();
      var address = form.getAttribute("data-suggest") + "?lang=" + form.getAttribute("data-language");
      address += "&q=" + encodeURIComponent(words) + (place ? "&community=" + encodeURIComponent(place.value) : "");
      fetch(address, { credentials: "omit" })
        .then(function (answer) {
          return answer.ok ? answer.json() : { suggestions: [] };
        })
        .then(function (answer) {
          if (number === asked && document.activeElement === input) show(answer.suggestions);
        })
        .catch(function () {});
    }

    input.addEventListener("input", function (event) {
      clearTimeout(waiting);
      if (!event.isComposing) waiting = setTimeout(ask, 150);
    });
    input.addEventListener("compositionend", ask);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      var most = list.children.length;
      if (event.isComposing) return;
      if (event.key === "Escape") settle();
      if (list.hidden) return;
      if (/^Arrow(Down|Up)$/.test(event.key)) settle();
      if (event.key === "ArrowDown") choose(chosen + 1 < most ? chosen + 1 : 0);
      else if (event.key === "ArrowUp") choose(chosen > 0 ? chosen - 1 : most - 1);
      else if (event.key === "Enter" && chosen >= 0) list.children[chosen].click();
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  });

  /* What was read, asked and chosen, as sums without anybody in them (docs/decisions): once the page is there. */
  function tell(values) {
    var address = document.body.getAttribute("data-tell");
    if (address && navigator.sendBeacon && window.URLSearchParams)
      navigator.sendBeacon(address, new URLSearchParams(values));
  }

  var read = document.body.getAttribute("data-seen");
  var found = document.querySelector("[data-asked]");
  if (read) tell({ kind: "view", id: read });
  if (found) {
    var asked = function (kind, number) {
      tell({
        kind: kind,
        q: found.getAttribute("data-asked"),
        lang: found.getAttribute("data-lang"),
        community: found.getAttribute("data-community"),
        number: number,
      });
    };
    if (found.hasAttribute("data-total")) asked("search", found.getAttribute("data-total"));
    Array.prototype.forEach.call(found.querySelectorAll("ol h3 a"), function (link, at) {
      link.addEventListener("click", function () {
        asked("click", Number(found.getAttribute("data-first")) + at);
      });
    });
  }

  /* The list of what is wrong with a form is read out and seen first. */
  var wrong = document.querySelector("[data-focus]");
  if (wrong) wrong.focus();

  document.addEventListener("keydown", function (event) {
    var menu = document.querySelector(".menu-button[open]");
    if (menu && event.key === "Escape") {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
