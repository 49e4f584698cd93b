"use strict";
// One conversation a page load: its name keys fifteen minutes of context in the bot's memory, nothing else.
const conversation = "page-" + Math.random().toString(36).slice(2);
const chat = document.getElementById("chat");
const posts = document.getElementById("posts");
const moment = document.getElementById("moment");
let seen = "";
// What each answer's buttons would send on, if its asker presses: the very words that answer was about. Gone with the page.
const sendable = new WeakMap();

function post(path, body) {
  return fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) })
    .then((answer) => answer.json().then((data) => { if (!answer.ok) throw new Error(data.error); return data; }));
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}

// slack and teams arrive as HTML that the bot made from the very JSON it would send; plain is text.
function views(reply) {
  const box = element("div", "views");
  for (const look of ["slack", "teams"]) {
    const view = element("div", "view " + look);
    view.innerHTML = reply[look];
    box.append(view);
  }
  box.append(element("div", "view plain", reply.plain));
  if (reply.forward) sendable.set(box, reply.forward);
  return box;
}

function say(who, node) {
  const message = element("article", "message");
  message.append(element("p", "who", who), node);
  chat.append(message);
  chat.scrollTop = chat.scrollHeight;
}

async function ask(body) {
  try {
    const reply = await post("/local/ask", { ...body, conversation });
    say("Signpost", views(reply));
  } catch (error) {
    say("This page", element("p", "", "The bot could not be reached. In a crisis call 0300 131 2789, or 999 if life is at risk now."));
  }
}

document.getElementById("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = document.getElementById("text");
  chat.append(element("p", "mine", text.value));
  ask({ text: text.value });
  text.value = "";
});

document.addEventListener("click", (event) => {
  const action = event.target.closest("[data-action]");
  if (action && action.dataset.action) {
    chat.append(element("p", "mine", action.textContent));
    const words = action.dataset.action.startsWith("forward:") ? sendable.get(action.closest(".views")) : "";
    ask({ action: action.dataset.action, text: words || "" });
  }
  const jump = event.target.closest("[data-moment]");
  if (jump) { moment.value = jump.dataset.moment; setClock(); }
});

document.getElementById("looks").addEventListener("change", (event) => { document.body.dataset.look = event.target.value; });
document.body.dataset.look = "slack";

async function setClock() {
  await post("/local/clock", { now: moment.value });
  await refresh();
}
document.getElementById("clock").addEventListener("submit", (event) => { event.preventDefault(); setClock(); });

async function refresh() {
  let state;
  try { state = await (await fetch("/local/state")).json(); } catch { return; }
  document.getElementById("now").textContent = state.now_text;
  if (!moment.value) moment.value = state.now.slice(0, 16);
  const fresh = JSON.stringify(state.posts);
  if (fresh === seen) return;
  seen = fresh;
  posts.replaceChildren(...state.posts.map((item) => {
    const message = element("article", "message");
    message.append(element("p", "who", "Signpost, " + item.at + (item.edits ? " (edited)" : "")), views(item.reply));
    for (const notice of item.notices) {
      const note = element("div", "notice");
      note.append(element("p", "who", "in the thread"), views(notice));
      message.append(note);
    }
    return message;
  }));
  posts.scrollTop = posts.scrollHeight;
}
refresh();
setInterval(refresh, 2000);
