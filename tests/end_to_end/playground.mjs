// Drives the Agents Playground in headless Chromium: node playground.mjs PLAYGROUND_URL READYZ_URL CLIENTS SCHEDULES PICTURES
// Prints one JSON line a scene with what the conversation then says; exits 1 with the scene's name when one fails.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [url, health, clients, schedules, pictures] = process.argv.slice(2);
const { chromium } = createRequire(clients + "/")("playwright-core");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run"],
});
let scene = "start";
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const own = (address) => ["127.0.0.1", "localhost"].includes(new URL(address).hostname);
await page.route((address) => !own(address), (route) => route.abort());

const open = async (name) => {
  await page.getByRole("treeitem", { name }).first().dispatchEvent("click");
  await page.waitForTimeout(1500);
};
const composer = () => page.getByRole("textbox").first();
const write = async (text, mention = false) => {
  await composer().click();
  if (mention) {
    await page.keyboard.type("@");
    await page.getByRole("menuitem", { name: "Signpost" }).click();
    await page.keyboard.type(" ");
  }
  await page.keyboard.type(text);
};
const send = (name) => page.getByRole("button", { name }).first().click();
const ask = async (text, answer, { mention = false, button = "Send Message" } = {}) => {
  for (let turn = 1; ; turn++) { // the Playground sometimes does not show a reply that comes within milliseconds
    const before = await page.getByText(answer).count();
    await write(text, mention);
    await send(button);
    try {
      return await page.getByText(answer).nth(before).waitFor({ timeout: 6000 });
    } catch (error) {
      if (turn === 4) throw error;
    }
  }
};
const shown = () => page.locator("main, body").first().innerText();
const until = (text) => page.getByText(text).first().waitFor({ timeout: 15000 });
const tell = async (more = {}) => console.log(JSON.stringify({ scene, text: await shown(), ...more }));
const picture = async (name) => {
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${pictures}/${name}.png` });
};

try {
  scene = "welcome";
  await page.goto(url, { waitUntil: "domcontentloaded" });
  await composer().waitFor({ timeout: 30000 });
  await until(/I'm Signpost, a bot/);
  if (await page.getByText("Log Panel", { exact: true }).isVisible()) await page.getByTitle("Toggle Log Panel").click();
  await tell();

  scene = "personal";
  await ask("when is the data session?", /Wednesday 22 April/);
  await picture("teams-personal");
  await tell();

  scene = "button";
  await page.getByRole("button", { name: "All the sessions" }).first().click();
  await until(/Tuesday 21 April/);
  await tell();

  scene = "crisis";
  await ask("i can't do this any more, i want to kill myself", /I'm glad you wrote/);
  await picture("teams-crisis");
  await tell();

  scene = "fear";
  await page.getByRole("button", { name: "Will my force know?" }).last().click();
  await until(/is independent of policing/);
  await picture("teams-button");
  await tell();

  scene = "channel";
  await open(/General/);
  await ask("when is the dogs session?", /Friday 24 April/, { mention: true, button: "Post" });
  await picture("teams-channel");
  await tell();

  scene = "register";
  await open(/Announcements/);
  await ask("channel", /19:announcements@thread.tacv2/, { mention: true, button: "Post" });
  await tell();

  scene = "crisis in channel";
  await open(/General/);
  await ask("i want to kill myself", /I've sent you a message/, { mention: true, button: "Post" });
  await tell();
  scene = "crisis in person";
  await open(/Personal Chat/);
  await until(/I'm glad you wrote/);
  await tell();

  scene = "group";
  await open(/Night shift/);
  await ask("how do i get on mindfit?", /is an eight-week/, { mention: true });
  await tell();

  scene = "reminder";
  await open(/Announcements/);
  await page.getByText(/First on the scene/).first().waitFor({ timeout: 120000 });
  await picture("teams-reminder");
  await tell();

  scene = "moved";
  const file = `${schedules}/2026.yaml`;
  const moving = /(id: crisis-intervention[\s\S]*?starts: )14:00([\s\S]*?ends: )14:45([\s\S]*?status: )on/;
  const before = readFileSync(file, "utf8");
  const after = before.replace(moving, "$115:00$215:45$3moved");
  if (after === before) throw new Error("the session could not be moved in 2026.yaml");
  writeFileSync(file, after);
  await page.getByText(/3pm to 3:45pm/).nth(1).waitFor({ timeout: 60000 });
  await picture("teams-moved");
  await tell();

  scene = "removed";
  await page.getByRole("button", { name: "Mock an Activity" }).click();
  await page.locator("[role=menuitem]", { hasText: /^\s*Uninstall application/ }).first().dispatchEvent("click");
  await page.locator("[role=dialog] button", { hasText: /Send activity/ }).first().click();
  await page.waitForTimeout(1500);
  await tell({ ready: await (await page.request.get(health)).json() });
} catch (error) {
  console.log(JSON.stringify({ scene, failed: String(error), text: await shown().catch(() => "") }));
  await page.screenshot({ path: `${pictures}/failed.png` }).catch(() => {});
  process.exitCode = 1;
} finally {
  await browser.close();
}
