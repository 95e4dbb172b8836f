// Opens rendered reports in headless Chromium: on a desktop and on a phone, light and dark. Takes screenshots and looks for
// console errors, network requests, horizontal overflow, weak contrast, and headings out of order.
//
// usage: node browser_test.mjs RENDER_SAMPLE SCREENSHOT_FOLDER SAMPLE...

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [render, screenshots, ...samples] = process.argv.slice(2);
const skipped = 77;  // what ctest counts as a visible skip

async function driver() {
  try {
    return (await import('playwright-core')).chromium;
  } catch {
    return null;
  }
}

const chromium = await driver();
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!chromium || !browserPath) {
  const missing = chromium ? 'no Chromium is installed' : 'playwright-core is not installed (ci/setup does it)';
  console.log(`skipped: ${missing}`);
  process.exit(process.env.SQUALL_REQUIRE_CORPORA === '1' ? 1 : skipped);
}

// Runs in the page: what a reader would trip over.
function inspect() {
  const problems = [];
  const page = document.documentElement;
  if (page.scrollWidth > window.innerWidth) {
    const wide = [...document.body.querySelectorAll('*')]
      .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest('.scroll, pre, nav ul, svg'));
    problems.push(`scrolls sideways: ${page.scrollWidth} px in ${window.innerWidth}; ${wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 80)).join(' | ')}`);
  }
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) problems.push(`heading skips a level: ${heading.textContent.slice(0, 60)}`);
    level = next;
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  if (new Set(ids).size !== ids.length) problems.push('an id is used twice');
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    if (!document.getElementById(link.hash.slice(1))) problems.push(`a link leads nowhere: ${link.hash}`);
  }
  for (const svg of document.querySelectorAll('svg')) {
    const words = (svg.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent);
    if (!svg.getAttribute('aria-label') && !words.every(Boolean)) problems.push('a picture has no words');
  }
  if (document.querySelectorAll('h1').length !== 1) problems.push('there is not exactly one h1');

  // WCAG 2.1, 1.4.3: at least 4.5 to 1, or 3 to 1 for large text.
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const weak = new Set();
  for (const element of document.querySelectorAll('body *:not(svg *):not(script)')) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const [light, dark] = [luminance(channels(style.color)), luminance(behind(element))].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if ((light + 0.05) / (dark + 0.05) < (large ? 3 : 4.5)) weak.add(`${element.tagName}.${element.className}`);
  }
  if (weak.size) problems.push(`weak contrast: ${[...weak].join(', ')}`);
  return problems;
}

const work = mkdtempSync(join(tmpdir(), 'squall-report-'));
mkdirSync(screenshots, { recursive: true });
let failures = 0;
let pages = 0;
const fail = (where, what) => {
  failures += 1;
  console.log(`${where}: ${what}`);
};

const browser = await chromium.launchPersistentContext(join(work, 'profile'), {
  executablePath: browserPath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function look(url, sample, device, scheme) {
  const where = `${sample}, ${device.name}, ${scheme}`;
  const page = await browser.newPage();
  page.on('console', (message) => fail(where, `console: ${message.text()}`));
  page.on('pageerror', (error) => fail(where, `script: ${error.message}`));
  page.on('dialog', (dialog) => { fail(where, 'a dialog opened'); dialog.dismiss(); });
  page.on('request', (request) => { if (request.url() !== url) fail(where, `request: ${request.url()}`); });
  await page.setViewportSize({ width: device.width, height: device.height });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.goto(url);
  for (const problem of await page.evaluate(inspect)) fail(where, problem);
  await page.screenshot({ path: join(screenshots, `${sample}-${device.name}-${scheme}.png`), fullPage: sample !== 'huge' });
  if (sample === 'stormy') await copyOnce(page, where);
  await page.close();
  pages += 1;
}

async function copyOnce(page, where) {
  const button = page.locator('.command button').first();
  await button.focus();
  await page.keyboard.press('Enter');
  const done = await page.locator('#said', { hasText: 'Copied' }).waitFor({ state: 'attached', timeout: 3000 }).then(() => true, () => false)
    || await page.evaluate(() => String(getSelection()).includes('squall run'));
  if (!done) fail(where, 'the replay command can not be copied from the keyboard');
}

try {
  for (const sample of samples) {
    const file = join(work, `${sample}.html`);
    writeFileSync(file, execFileSync(render, [sample, 'html'], { maxBuffer: 1 << 26 }));
    for (const device of [{ name: 'desktop', width: 1280, height: 900 }, { name: 'phone', width: 390, height: 844 }]) {
      for (const scheme of ['light', 'dark']) await look(pathToFileURL(file).href, sample, device, scheme);
    }
  }
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
console.log(`${pages} pages looked at, ${failures} problems, screenshots in ${screenshots}`);
process.exit(failures || !pages ? 1 : 0);
