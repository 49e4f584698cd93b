// Drives the desk in headless Chromium: node desk.mjs DESK_URL PLAYWRIGHT_FOLDER PICTURES_FOLDER SCHEDULE_FILE
// Prints one JSON line a step; exits 1 with the step's name when one does not come true.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const [url, modules, pictures, schedule] = process.argv.slice(2);
const require = createRequire(modules + "/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let step = "start";
const outside = [];
const errors = [];
const tell = (name, more) => { console.log(JSON.stringify({ step: name, ...more })); };
const watched = (page) => {
  page.on("request", (request) => { if (new URL(request.url()).hostname !== "127.0.0.1" && !request.url().startsWith("data:")) outside.push(request.url()); });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error" && !message.text().includes("status of 404")) errors.push(message.text()); });
  return page;
};
try {
  const page = watched(await browser.newPage({ viewport: { width: 1180, height: 900 } }));
  // evaluated by the debugger, which no Content-Security-Policy holds back
  const complaints = async () => {
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
  };
  const picture = (name, full = true) => page.screenshot({ path: `${pictures}/desk-${name}.png`, fullPage: full });

  step = "open";
  await page.goto(url);
  await page.locator("#problems").getByText("No problems").waitFor({ timeout: 20000 });
  tell("open", { status: await page.locator("#status").innerText() });

  step = "coverage";
  for (let tries = 0; tries < 90; tries += 1) {
    await page.goto(`${url}/coverage`);
    if (await page.locator("progress").count() === 0) break;
    if (tries === 0) tell("trying", { complaints: await complaints() });
    await page.waitForTimeout(2000);
  }
  tell("coverage", { heading: await page.locator("main h2").first().innerText() });

  step = "pages";
  const paths = ["", "/entries", "/entries?state=link", "/entries/sleep", "/entries/session-when?session=crisis-intervention&at=2026-04-21T14:10",
    "/entries/nc-force-plans?force=derbyshire", "/ask", "/week", "/week?at=2026-05-04T09:00", "/coverage", "/changes", "/asked", "/entries/nothing"];
  for (const path of paths) {
    await page.goto(url + path);
    const name = path.replace(/[^a-z]+/g, "-") || "-now";
    tell(`page ${path}`, { complaints: await complaints(), title: await page.title() });
    await picture("page" + name);
    await page.setViewportSize({ width: 360, height: 740 });
    tell(`narrow ${path}`, { width: await page.evaluate(() => document.documentElement.scrollWidth), complaints: await complaints() });
    await picture("narrow" + name);
    await page.setViewportSize({ width: 1180, height: 900 });
  }

  step = "clock";
  await page.goto(`${url}/entries/session-when?session=crisis-intervention`);
  await page.fill("#at", "2026-04-21T14:10");
  await page.getByRole("button", { name: "Show" }).click();
  tell("clock", { during: await page.locator(".view.phone").innerText(), address: page.url() });
  await picture("shown", false);
  await page.getByRole("link", { name: "After the week" }).click();
  tell("after", { after: await page.locator(".view.desktop").innerText() });

  step = "ask";
  await page.goto(`${url}/ask?at=2026-04-20T09:00`);
  await page.fill("#question", "how do i sleep better after nights");
  await page.press("#question", "Enter");
  await page.locator("table.why").waitFor({ timeout: 20000 });
  tell("ask", { address: page.url(), phone: await page.locator(".view.phone").innerText(), table: await page.locator("table.why").innerText(),
    complaints: await complaints() });
  await picture("ask");
  await page.setViewportSize({ width: 360, height: 740 });
  tell("narrow ask", { width: await page.evaluate(() => document.documentElement.scrollWidth), complaints: await complaints() });
  await picture("narrow-ask");
  await page.setViewportSize({ width: 1180, height: 900 });

  step = "danger";
  await page.fill("#question", "i want to kill myself");
  await page.press("#question", "Enter");
  await page.locator(".verdict").waitFor({ timeout: 20000 });
  tell("danger", { phone: await page.locator(".view.phone").innerText(), verdict: await page.locator(".verdict").innerText(), complaints: await complaints() });

  step = "keyboard";
  await page.goto(url);
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press("Enter");
  tell("keyboard", { skip, focused: await page.evaluate(() => document.activeElement.id) });

  step = "break";
  const good = readFileSync(schedule, "utf8");
  writeFileSync(schedule, good.replace("starts: 14:00", "starts: 2pm"));
  await page.locator("#problems .sentence").first().waitFor({ timeout: 15000 });
  tell("break", { where: await page.locator("#problems .where [aria-hidden]").first().innerText(), sentence: await page.locator("#problems .sentence").first().innerText(),
    line: await page.locator("#problems pre").first().innerText(), status: await page.locator("#status").innerText(), complaints: await complaints() });
  await picture("problem", false);

  step = "without script";
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const quiet = watched(await plain.newPage());
  await quiet.goto(url);
  tell("without script", { sentence: await quiet.locator("#problems .sentence").first().innerText() });
  await plain.close();

  step = "mend";
  writeFileSync(schedule, good.replace("starts: 14:00", "starts: 14:05"));
  await page.locator("#problems").getByText("No problems").waitFor({ timeout: 15000 });
  await page.locator("#stale").getByText("Show the new words").waitFor({ timeout: 30000 });
  tell("mend", { status: await page.locator("#status").innerText(), complaints: await complaints() });

  step = "changed";
  await page.goto(`${url}/changes`);
  tell("changed", { text: await page.locator("main").innerText(), complaints: await complaints() });
  await picture("changed");
  await page.setViewportSize({ width: 360, height: 740 });
  tell("narrow changed", { width: await page.evaluate(() => document.documentElement.scrollWidth), complaints: await complaints() });
  tell("quiet", { outside, errors });
} catch (error) {
  console.log(JSON.stringify({ failed: step, error: String(error) }));
  process.exitCode = 1;
} finally {
  await browser.close();
}
