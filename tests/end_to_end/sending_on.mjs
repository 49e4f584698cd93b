// Sends a question on from the local page: node sending_on.mjs PAGE_URL PLAYWRIGHT_FOLDER PICTURES_FOLDER
// Prints one JSON line a step; exits 1 with the step's name when one does not come true.
import { createRequire } from "node:module";

const [url, modules, pictures] = process.argv.slice(2);
const { chromium } = createRequire(modules + "/")("playwright-core");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let step = "start";
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 1100 } });
  const errors = [], sent = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => { if (request.url().endsWith("/local/ask")) sent.push(request.postDataJSON()); });
  const tell = (name, more) => { console.log(JSON.stringify({ step: name, ...more })); };
  const message = (number) => page.locator("#chat .message").nth(number);
  const look = (number, kind) => message(number).locator(`.view.${kind}`);
  const answered = async (act) => {
    const before = await page.locator("#chat .message").count();
    await act();
    await message(before).waitFor({ timeout: 15000 });
    return before;
  };
  const ask = (text) => answered(async () => { await page.fill("#text", text); await page.press("#text", "Enter"); });
  const press = (number, kind, label) => answered(() => look(number, kind).getByRole("button", { name: label }).click());
  const posts = async () => {
    const state = await (await page.request.get(url + "local/state")).json();
    return state.posts.map((post) => post.reply.plain);
  };

  step = "offer";
  await page.goto(url);
  const first = await ask("who won the first qzvxcup @everyone https://evil.example/x");
  const shown = await press(first, "slack", "Send this question to the wellbeing team");
  tell("offer", { slack: await look(shown, "slack").innerText(), posts: await posts() });
  await page.screenshot({ path: pictures + "/sending-on.png" });

  step = "an older button";
  await ask("who won the summer qzvxcup");
  const told = await press(shown, "slack", "Send it, without my name");
  tell("an older button", { slack: await look(told, "slack").innerText(), posts: await posts() });
  await page.locator("#posts .message").first().waitFor({ timeout: 15000 });
  tell("an older button", { slack: await look(told, "slack").innerText(), posts: await posts() });

  step = "as Teams";
  await page.check("input[value=teams]");
  const third = await ask("who won the autumn qzvxcup");
  const offered = await press(third, "teams", "Send this question to the wellbeing team");
  await press(offered, "teams", "Send it, without my name");
  tell("as Teams", { posts: await posts() });

  step = "don't send";
  const fourth = await ask("who won the winter qzvxcup");
  const again = await press(fourth, "teams", "Send this question to the wellbeing team");
  const dropped = await press(again, "teams", "Don't send");
  tell("don't send", { teams: await look(dropped, "teams").innerText(), posts: await posts() });

  step = "another button";
  const other = await press(fourth, "teams", "Talk to");
  tell("another button", { body: sent[sent.length - 1], teams: await look(other, "teams").innerText() });

  step = "kept";
  tell("kept", {
    stores: await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie, location.href]),
    errors,
  });
  await page.screenshot({ path: pictures + "/sent-on.png", fullPage: true });
} catch (error) {
  console.log(JSON.stringify({ failed: step, error: String(error) }));
  process.exitCode = 1;
} finally {
  await browser.close();
}
